import Correspondence

/// A mail in the ledger, with all that rendering an answer needs; its bytes are fetched apart (`Ledger.source`).
public struct StoredMessage: Hashable, Sendable {
    /// The ledger's key.
    public var key: Int64
    public var mailbox: String
    /// Where it was last seen; `nil` after a renumbering until it is seen again.
    public var position: Position?
    public var messageID: String?
    /// In-Reply-To and References, without angle brackets.
    public var references: [String]
    public var subject: String
    public var arrived: Instant
    public var clockStart: Instant
    public var flags: [String]
    /// `nil` where the mail could not be read.
    public var source: Source?
    public var site: String?
    public var language: String?
    public var orderIDs: [OrderID]
    public var asins: [ASIN]
    /// Why it was taken for what it is.
    public var because: [String]
    public var authenticationFailure: String?
    /// Set for a buyer's mail; its conversation is the one the ledger put it in.
    public var buyer: BuyerMessage?
    /// The writer's own words.
    public var words: String
    public var classification: Classification?
    public var decision: Decision
    public var problem: String?
    /// The reply of ours that answered it.
    public var answeredBy: Int64?
    /// True where a person has answered it.
    public var answeredByPerson: Bool

    public var conversation: ConversationKey? { buyer?.conversation }

    /// What the tables made of a buyer's mail when it came in; `nil` for any other.
    public var understanding: Understanding? {
        buyer.map { buyer in
            Understanding(
                recognition: .buyer(buyer), because: because, site: site, orderIDs: orderIDs, asins: asins,
                language: language, text: words, authenticationFailure: authenticationFailure)
        }
    }
}

/// A mail whose reply waits, its place, and the flags that it had when somebody last looked.
public struct WatchedMail: Hashable, Sendable {
    public var message: Int64
    public var uidValidity: UInt32
    public var uid: UInt32
    public var flags: [String]
}

/// The clock of a conversation.
public struct ConversationState: Hashable, Sendable {
    /// Its earliest buyer mail that nobody has answered.
    public var earliestUnanswered: Instant?
    /// Its newest buyer mail.
    public var newest: Instant?
    /// Message-IDs of its mails, oldest first.
    public var messageIDs: [String]
}
