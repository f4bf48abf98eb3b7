/// What each event says: the one place where an event gets its fields.
extension Event {
    public static func daemonStarted(
        at time: Instant, version: String, store: String, mailboxes: [String], paused: Bool, loosened: [String] = []
    ) -> Event {
        var fields: [String: EventValue] = [
            "version": .text(version), "store": .text(store), "mailboxes": .list(mailboxes), "paused": .flag(paused),
        ]
        if !loosened.isEmpty { fields["guidelines_loosened"] = .list(loosened) }
        return Event(.daemonStarted, at: time, fields)
    }

    public static func daemonStopped(at time: Instant, reason: String) -> Event {
        Event(.daemonStopped, at: time, ["reason": .text(reason)])
    }

    /// - Parameter model: the classifier in force, by its file, date and digest.
    public static func daemonReloaded(at time: Instant, changed: [String], model: String) -> Event {
        Event(.daemonReloaded, at: time, ["changed": .list(changed), "model": .text(model)])
    }

    public static func configRejected(at time: Instant, errors: [String]) -> Event {
        Event(.configRejected, at: time, ["errors": .list(errors), "kept": .text("the configuration in force")])
    }

    /// Logged outside the store, so it has no number.
    public static func storeFailed(at time: Instant, mailbox: String?, reason: String) -> Event {
        Event(.storeFailed, at: time, mailbox: mailbox, ["reason": .text(reason)])
    }

    /// A backup has taken the store's place.
    ///
    /// - Parameters:
    ///   - backup: when the last thing happened that it knows of.
    ///   - lookedUp: replies that may have gone out since.
    public static func storeRestored(at time: Instant, backup: Instant?, events: Int64, lookedUp: Int) -> Event {
        var fields: [String: EventValue] = ["events": .number(events), "to_look_up": .number(Int64(lookedUp))]
        if let backup { fields["knows_until"] = .time(backup) }
        return Event(.storeRestored, at: time, fields)
    }

    public static func mailboxConnected(
        at time: Instant, mailbox: String, server: String, sent: String?, drafts: String?, missing: [String]
    ) -> Event {
        var fields: [String: EventValue] = ["server": .text(server)]
        if let sent { fields["sent"] = .text(sent) }
        if let drafts { fields["drafts"] = .text(drafts) }
        if !missing.isEmpty { fields["missing_folders"] = .list(missing) }
        return Event(.mailboxConnected, at: time, mailbox: mailbox, fields)
    }

    public static func mailboxLost(at time: Instant, mailbox: String, reason: String) -> Event {
        Event(.mailboxLost, at: time, mailbox: mailbox, ["reason": .text(reason)])
    }

    public static func loginRefused(at time: Instant, mailbox: String, reason: String) -> Event {
        Event(.loginRefused, at: time, mailbox: mailbox, ["reason": .text(reason)])
    }

    /// The first look at a folder: what is read of what lay there, and what becomes of it.
    public static func mailboxBacklog(
        at time: Instant, mailbox: String, folder: String, waiting: Int, since: Instant, treated: Backlog
    ) -> Event {
        Event(
            .mailboxBacklog, at: time, mailbox: mailbox,
            [
                "folder": .text(folder), "waiting": .number(Int64(waiting)), "since": .time(since),
                "backlog": .text(treated.rawValue),
            ])
    }

    public static func messageReceived(
        _ mail: MailFacts, at time: Instant, understanding: Understanding, subject: String, from: EmailAddress?
    ) -> Event {
        var fields: [String: EventValue] = [
            "source": .text(understanding.recognition.source.rawValue), "uid": .number(Int64(mail.uid)),
            "folder": .text(mail.folder), "bytes": .number(Int64(mail.bytes)), "subject": .words(subject),
            "arrived": .time(mail.arrived), "sha256": .text(mail.sha256),
        ]
        if let from { fields["from"] = .address(from) }
        if let site = understanding.site { fields["site"] = .text(site) }
        if case .buyer(let buyer) = understanding.recognition, let name = buyer.name { fields["buyer"] = .person(name) }
        return mail.event(.messageReceived, at: time, understanding, fields)
    }

    public static func messageUnreadable(_ mail: MailFacts, at time: Instant, problem: String) -> Event {
        Event(
            .messageUnreadable, at: time, mailbox: mail.mailbox, message: mail.messageID,
            [
                "problem": .text(problem), "uid": .number(Int64(mail.uid)), "folder": .text(mail.folder),
                "bytes": .number(Int64(mail.bytes)), "left_to": .text("a person"),
            ])
    }

    public static func messageClassified(
        _ mail: MailFacts, at time: Instant, understanding: Understanding, _ classification: Classification
    ) -> Event {
        var fields: [String: EventValue] = [
            "confidence": .fraction(classification.confidence),
            "because": .words(classification.because.joined(separator: "; ")),
        ]
        if let language = understanding.language { fields["language"] = .text(language) }
        if !classification.also.isEmpty { fields["also"] = .list(classification.also.map(\.rawValue)) }
        if !classification.matters.isEmpty { fields["matters"] = .list(classification.matters.map(\.rawValue)) }
        var event = mail.event(.messageClassified, at: time, understanding, fields)
        event.kind = classification.kind
        return event
    }

    public static func messageIgnored(_ mail: MailFacts, at time: Instant, understanding: Understanding, reason: String)
        -> Event
    {
        mail.event(.messageIgnored, at: time, understanding, ["reason": .text(reason)])
    }

    public static func messageHeld(
        _ mail: MailFacts, at time: Instant, understanding: Understanding, decision: Decision, kind: Kind?
    ) -> Event {
        var fields: [String: EventValue] = ["reason": .text(decision.reason)]
        if let deadline = decision.deadline { fields["deadline"] = .time(deadline) }
        var event = mail.event(.messageHeld, at: time, understanding, fields)
        event.kind = kind
        return event
    }

    /// - Parameter reply: the reply of ours that it means.
    public static func noticeRecorded(
        _ mail: MailFacts, at time: Instant, understanding: Understanding, _ notice: Notice, reply: Int64?
    ) -> Event {
        var fields: [String: EventValue] = ["type": .text(notice.type)]
        if let effect = notice.effect { fields["effect"] = .text(effect.rawValue) }
        if let reply { fields["reply"] = .number(reply) }
        for (name, value) in notice.fields { fields["notice_\(name)"] = .words(value) }
        return mail.event(.noticeRecorded, at: time, understanding, fields)
    }

    public static func guidelinesBlocked(at time: Instant, reply: Reply, rules: [String]) -> Event {
        Event(
            .guidelinesBlocked, at: time, mailbox: reply.mailbox, conversation: reply.conversation, order: reply.order,
            kind: reply.kind, ["reply": .number(reply.id), "template": .text(reply.template), "rules": .list(rules)])
    }

    public static func limitReached(at time: Instant, mailbox: String, limit: String, until: Instant) -> Event {
        Event(.limitReached, at: time, mailbox: mailbox, ["limit": .text(limit), "until": .time(until)])
    }
}

/// Where a mail lies, for its events.
public struct MailFacts: Sendable, Hashable {
    public var mailbox: String
    public var folder: String
    public var uid: UInt32
    public var messageID: String?
    public var bytes: Int
    public var arrived: Instant
    /// Of the raw mail, in hexadecimal: it binds the mail to the chain.
    public var sha256: String

    public init(
        mailbox: String, folder: String, uid: UInt32, messageID: String?, bytes: Int, arrived: Instant,
        sha256: String = ""
    ) {
        self.mailbox = mailbox
        self.folder = folder
        self.uid = uid
        self.messageID = messageID
        self.bytes = bytes
        self.arrived = arrived
        self.sha256 = sha256
    }

    func event(_ name: EventName, at time: Instant, _ understanding: Understanding, _ fields: [String: EventValue])
        -> Event
    {
        var conversation: ConversationKey?
        if case .buyer(let buyer) = understanding.recognition { conversation = buyer.conversation }
        return Event(
            name, at: time, mailbox: mailbox, message: messageID, conversation: conversation,
            order: understanding.orderIDs.first, fields)
    }
}
