/// What is told of mail to the seller's own people.
extension Event {
    /// - Parameter name: `digest.sent`, `digest.failed`, `alert.sent` or `alert.failed`.
    public static func ownMail(
        _ name: EventName, at time: Instant, mailbox: String?, messageID: String, to: [EmailAddress], words: String
    ) -> Event {
        Event(
            name, at: time, mailbox: mailbox,
            [
                "message_id": .text(messageID), "to": .list(to.map(\.description)),
                (name == .digestFailed || name == .alertFailed ? "reason" : "receipt"): .text(words),
            ])
    }

    /// - Parameter event: what it was to tell of.
    public static func alertCommandFailed(at time: Instant, command: String, event: String, reason: String) -> Event {
        Event(
            .alertFailed, at: time,
            ["command": .text(command), "about": .text(event), "reason": .text(reason)])
    }
}
