/// What a seller's people have to do beside answering mail: a notice is work, and so is a date that a reply named.
///
/// It stays in `status` and in the digest until a later notice or a person closes it.
public struct SellerTask: Hashable, Sendable {
    /// The ledger's key.
    public var id: Int64
    public var mailbox: String
    public var kind: SellerTaskKind
    /// The ledger's key of the mail that it came with: a notice, or the buyer's mail that got the promise.
    public var message: Int64
    /// The reply that named the date; `nil` for a notice's.
    public var reply: Int64?
    public var conversation: ConversationKey?
    public var order: OrderID?
    public var opened: Instant
    /// The last moment at which doing it is in time.
    public var due: Instant
    /// When people are reminded of it.
    public var warnAt: Instant
    /// What the notice says, for the one who does it: the amount, the reason.
    public var detail: String

    public init(
        id: Int64, mailbox: String, kind: SellerTaskKind, message: Int64, reply: Int64? = nil,
        conversation: ConversationKey? = nil, order: OrderID? = nil, opened: Instant, due: Instant, warnAt: Instant,
        detail: String = ""
    ) {
        self.id = id
        self.mailbox = mailbox
        self.kind = kind
        self.message = message
        self.reply = reply
        self.conversation = conversation
        self.order = order
        self.opened = opened
        self.due = due
        self.warnAt = warnAt
        self.detail = detail
    }

    /// When to remind of something that has from `opened` to `due`: a quarter of that before the end, at most three days.
    public static func warning(opened: Instant, due: Instant) -> Instant {
        let quarter = Duration.milliseconds(max(0, (due - opened).inMilliseconds / 4))
        return due - min(quarter, .seconds(3 * 86_400))
    }
}

/// What is to be done.
public enum SellerTaskKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// The buyer asked the marketplace for a cancellation: before the order is dispatched.
    case cancellation
    /// A return waits for the seller's word.
    case returnRequest = "return_request"
    /// An authorised return is on its way: look at it and refund.
    case returnedItem = "returned_item"
    /// A claim was filed: the marketplace wants to know.
    case claim
    /// A claim was granted against the seller.
    case appeal
    /// A reply named a day for the answer.
    case promise

    /// In words for the digest.
    public var step: String {
        switch self {
        case .cancellation: "cancel the order before it is dispatched; if it has gone, ask the buyer to refuse it"
        case .returnRequest: "authorise the return or close it with the reason"
        case .returnedItem: "when the item has come back, inspect it and issue the refund"
        case .claim: "answer the claim in the marketplace's pages, with the evidence"
        case .appeal: "appeal with new evidence, or let it rest"
        case .promise: "send the answer that the buyer was promised by this day"
        }
    }
}
