/// How lists and bulk mailers give themselves away.
enum ListWords {
    /// Headers of mailing lists (RFC 2369, RFC 2919) and of the programs that run them.
    static let headers: [String] = [
        "List-Id", "List-Unsubscribe", "List-Post", "List-Subscribe", "List-Archive", "List-Owner", "X-Mailman-Version",
        "X-BeenThere", "X-Mailing-List", "X-Listprocessor-Version", "X-List-Unsubscribe", "X-Campaign-Id",
        "X-CampaignID",
        "X-Mailer-LID", "X-ML-Name", "Mailing-List",
    ]

    /// Values of `Precedence` that mean many receivers.
    static let precedences: Set<String> = ["list", "bulk", "junk"]
}
