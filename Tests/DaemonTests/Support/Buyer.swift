import Foundation

/// Buyers' mail as the relay delivers it (domain facts 1).
enum Buyer {
    static let question = "Could you please send me an invoice with VAT for this order?"

    /// A mail under `id`, from a buyer of its own unless `alias` names one.
    static func mail(
        _ id: String, _ words: String = question, alias: String? = nil, order: String? = "111-2233445-6677889",
        date: Date = Date(), headers: [String] = [], messageID: Bool = true
    ) -> [UInt8] {
        let alias = alias ?? Self.alias(id)
        var lines = [
            "From: \"Dana Reyes - Amazon Marketplace\" <\(alias)+133a066e@marketplace.amazon.com>",
            "To: \(World.user)",
            "Subject: Inquiry from Amazon customer Dana Reyes" + (order.map { " (Order: \($0))" } ?? ""),
            "Date: \(stamp(date))", "X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT",
            "X-Marketplace-ID: ATVPDKIKX0DER", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        ]
        if messageID { lines.append("Message-ID: <\(id)@buyers.example>") }
        lines += headers
        lines += [
            "", "You have received a message.", "", order.map { "# \($0):" } ?? "", "1 / A lamp [ASIN: B0C4EXAMPL]", "",
            "------------- Message:  -------------", words, "------------- End message -------------", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// What a person writes with a mail program, as it lies in Sent or Drafts.
    static func answer(
        _ id: String, to address: String, answering: String? = nil, subject: String = "Re: your question",
        date: Date = Date()
    ) -> [UInt8] {
        var lines = [
            "From: Ann <\(World.user)>", "To: \(address)", "Subject: \(subject)", "Date: \(stamp(date))",
            "Message-ID: <\(id)@office.example>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        ]
        if let answering { lines.append("In-Reply-To: <\(answering)@buyers.example>") }
        return Array((lines + ["", "Here it is, with kind regards.", ""]).joined(separator: "\r\n").utf8)
    }

    /// Where the buyer of `mail(id)` is reached.
    static func address(_ id: String) -> String { "\(alias(id))+133a066e@marketplace.amazon.com" }

    private static func alias(_ id: String) -> String {
        "a\(id.unicodeScalars.map { String($0.value % 36, radix: 36) }.joined())000000000".prefix(15).lowercased()
    }

    static func stranger(_ id: String) -> [UInt8] {
        Array(
            """
            From: Max <max@somewhere.example>\r
            To: \(World.user)\r
            Subject: Partnership\r
            Date: \(stamp(Date()))\r
            Message-ID: <\(id)@strangers.example>\r
            \r
            We offer you a partnership.\r

            """.utf8)
    }

    static func stamp(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, d MMM yyyy HH:mm:ss Z"
        return format.string(from: date)
    }
}

/// What the marketplace and mail servers send about mail of ours.
enum Told {
    /// The marketplace's copy of what somebody sent in Seller Central.
    static func ownCopy(_ id: String, _ words: String, order: String) -> [UInt8] {
        mail(
            [
                "From: Amazon <donotreply@amazon.com>", "To: \(World.user)", "Subject: Your e-mail to Dana Reyes",
                "Date: \(Buyer.stamp(Date()))", "Message-ID: <\(id)@eu-west-1.amazonses.com>",
                "X-Space-Notification-Type: BBC_MESSAGE_CONFIRMATION_TO_MERCHANT",
            ],
            [
                "Order ID \(order):", "here is a copy of the e-mail that you sent to Dana Reyes.", "",
                "------------- Begin message -------------", "", words, "",
                "------------- End message -------------",
            ])
    }

    /// A mail of ours was not handed over, since the buyer wants none but answers.
    static func optedOut(_ id: String, alias: String, order: String) -> [UInt8] {
        undelivered(
            id,
            "<p>Hello,</p><p>We were unable to deliver the message you sent to Ruth [\(order)]: the buyer has chosen to "
                + "opt out of unnecessary messages.</p><p><a href=\"mailto:\(alias)?subject=[Important]\">Send again</a></p>"
        )
    }

    /// The marketplace lets the seller write no mail first.
    static func restricted(_ id: String) -> [UInt8] {
        undelivered(id, "<p>Your account was restricted from sending proactive messages.</p>")
    }

    private static func undelivered(_ id: String, _ html: String) -> [UInt8] {
        mail(
            [
                "From: Amazon <auto-communication@amazon.com>", "To: \(World.user)",
                "Subject: Your message to the buyer was not delivered", "Date: \(Buyer.stamp(Date()))",
                "Message-ID: <\(id)@eu-west-1.amazonses.com>", "Content-Type: text/html; charset=utf-8",
            ], ["<html><body>\(html)</body></html>", ""])
    }

    /// A mail server's report (RFC 3464) on the mail with this header.
    static func bounce(_ id: String, returning headers: [String]) -> [UInt8] {
        mail(
            [
                "From: MAILER-DAEMON@mx.example", "To: \(World.user)", "Subject: Undelivered Mail Returned to Sender",
                "Date: \(Buyer.stamp(Date()))", "Message-ID: <\(id)@mx.example>",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            ],
            [
                "--b", "Content-Type: text/plain", "", "It was refused.", "--b",
                "Content-Type: message/delivery-status",
                "", "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; buyer@marketplace.amazon.com",
                "Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 no such alias", "", "--b",
                "Content-Type: text/rfc822-headers", "",
            ] + headers + ["", "--b--", ""])
    }

    private static func mail(_ headers: [String], _ body: [String]) -> [UInt8] {
        Array((headers + ["MIME-Version: 1.0", ""] + body).joined(separator: "\r\n").utf8)
    }
}
