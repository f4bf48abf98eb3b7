import Correspondence

/// What the clock and the seller's people ask of the ledger: tasks, promises, deadlines, digests.
public protocol DeskLedger: Sendable {
    // MARK: Tasks

    /// Open tasks of these mailboxes, the nearest end first.
    func openTasks(_ mailboxes: [String]) async throws(LedgerError) -> [SellerTask]
    /// Reminds of tasks of a mailbox whose time has come, each once. Events `task.due`, `promise.due`.
    ///
    /// - Returns: how many there were.
    @discardableResult
    func remindOfTasks(_ mailbox: String, at now: Instant) async throws(LedgerError) -> Int
    /// When the next reminder is due.
    func nextReminder(_ mailboxes: [String]) async throws(LedgerError) -> Instant?
    /// A person closes a task. Event `task.done` or `promise.kept`; `false` where no such task is open.
    func closeTask(_ id: Int64, by person: String, at now: Instant) async throws(LedgerError) -> Bool
    /// A person has dealt with a mail, as by moving it to `Done`: the tasks that came with it, and the promises made in its
    /// conversation, are closed. Events as above.
    ///
    /// - Returns: how many were closed.
    @discardableResult
    func closeTasks(forMessage key: Int64, by person: String, at now: Instant) async throws(LedgerError) -> Int

    // MARK: Promises

    /// The reply names `day` as that of the answer: a promise from the moment it goes out. Event `promise.made` then.
    func notePromise(_ reply: Int64, until day: Instant, at now: Instant) async throws(LedgerError)
    /// Held replies of a mailbox whose deadline is not after `limit`, and which the holding answer may stand in for: no
    /// person is needed to end them, no holding answer went out in their conversation, and no person wrote to the buyer.
    func heldUntil(_ limit: Instant, _ mailbox: String) async throws(LedgerError) -> [Reply]
    /// Schedules the holding answer beside a held reply, due now. Event `reply.scheduled`; `nil` where its conversation
    /// has had one.
    func scheduleHolding(_ held: Int64, at now: Instant) async throws(LedgerError) -> Int64?

    // MARK: Deadlines

    /// Unanswered mails of a mailbox whose clock started in `span`, the first of each conversation, that `what` has not
    /// been told of, nor that they were missed.
    func openMails(_ mailbox: String, startedIn span: ClosedRange<Instant>, notTold what: String, limit: Int)
        async throws(LedgerError) -> [OpenMail]
    /// Appends events, each once for what it is about: one that has been told is left out.
    ///
    /// - Returns: how many were appended.
    @discardableResult
    func tell(_ events: [(about: String, what: String, event: Event)], at now: Instant) async throws(LedgerError) -> Int
    /// Forgets that it was told, so that it may be told again.
    func untell(about: String, what: String) async throws(LedgerError)
    /// When it was told.
    func told(about: String, what: String) async throws(LedgerError) -> Instant?
    /// When mails of a mailbox arrived since `since`, in order; at most the newest 20,000.
    func arrivals(_ mailbox: String, since: Instant) async throws(LedgerError) -> [Instant]
    /// How many mails of a mailbox, or of one buyer in it, arrived since `since`.
    func countMails(_ mailbox: String, alias: String?, since: Instant) async throws(LedgerError) -> Int
    /// The buyer with the most mails of a mailbox since `since`, and how many those are.
    func busiestBuyer(_ mailbox: String, since: Instant) async throws(LedgerError) -> (alias: String, mails: Int)?
    /// When replies went (or are going) to the buyer of this one since `since`, in order.
    func repliesToBuyer(of reply: Int64, since: Instant) async throws(LedgerError) -> [Instant]
    /// When replies of a mailbox went out since `since`, in order.
    func sentTimes(_ mailbox: String, since: Instant) async throws(LedgerError) -> [Instant]

    // MARK: The digest

    /// What waits in these mailboxes, the oldest first; at most `mostWaiting`.
    func waiting(_ mailboxes: [String]) async throws(LedgerError) -> [WaitingMail]
    /// The number of the last event.
    var lastEvent: Int64 { get async throws(LedgerError) }

    // MARK: Mail to the seller's people

    /// The last mail of this purpose to these receivers; the first call records `now` as the beginning.
    func lastOwnMail(_ purpose: OwnMail.Purpose, to receivers: String, at now: Instant)
        async throws(LedgerError) -> OwnMail
    /// Commits the intent to send one, before the first byte goes out; `false` where there has been one for that slot.
    func beginOwnMail(_ mail: OwnMail, at now: Instant) async throws(LedgerError) -> Bool
    /// Commits how it went, with the event that tells of it.
    func finishOwnMail(_ mail: OwnMail, _ event: Event?, at now: Instant) async throws(LedgerError)
    /// Mails left in `sending` by a crash: whether they went out nobody knows.
    func unfinishedOwnMails(_ purpose: OwnMail.Purpose, to receivers: String) async throws(LedgerError) -> [OwnMail]
}

/// So many mails are told of at once, even in a flood.
public let mostWaiting = 5000

/// A digest or an alert.
public struct OwnMail: Hashable, Sendable {
    public enum Purpose: String, Hashable, Sendable, CaseIterable { case digest, alert }

    /// `begun`: the time from which there are some. `again`: the server said "not now".
    public enum State: String, Hashable, Sendable, CaseIterable {
        case begun, skipped, sending, again, sent, failed, unknown
    }

    public var purpose: Purpose
    /// The addresses, in order, separated by spaces.
    public var receivers: String
    /// For which hour it is, or which event it begins with: never two for one.
    public var slot: Instant
    /// Without angle brackets.
    public var messageID: String
    /// Over which mailbox it goes.
    public var mailbox: String
    public var state: State
    /// The number of the last event that it tells of.
    public var lastEvent: Int64
    public var detail: String

    public init(
        _ purpose: Purpose, receivers: String, slot: Instant, messageID: String, mailbox: String, state: State,
        lastEvent: Int64, detail: String = ""
    ) {
        self.purpose = purpose
        self.receivers = receivers
        self.slot = slot
        self.messageID = messageID
        self.mailbox = mailbox
        self.state = state
        self.lastEvent = lastEvent
        self.detail = detail
    }
}

/// An unanswered mail and the reply that waits for it, if any.
public struct WaitingMail: Hashable, Sendable {
    public var mail: StoredMessage
    public var reply: Reply?
}
