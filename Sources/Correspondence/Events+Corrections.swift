extension Event {
    /// A person said what a mail is.
    ///
    /// - Parameters:
    ///   - before: the kind in force until now; `nil`: none.
    ///   - kind: the person's; where it is the one before, the event is a confirmation.
    public static func messageCorrected(
        at time: Instant, mailbox: String, message: String?, conversation: ConversationKey?, order: OrderID?,
        from before: Kind?, to kind: Kind?, by person: String
    ) -> Event {
        Event(
            .messageCorrected, at: time, mailbox: mailbox, message: message, conversation: conversation, order: order,
            kind: kind,
            [
                "from": .text(before?.rawValue ?? "other"), "to": .text(kind?.rawValue ?? "other"),
                "confirmed": .flag(before == kind), "by": .text(person),
            ])
    }
}
