/// What the ledger tells of mail that the shop writes first.
extension Event {
    /// By the marketplace's word, or a person's: no proactive mail of this mailbox goes out; replies do.
    public static func proactiveStopped(at time: Instant, _ mailbox: String, _ reason: String) -> Event {
        Event(.proactiveStopped, at: time, mailbox: mailbox, ["reason": .text(reason)])
    }

    public static func proactiveResumed(at time: Instant, _ mailbox: String, _ reason: String) -> Event {
        Event(.proactiveResumed, at: time, mailbox: mailbox, ["reason": .text(reason)])
    }
}
