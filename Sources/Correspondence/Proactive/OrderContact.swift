/// What went between the shop and an order's buyer, as the ledger has it.
public struct OrderContact: Hashable, Sendable {
    /// From the newest mail of the buyer's on the order, where reports have none.
    public var buyerName: String?
    /// ISO 639-1: what the buyer wrote in last.
    public var language: String?
    /// The kinds of the buyer's mails on this order.
    public var kinds: Set<Kind> = []
    /// A mail of the buyer's waits for an answer.
    public var hasOpenMail = false
    /// The last mail to or from the buyer, proactive ones left out.
    public var lastMail: Instant?
    public var optedOut = false
    /// A mail of ours to the buyer came back.
    public var cameBack = false
    /// A claim on the order was ever notified.
    public var hasClaim = false
    /// The campaigns of which a mail on this order is planned, went out or was in a person's hands, and since when.
    public var written: [Campaign: Instant] = [:]
    /// Another order of the buyer's was asked about, or will be.
    public var otherCheckIn: OrderID?
    /// Proactive rows on this order that have not gone out.
    public var pending: [Campaign: Reply] = [:]

    public init() {}
}
