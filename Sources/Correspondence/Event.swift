/// One thing that happened: the ledger's row and the log's line are this value (contract, design section 9).
///
/// Committed in the transaction that changed what it tells of, then logged. Make one through the functions of
/// ``EventName``'s catalogue in `EventCatalogue.swift`; nothing else decides what an event says.
public struct Event: Hashable, Sendable {
    public var time: Instant
    public var name: EventName
    public var mailbox: String?
    /// Message-ID of the mail it is about, without angle brackets.
    public var message: String?
    public var conversation: ConversationKey?
    public var order: OrderID?
    public var kind: Kind?
    /// The rest, by name.
    public var fields: [String: EventValue]

    public init(
        _ name: EventName, at time: Instant, mailbox: String? = nil, message: String? = nil,
        conversation: ConversationKey? = nil, order: OrderID? = nil, kind: Kind? = nil,
        _ fields: [String: EventValue] = [:]
    ) {
        self.time = time
        self.name = name
        self.mailbox = mailbox
        self.message = message
        self.conversation = conversation
        self.order = order
        self.kind = kind
        self.fields = fields
    }
}

/// A field of an event. What names a person is marked as such, so that the log can mask it and the ledger erase it.
public enum EventValue: Hashable, Sendable {
    case text(String)
    case number(Int64)
    case fraction(Double)
    case flag(Bool)
    case time(Instant)
    case list([String])
    /// A buyer's name.
    case person(String)
    /// A buyer's address.
    case address(EmailAddress)
    /// A buyer's words.
    case words(String)
}

/// The vocabulary of the ledger and the log (contract: add, never rename).
public enum EventName: String, Codable, Hashable, Sendable, CaseIterable {
    case daemonStarted = "daemon.started"
    case daemonStopped = "daemon.stopped"
    case daemonReloaded = "daemon.reloaded"
    case daemonPaused = "daemon.paused"
    case daemonResumed = "daemon.resumed"
    case configRejected = "config.rejected"
    case storeFailed = "store.failed"
    case storeRestored = "store.restored"
    case loginRefused = "login.refused"
    case mailboxConnected = "mailbox.connected"
    case mailboxLost = "mailbox.lost"
    case mailboxSilent = "mailbox.silent"
    case mailboxBacklog = "mailbox.backlog"
    case mailboxRenumbered = "mailbox.renumbered"
    case messageReceived = "message.received"
    case messageUnreadable = "message.unreadable"
    case messageClassified = "message.classified"
    case messageIgnored = "message.ignored"
    case messageHeld = "message.held"
    case messageCorrected = "message.corrected"
    case messageAnsweredByPerson = "message.answered_by_person"
    case messageNoReplyNeeded = "message.no_reply_needed"
    case answerUnmatched = "answer.unmatched"
    case folderUnreadable = "folder.unreadable"
    case folderObeyed = "folder.obeyed"
    case draftRemoved = "draft.removed"
    case draftKept = "draft.kept"
    case messageInJunk = "message.in_junk"
    case noticeRecorded = "notice.recorded"
    case noticeScheduled = "notice.scheduled"
    case proactiveStopped = "proactive.stopped"
    case proactiveResumed = "proactive.resumed"
    case replyAmbiguous = "reply.ambiguous"
    case replyScheduled = "reply.scheduled"
    case replyRescheduled = "reply.rescheduled"
    case replyDrafted = "reply.drafted"
    case replySending = "reply.sending"
    case replySent = "reply.sent"
    case replyFailed = "reply.failed"
    case replySuperseded = "reply.superseded"
    case replyRefused = "reply.refused"
    case replyBounced = "reply.bounced"
    case replyHeld = "reply.held"
    case replyFiled = "reply.filed"
    case replyUnchecked = "reply.unchecked"
    case deadlineNear = "deadline.near"
    case deadlineMissed = "deadline.missed"
    case taskOpened = "task.opened"
    case taskDue = "task.due"
    case taskDone = "task.done"
    case promiseMade = "promise.made"
    case promiseDue = "promise.due"
    case promiseKept = "promise.kept"
    case orderImported = "order.imported"
    case orderChanged = "order.changed"
    case privacyForgotten = "privacy.forgotten"
    case orderFetchFailed = "order.fetch_failed"
    case guidelinesBlocked = "guidelines.blocked"
    case limitReached = "limit.reached"
    case mailboxFlood = "mailbox.flood"
    case digestSent = "digest.sent"
    case digestFailed = "digest.failed"
    case alertSent = "alert.sent"
    case alertFailed = "alert.failed"
    case logFailed = "log.failed"
    case clockChanged = "clock.changed"
    case clockDoubtful = "clock.doubtful"
}
