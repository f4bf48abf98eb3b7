/// What is to become of one mail.
public struct Decision: Hashable, Sendable {
    public var course: Course
    /// Why, in one sentence for the seller.
    public var reason: String
    /// When the reply goes out; `nil` where a person decides.
    public var due: Instant?
    /// The seller's deadline for the conversation; `nil` where the mail asks for no answer.
    public var deadline: Instant?

    /// `inspect` and the ledger name it so (contract).
    public enum Course: String, Codable, Hashable, Sendable, CaseIterable {
        case send
        case guardDeadline = "guard"
        case draft, hold, ignore
    }

    public init(_ course: Course, because reason: String, due: Instant? = nil, deadline: Instant? = nil) {
        self.course = course
        self.reason = reason
        self.due = due
        self.deadline = deadline
    }
}

/// The seller's rules for one kind of mail in one mailbox: the nearest of the configuration's tables.
public struct KindRules: Hashable, Sendable {
    public var action: Action
    /// Below it the mail is held: 0…1.
    public var minConfidence: Double
    public var window: ResponseWindow
    /// The same template in the same conversation sooner than this is held.
    public var repeatAfter: Duration
    public var whenLate: WhenLate

    public enum WhenLate: String, Codable, Hashable, Sendable, CaseIterable { case send, hold }

    public init(
        action: Action, minConfidence: Double, window: ResponseWindow, repeatAfter: Duration, whenLate: WhenLate
    ) {
        self.action = action
        self.minConfidence = minConfidence
        self.window = window
        self.repeatAfter = repeatAfter
        self.whenLate = whenLate
    }
}

/// What is done with mail older than the daemon's first start on a mailbox.
public enum Backlog: String, Codable, Hashable, Sendable, CaseIterable { case hold, draft, act }

/// What surrounds a mail when it is decided upon.
public struct Circumstances: Hashable, Sendable {
    public var now: Instant
    /// The conversation's earliest buyer mail that nobody has answered, this one included.
    public var earliestUnanswered: Instant
    /// Its newest buyer mail, this one included.
    public var newest: Instant
    /// How the mail stands to the first start; `nil`: it came after it.
    public var backlog: Backlog?
    /// A person has marked the mail `\Answered`: it proves nothing, but a robot that talks over people is worse.
    public var markedAnswered: Bool

    public init(
        now: Instant, earliestUnanswered: Instant, newest: Instant, backlog: Backlog? = nil,
        markedAnswered: Bool = false
    ) {
        self.now = now
        self.earliestUnanswered = earliestUnanswered
        self.newest = newest
        self.backlog = backlog
        self.markedAnswered = markedAnswered
    }
}
