import Correspondence

/// An answer that a person gave a buyer past replyd: in the marketplace's web pages, or with a mail program.
///
/// It stops the clock of the mails that came before it as much as a reply of ours does (design section 5).
public struct PersonsAnswer: Hashable, Sendable {
    public var mailbox: String
    /// When it was written: only mails whose clock started before it are answered by it.
    public var at: Instant
    /// Where it was found: a folder's name, or `Seller Central`.
    public var place: String
    /// Who wrote it, as From says.
    public var who: EmailAddress?
    /// Its Message-ID, without angle brackets: by it the same answer is known again.
    public var messageID: String?
    /// What `X-Replyd-Reply` says: a reply of ours, whatever a provider made of its Message-ID.
    public var replydReply: String?

    // What it may be matched by, in this order.

    /// In-Reply-To and References, the nearest ancestor last.
    public var references: [String]
    /// From a case in the receiver's address.
    public var conversation: ConversationKey?
    /// The orders it names, the subject's first.
    public var orders: [OrderID]
    /// The buyer's address without the case, in lower case.
    public var alias: String?
    /// The buyer's name: never enough to close a mail, but enough to hold what waits.
    public var buyerName: String?
    /// What the person wrote, without the quoted history: `replyd suggest` learns from it. Empty where it is not known.
    public var words: String
    /// The whole mail, for the dossier; empty where it is not known.
    public var raw: [UInt8] = []

    public init(
        mailbox: String, at: Instant, place: String, who: EmailAddress? = nil, messageID: String? = nil,
        replydReply: String? = nil, references: [String] = [], conversation: ConversationKey? = nil,
        orders: [OrderID] = [], alias: String? = nil, buyerName: String? = nil,
        words: String = ""
    ) {
        self.mailbox = mailbox
        self.at = at
        self.place = place
        self.who = who
        self.messageID = messageID
        self.replydReply = replydReply
        self.references = references
        self.conversation = conversation
        self.orders = orders
        self.alias = alias
        self.buyerName = buyerName
        self.words = words
    }

    /// ``place`` of the marketplace's copy of what somebody wrote in its pages.
    public static let sellerCentral = "Seller Central"

    /// By what an answer was tied to its conversation.
    public enum Match: String, Hashable, Sendable, CaseIterable {
        case answered = "in_reply_to"
        case conversationKey = "case"
        case order, alias
        /// A person's word: the mail was moved to Done.
        case folder
    }
}

/// What became of a ``PersonsAnswer``.
public enum PersonsAnswerResult: Hashable, Sendable {
    /// It belongs to this conversation.
    ///
    /// - mails: the ledger's keys of the mails that it answered; empty where none waited.
    /// - superseded: the replies that are no longer wanted.
    case matched(ConversationKey, by: PersonsAnswer.Match, mails: [Int64], superseded: [Int64])
    /// It may belong to several conversations, or only the buyer's name is known: these replies wait for a person now.
    case ambiguous(held: [Int64])
    /// Nobody knows whom it answered. Event `answer.unmatched`. Where the mail that it refers to comes in later, it is
    /// answered; another older one of the same buyer's is held.
    case unmatched
    /// A reply that replyd itself sent (or is sending): nothing was changed.
    case ours(reply: Int64)
    /// A person sent off a draft of ours: the reply is `sent`. Event `reply.sent`.
    case draftSent(reply: Int64)
    /// It has been recorded before: nothing was changed.
    case known
}
