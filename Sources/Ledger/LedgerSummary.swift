import Correspondence

/// A mail of a buyer's and when our reply to it went out.
public struct AnsweredMail: Hashable, Sendable {
    public var kind: Kind
    /// When the buyer's clock began.
    public var clockStart: Instant
    public var sentAt: Instant
    /// The seller's own deadline.
    public var deadline: Instant

    public init(kind: Kind, clockStart: Instant, sentAt: Instant, deadline: Instant) {
        self.kind = kind
        self.clockStart = clockStart
        self.sentAt = sentAt
        self.deadline = deadline
    }
}

/// The numbers that `status` shows.
public struct LedgerSummary: Hashable, Sendable {
    public struct Counts: Hashable, Sendable {
        /// Replies scheduled.
        public var waiting = 0
        /// Replies that wait for a person, those that came back included.
        public var held = 0
        /// Of `waiting`, `drafts` and `held`: those whose deadline has passed.
        public var overdue = 0
        /// Replies in Drafts.
        public var drafts = 0
        /// Replies in `sending`: going out now, or ambiguous.
        public var sending = 0
        public var sent = 0
        public var failed = 0
        /// When the newest mail arrived.
        public var lastMail: Instant?
        /// When the next scheduled reply goes out.
        public var nextDue: Instant?

        public init() {}
    }

    public var paused: Bool
    /// By mailbox.
    public var mailboxes: [String: Counts]
    /// Held and failed replies, and those that came back unanswered since, the nearest deadline first; at most 50.
    public var held: [Reply]
    /// Scheduled replies, the next first; at most 20.
    public var due: [Reply]
    /// The newest events, newest first.
    public var lastEvents: [NumberedEvent]
}
