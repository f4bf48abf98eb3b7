import Correspondence

/// One mail of the past under today's rules: what would have become of it, and what a person did.
public struct SimulatedMail: Encodable, Hashable, Sendable {
    /// Where it lies: a file, `box.mbox#7`, `ledger#42`.
    public var file: String
    public var messageID: String?
    public var arrived: Instant
    /// When the buyer's clock began.
    public var clockStart: Instant
    /// The word of ``Correspondence/Source``.
    public var source: String
    public var subject: String
    public var buyer: String?
    public var order: String?
    public var conversation: String?
    public var kind: Kind?
    public var confidence: Double?

    /// The decision when it came in, and why.
    public var decision: String
    public var reason: String
    /// When its reply was first planned for.
    public var due: Instant?
    /// The ends of the seller's own window and of the marketplace's 24 hours; `nil` where nobody need answer.
    public var deadline: Instant?
    public var marketplaceDeadline: Instant?

    public var outcome: Outcome
    /// Why it would have waited for a person; `nil` where it would not.
    public var heldBecause: String?
    /// The reply that would have gone out, lain in Drafts or been held.
    public var reply: Said?
    /// The first answer of a person after it, whether replyd would have been earlier or not.
    public var person: ByPerson?
    /// When the buyer would have had an answer.
    public var answeredAt: Instant?
    public var ownWindow: Window
    public var marketplace: Window

    /// How it would have ended.
    public enum Outcome: String, Encodable, Hashable, Sendable, CaseIterable {
        /// replyd would have answered first.
        case replyd
        /// A person answered before replyd would have.
        case person
        /// The finished reply would have lain in Drafts, and nobody is known to have answered.
        case draft
        /// It would have been held, and nobody is known to have answered.
        case held
        /// Nobody need answer it.
        case ignored
    }

    /// Whether the answer came inside a window.
    public enum Window: String, Encodable, Hashable, Sendable, CaseIterable {
        case met, missed
        /// No answer is known, and the window was still open when the past ends.
        case open
        /// There is none: nobody need answer.
        case none
    }

    /// A reply of replyd's.
    public struct Said: Encodable, Hashable, Sendable {
        /// `sent`, `drafted`, `held` or `superseded`.
        public var state: String
        /// When it got there.
        public var at: Instant?
        public var template: String
        public var language: String
        /// The template's own words; `nil` where they stand at the mail that `answers` names, or cannot be made.
        public var text: String?
        /// The file of the newer mail that it answers together with this one.
        public var answers: String?

        public init(
            state: String, at: Instant?, template: String, language: String, text: String?, answers: String? = nil
        ) {
            self.state = state
            self.at = at
            self.template = template
            self.language = language
            self.text = text
            self.answers = answers
        }
    }

    public struct ByPerson: Encodable, Hashable, Sendable {
        public var at: Instant
        /// A folder's name, or `Seller Central`.
        public var place: String

        public init(at: Instant, place: String) {
            self.at = at
            self.place = place
        }
    }

    public init(
        file: String, messageID: String?, arrived: Instant, clockStart: Instant, source: String, subject: String,
        buyer: String? = nil, order: String? = nil, conversation: String? = nil, kind: Kind? = nil,
        confidence: Double? = nil, decision: String, reason: String, due: Instant? = nil, deadline: Instant? = nil,
        marketplaceDeadline: Instant? = nil, outcome: Outcome, heldBecause: String? = nil, reply: Said? = nil,
        person: ByPerson? = nil, answeredAt: Instant? = nil, ownWindow: Window = .none, marketplace: Window = .none
    ) {
        self.file = file
        self.messageID = messageID
        self.arrived = arrived
        self.clockStart = clockStart
        self.source = source
        self.subject = subject
        self.buyer = buyer
        self.order = order
        self.conversation = conversation
        self.kind = kind
        self.confidence = confidence
        self.decision = decision
        self.reason = reason
        self.due = due
        self.deadline = deadline
        self.marketplaceDeadline = marketplaceDeadline
        self.outcome = outcome
        self.heldBecause = heldBecause
        self.reply = reply
        self.person = person
        self.answeredAt = answeredAt
        self.ownWindow = ownWindow
        self.marketplace = marketplace
    }

    /// True where a buyer waits for an answer.
    public var wantsAnswer: Bool { marketplaceDeadline != nil }

    /// How an answer at `answered` stands to a window that ends at `deadline`.
    ///
    /// - Parameter known: up to when the past is known.
    public static func window(_ deadline: Instant?, answered: Instant?, known: Instant) -> Window {
        guard let deadline else { return .none }
        guard let answered else { return deadline <= known ? .missed : .open }
        return answered <= deadline ? .met : .missed
    }
}
