/// What the clock alone makes happen.
extension Event {
    /// - Parameter goesOut: when a reply will go out by itself; `nil`: only people can answer it.
    public static func deadlineNear(
        _ mail: OpenMail, deadline: Instant, goesOut: Instant?, at time: Instant
    ) -> Event {
        var event = mail.event(.deadlineNear, deadline, at: time)
        event.fields["minutes_left"] = .number(max(0, (deadline - time).inMilliseconds / 60_000))
        if let goesOut { event.fields["goes_out"] = .time(goesOut) }
        return event
    }

    public static func deadlineMissed(
        _ mail: OpenMail, deadline: Instant, goesOut: Instant?, at time: Instant
    ) -> Event {
        var event = mail.event(.deadlineMissed, deadline, at: time)
        event.fields["late_by"] = .text(DurationText.write(time - deadline))
        event.fields["late_seconds"] = .number((time - deadline).inMilliseconds / 1000)
        if let goesOut { event.fields["goes_out"] = .time(goesOut) }
        return event
    }

    /// - Parameter reason: what has not been seen, and for how long.
    public static func mailboxSilent(
        at time: Instant, mailbox: String, since: Instant, reason: String
    ) -> Event {
        Event(.mailboxSilent, at: time, mailbox: mailbox, ["since": .time(since), "reason": .text(reason)])
    }

    /// - Parameter alias: the address of the one buyer of all these mails; `nil`: the mailbox as a whole.
    public static func mailboxFlood(
        at time: Instant, mailbox: String, mails: Int, within: Duration, alias: String?
    ) -> Event {
        var fields: [String: EventValue] = [
            "mails": .number(Int64(mails)), "within": .text(DurationText.write(within)),
        ]
        if let alias { fields["buyer"] = .person(alias) }
        return Event(.mailboxFlood, at: time, mailbox: mailbox, fields)
    }

    /// - Parameter because: the buyer's words that say so.
    public static func messageNoReplyNeeded(
        _ mail: MailFacts, at time: Instant, understanding: Understanding, because: String
    ) -> Event {
        mail.event(.messageNoReplyNeeded, at: time, understanding, ["because": .words(because)])
    }
}

/// A buyer's mail that has no answer yet, as the clock sees it.
public struct OpenMail: Hashable, Sendable {
    /// The ledger's key.
    public var message: Int64
    public var mailbox: String
    public var messageID: String?
    public var conversation: ConversationKey
    public var order: OrderID?
    public var kind: Kind?
    public var clockStart: Instant
    /// When a reply to its conversation is to go out by itself, and not as a draft.
    public var goesOut: Instant?

    public init(
        message: Int64, mailbox: String, messageID: String?, conversation: ConversationKey, order: OrderID?,
        kind: Kind?, clockStart: Instant, goesOut: Instant?
    ) {
        self.message = message
        self.mailbox = mailbox
        self.messageID = messageID
        self.conversation = conversation
        self.order = order
        self.kind = kind
        self.clockStart = clockStart
        self.goesOut = goesOut
    }

    fileprivate func event(_ name: EventName, _ deadline: Instant, at time: Instant) -> Event {
        Event(
            name, at: time, mailbox: mailbox, message: messageID, conversation: conversation, order: order, kind: kind,
            ["deadline": .time(deadline)])
    }
}
