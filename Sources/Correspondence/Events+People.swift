extension Event {
    /// A folder that people's answers or drafts lie in could not be opened: they are not seen.
    public static func folderUnreadable(at time: Instant, mailbox: String, folder: String, reason: String) -> Event {
        Event(.folderUnreadable, at: time, mailbox: mailbox, ["folder": .text(folder), "reason": .text(reason)])
    }

    /// A reply goes out though nobody could look whether a person has answered: its deadline leaves no time to wait.
    public static func replyUnchecked(
        at time: Instant, mailbox: String, reply: Int64, order: OrderID?, kind: Kind, reason: String
    ) -> Event {
        Event(
            .replyUnchecked, at: time, mailbox: mailbox, order: order, kind: kind,
            ["reply": .number(reply), "reason": .text(reason)])
    }
}
