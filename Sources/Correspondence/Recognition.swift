/// What a mail is to us, before anybody asks what it wants.
///
/// Only `buyer` can ever be answered.
public enum Recognition: Hashable, Sendable {
    /// A buyer wrote through the marketplace's relay (or an accepted address).
    case buyer(BuyerMessage)
    /// The marketplace tells the seller something: facts, never answered.
    case notice(Notice)
    /// The marketplace's copy of what the seller wrote in its web pages: it stops the clock.
    case ownCopy(OwnCopy)
    /// A machine answered for a person (RFC 3834).
    case autoReply
    /// A mail could not be delivered (RFC 3464, or in free form).
    case bounce(Bounce)
    /// A mailing list or bulk mail.
    case list
    /// A stranger, or a look-alike of the marketplace: left to people.
    case other
}

/// The word for a ``Recognition`` in `inspect`, the ledger and the log (contract).
public enum Source: String, Codable, Hashable, Sendable, CaseIterable {
    case buyer, notice
    case ownCopy = "own_copy"
    case autoReply = "auto_reply"
    case bounce, list, other
    /// No mail that came in: the beginning of an exchange that the shop begins. No ``Recognition`` has it.
    case proactive
}

extension Recognition {
    public var source: Source {
        switch self {
        case .buyer: .buyer
        case .notice: .notice
        case .ownCopy: .ownCopy
        case .autoReply: .autoReply
        case .bounce: .bounce
        case .list: .list
        case .other: .other
        }
    }
}

/// A mail as the marketplace tables understand it: what it is, and what was read off it whatever it is.
public struct Understanding: Hashable, Sendable {
    public var recognition: Recognition
    /// Why it was taken for that, in words for a person: `"X-Space-Notification-Type: RETURN_REQUEST"`.
    public var because: [String]
    /// The site, such as `amazon.de`, where the mail tells it.
    public var site: String?
    /// Order numbers, the subject's before the body's, each once.
    public var orderIDs: [OrderID]
    public var asins: [ASIN]
    /// ISO 639-1, or `nil` where it cannot be told.
    public var language: String?
    /// The writer's own words: frame, quoted history and signature taken off.
    public var text: String
    /// True where history was cut off.
    public var quoted: Bool
    /// Set where the trusted server says that the sender is not who it says: the mail goes to a person.
    public var authenticationFailure: String?
    /// Why a mail that is taken for no buyer's may be one all the same: a person is to look.
    public var doubt: String?

    public init(
        recognition: Recognition, because: [String] = [], site: String? = nil, orderIDs: [OrderID] = [],
        asins: [ASIN] = [], language: String? = nil, text: String = "", quoted: Bool = false,
        authenticationFailure: String? = nil, doubt: String? = nil
    ) {
        self.recognition = recognition
        self.because = because
        self.site = site
        self.orderIDs = orderIDs
        self.asins = asins
        self.language = language
        self.text = text
        self.quoted = quoted
        self.authenticationFailure = authenticationFailure
        self.doubt = doubt
    }
}

/// What only a buyer's mail has: whom to answer, and in which conversation.
public struct BuyerMessage: Hashable, Sendable {
    /// The address to answer, whole, with the `+case` part (domain facts 1.1).
    public var replyTo: EmailAddress
    /// The relay's alias without the case: one buyer of one seller, for good.
    public var alias: String
    /// The buyer's name without the marketplace's suffix; `nil` where there is none.
    public var name: String?
    /// The words of the subject before the buyer's name, a hint on the matter: `"Product details inquiry"`.
    public var topic: String?
    public var conversation: ConversationKey

    public init(
        replyTo: EmailAddress, alias: String, name: String? = nil, topic: String? = nil, conversation: ConversationKey
    ) {
        self.replyTo = replyTo
        self.alias = alias
        self.name = name
        self.topic = topic
        self.conversation = conversation
    }
}

/// A marketplace notice and the facts in it.
public struct Notice: Hashable, Sendable {
    /// The marketplace's own type, `RETURN_REQUEST`; where the header is missing, the type that the tables give.
    public var type: String
    /// Facts by name, as text: `reason`, `comment`, `policy`, `amount`, `ground`, `deadline_hours`, `message_id`, …
    public var fields: [String: String]
    /// What it does to the mails that it is about; `nil`: nothing.
    public var effect: Effect?

    /// The words of the ledger.
    public enum Effect: String, Codable, Hashable, Sendable, CaseIterable {
        /// A mail of ours was not handed over to the buyer.
        case undelivered
        /// The same, because the buyer wants none but answers.
        case optedOut = "opted_out"
        case claimFiled = "claim_filed"
        /// Decided or withdrawn.
        case claimClosed = "claim_closed"
    }

    public init(type: String, fields: [String: String] = [:], effect: Effect? = nil) {
        self.type = type
        self.fields = fields
        self.effect = effect
    }

    /// The buyer's address without the case, where the notice names it.
    public var alias: String? { fields["alias"] }
}

/// The marketplace's copy of a message that a person sent in its web pages.
public struct OwnCopy: Hashable, Sendable {
    /// The buyer's name in the subject, where it can be read.
    public var buyerName: String?
    /// The relay alias, where the copy names it.
    public var alias: String?
    /// By the case in the buyer's address, where the copy names it whole.
    public var conversation: ConversationKey?
    /// The marketplace's own type of such copies; `nil` for a copy that our own mail server sent us.
    public var type: String?

    public init(
        buyerName: String? = nil, alias: String? = nil, conversation: ConversationKey? = nil, type: String? = nil
    ) {
        self.buyerName = buyerName
        self.alias = alias
        self.conversation = conversation
        self.type = type
    }
}

/// A mail that came back.
public struct Bounce: Hashable, Sendable {
    /// Enhanced status (RFC 3463) such as `5.1.1`, where there is one.
    public var status: String?
    /// What the server that refused it said, where it is quoted.
    public var diagnostic: String?
    /// Message-ID of the mail that came back, without angle brackets.
    public var originalMessageID: String?
    /// All that the mail which came back may be known by, the most certain first: Message-IDs and what `X-Replyd-Reply`
    /// says in its copy.
    public var originals: [String]
    /// The receivers it did not reach.
    public var recipients: [String]
    /// False for a mere delay.
    public var permanent: Bool

    public init(
        status: String? = nil, diagnostic: String? = nil, originalMessageID: String? = nil, originals: [String] = [],
        recipients: [String] = [], permanent: Bool = true
    ) {
        self.status = status
        self.diagnostic = diagnostic
        self.originalMessageID = originalMessageID
        self.originals = originals
        self.recipients = recipients
        self.permanent = permanent
    }
}
