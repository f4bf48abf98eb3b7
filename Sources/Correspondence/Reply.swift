/// One row of the outbox: the reply to one buyer mail, or one proactive mail, and how far it has got.
///
/// `scheduled → sending → sent | failed | superseded | held`, `scheduled → drafted → sent | superseded`, and
/// `sent → bounced`, which reopens the conversation.
public struct Reply: Hashable, Sendable {
    /// The ledger's key.
    public var id: Int64
    public var mailbox: String
    /// The ledger's key of the mail that is answered.
    public var message: Int64
    public var conversation: ConversationKey
    public var order: OrderID?
    public var kind: Kind
    public var action: Action
    /// Template name, `inquiry`, and language, `de`.
    public var template: String
    public var language: String
    /// When it is to go out; `nil` while nobody has decided that it shall (held).
    public var due: Instant?
    /// The last instant inside the window: the earliest unanswered mail plus `reply_within`.
    public var deadline: Instant
    public var state: ReplyState
    /// Final from the first attempt on: a retry has the same one (without angle brackets).
    public var messageID: String?
    /// Attempts that the server turned down for now.
    public var attempts: Int
    /// Who released it by hand; `nil`: it goes out by itself.
    public var releasedBy: String?
    /// Set for a mail that the shop writes first; there is no mail that it answers.
    public var campaign: Campaign?

    /// The template that says who looks into a matter and until when.
    public static let holdingTemplate = "holding"
    /// True for an answer that leaves the mail open: it only says who looks into it.
    public var isHolding: Bool { template == Self.holdingTemplate }

    public init(
        id: Int64, mailbox: String, message: Int64, conversation: ConversationKey, order: OrderID? = nil, kind: Kind,
        action: Action, template: String, language: String, due: Instant?, deadline: Instant, state: ReplyState,
        messageID: String? = nil, attempts: Int = 0, releasedBy: String? = nil, campaign: Campaign? = nil
    ) {
        self.id = id
        self.mailbox = mailbox
        self.message = message
        self.conversation = conversation
        self.order = order
        self.kind = kind
        self.action = action
        self.template = template
        self.language = language
        self.due = due
        self.deadline = deadline
        self.state = state
        self.messageID = messageID
        self.attempts = attempts
        self.releasedBy = releasedBy
        self.campaign = campaign
    }
}

/// Where a reply stands.
public enum ReplyState: Hashable, Sendable {
    case scheduled
    case drafted
    /// The intent is committed; until the outcome is, this row is ambiguous.
    case sending(since: Instant)
    case sent(at: Instant, receipt: String)
    case failed(reason: String)
    case superseded(reason: String)
    case held(reason: String)
    case bounced(reason: String)

    /// The word in the ledger, in `status` and in the log.
    public var name: String {
        switch self {
        case .scheduled: "scheduled"
        case .drafted: "drafted"
        case .sending: "sending"
        case .sent: "sent"
        case .failed: "failed"
        case .superseded: "superseded"
        case .held: "held"
        case .bounced: "bounced"
        }
    }
}

/// What the seller told replyd to do with a kind of mail (contract, design section 7).
public enum Action: String, Codable, Hashable, Sendable, CaseIterable {
    /// Reply as early as the window allows.
    case send
    /// Leave it to people; reply just before the deadline if nobody has.
    case guardDeadline = "guard"
    /// Put the finished reply into Drafts.
    case draft
    /// Only report.
    case hold
}
