import Correspondence

/// Where a folder's reading stands: all mails up to `lastUID` have their row.
public struct Cursor: Hashable, Sendable {
    public var uidValidity: UInt32
    public var lastUID: UInt32

    public init(uidValidity: UInt32, lastUID: UInt32) {
        self.uidValidity = uidValidity
        self.lastUID = lastUID
    }
}

/// A mail's place on the server.
public struct Position: Hashable, Sendable {
    public var mailbox: String
    public var folder: String
    public var uidValidity: UInt32
    public var uid: UInt32
    /// The UID before it in the folder, as the server listed them: between the two there is nothing, so that the cursor
    /// may step over the gap. `uid - 1` where nobody knows.
    public var previousUID: UInt32

    public init(mailbox: String, folder: String, uidValidity: UInt32, uid: UInt32, previousUID: UInt32? = nil) {
        self.mailbox = mailbox
        self.folder = folder
        self.uidValidity = uidValidity
        self.uid = uid
        self.previousUID = previousUID ?? (uid > 0 ? uid - 1 : 0)
    }
}

/// One mail as it came in, understood but not yet decided upon.
public struct IntakeRecord: Hashable, Sendable {
    public var position: Position
    /// The mail as fetched: whole, or its header where it is too big. Kept, and digested to know it again.
    public var raw: [UInt8]
    /// Without angle brackets.
    public var messageID: String?
    /// In-Reply-To and References, without angle brackets, the nearest ancestor last.
    public var references: [String]
    /// What `X-Replyd-Reply` says, where the mail may be a copy of a reply of ours.
    public var replydReply: String?
    public var subject: String
    /// INTERNALDATE.
    public var arrived: Instant
    /// When the buyer's clock starts (`Policy.clockStart`).
    public var clockStart: Instant
    /// IMAP flags at arrival.
    public var flags: [String]
    /// `nil` where the mail could not be read.
    public var understanding: Understanding?
    /// Why it could not be read, or not wholly.
    public var problem: String?
    /// How far back a mail with neither case nor order belongs to the buyer's last conversation (domain facts 1.2).
    public var sameConversationWithin: Duration

    public init(
        position: Position, raw: [UInt8], messageID: String?, references: [String] = [], replydReply: String? = nil,
        subject: String, arrived: Instant, clockStart: Instant, flags: [String] = [], understanding: Understanding?,
        problem: String? = nil, sameConversationWithin: Duration = .seconds(30 * 86_400)
    ) {
        self.position = position
        self.raw = raw
        self.messageID = messageID
        self.references = references
        self.replydReply = replydReply
        self.subject = subject
        self.arrived = arrived
        self.clockStart = clockStart
        self.flags = flags
        self.understanding = understanding
        self.problem = problem
        self.sameConversationWithin = sameConversationWithin
    }

    /// The answer of a person that it is a copy of, where it is one.
    var answer: PersonsAnswer? {
        guard let understanding, case .ownCopy(let copy) = understanding.recognition else { return nil }
        return PersonsAnswer(
            mailbox: position.mailbox, at: clockStart,
            place: copy.type == nil ? position.folder : PersonsAnswer.sellerCentral,
            messageID: messageID, replydReply: replydReply, references: references, conversation: copy.conversation,
            orders: understanding.orderIDs, alias: copy.alias, buyerName: copy.buyerName, words: understanding.text)
    }

    /// The buyer's side of it, where a buyer wrote it.
    public var buyer: BuyerMessage? {
        if case .buyer(let buyer) = understanding?.recognition { buyer } else { nil }
    }
}

/// What the ledger knows when a mail is decided upon.
public struct ConversationFacts: Hashable, Sendable {
    /// The conversation it belongs to: its own key; for a mail with neither case nor order that of the mail it answers,
    /// or the buyer's last one. `nil` for what is not a buyer's mail.
    public var conversation: ConversationKey?
    /// The conversation's earliest buyer mail that nobody has answered, this one included.
    public var earliestUnanswered: Instant
    /// Its newest buyer mail, this one included.
    public var newest: Instant
    /// True where a newer mail of the conversation has its answer, which closes this one too: no reply is recorded.
    public var closedByLaterAnswer: Bool
    /// Where a person wrote to this buyer after this mail, and it cannot be told about what: it may have its answer.
    public var personWroteSince: String?
    /// Why replies of the conversation are held for a person. A reply to this mail supersedes them, and its answer closes
    /// their mails: where a person must see one of those, this mail is to be held as well.
    public var heldBefore: [String]
    /// When each template last went out in the conversation.
    public var lastReplies: [String: Instant]
    /// An A-to-z claim on one of its orders is open.
    public var openClaim: Bool
    /// For the marketplace's copy of an answer: the mails of the replies of ours that it may be a copy of, by their keys.
    public var repliesCopied: [Int64: [UInt8]]
    /// When the mailbox was first watched, where that is recorded.
    public var firstStart: Instant?
    /// When the store was last restored from a backup; mail older than that may have its answer already.
    public var restoredAt: Instant? = nil
    /// What is known of the order that it names first.
    public var order: KnownOrder? = nil
    /// How many answers the conversation has had, ours and people's.
    public var answers = 0
    /// When our last reply in it went out that no person released.
    public var lastOwnReply: Instant?
    /// True where an earlier mail of the conversation has the very same words.
    public var saidBefore = false
}

/// What `decide` says of a mail.
public struct Verdict: Hashable, Sendable {
    public var classification: Classification?
    public var decision: Decision
    /// The reply: demanded by the courses `send`, `guard` and `draft`, allowed with `hold` so that a person can release
    /// it, ignored with `ignore`.
    public var reply: PlannedReply?
    /// Of which reply of ours the mail is a copy: it is no answer of a person's.
    public var copyOf: Int64?
    /// `message.received`, `message.classified`, …; the ledger itself adds `reply.*` and `notice.recorded`.
    public var events: [Event]

    public init(
        classification: Classification? = nil, decision: Decision, reply: PlannedReply? = nil, copyOf: Int64? = nil,
        events: [Event] = []
    ) {
        self.classification = classification
        self.decision = decision
        self.reply = reply
        self.copyOf = copyOf
        self.events = events
    }
}

/// A reply before it has a row. When and whether it goes out is the decision's.
public struct PlannedReply: Hashable, Sendable {
    public var kind: Kind
    public var action: Action
    public var template: String
    public var language: String
    public var order: OrderID?

    public init(kind: Kind, action: Action, template: String, language: String, order: OrderID? = nil) {
        self.kind = kind
        self.action = action
        self.template = template
        self.language = language
        self.order = order
    }
}

/// What became of one record.
public enum IntakeResult: Hashable, Sendable {
    /// - reply: the key of its outbox row, where it has one.
    case recorded(message: Int64, reply: Int64?, decision: Decision)
    /// It is known already; it got its position, and no second decision.
    case duplicate(of: Int64)
}
