import Correspondence

/// What is known of orders: from report files and from notices.
public protocol OrderLedger: Sendable {
    /// Takes in what some rows of one file tell, in one transaction. Facts that are known already change nothing.
    ///
    /// Event `order.changed` for each order that was known before and is now at another stage; `quota` of them at most:
    /// the rest is only counted, in the file's `order.imported`.
    func takeOrders(_ tellings: [OrderTelling], seen: Instant, quota: Int, at now: Instant)
        async throws(LedgerError) -> OrderBatch
    /// When a file of these bytes was imported whole; `nil` where it never was.
    func importedOrders(_ digest: Digest) async throws(LedgerError) -> Instant?
    /// A file is through. Event `order.imported`.
    func finishOrders(_ file: ImportedFile, digest: Digest, at now: Instant) async throws(LedgerError)
    func order(_ id: OrderID) async throws(LedgerError) -> KnownOrder?
    /// As of when the newest report tells of any order.
    func newestOrderFacts() async throws(LedgerError) -> Instant?
    /// The mails and replies on an order, the oldest first.
    func correspondence(on order: OrderID) async throws(LedgerError) -> [OrderLetter]
}

/// What one row, or one notice, says of an order.
public struct OrderTelling: Hashable, Sendable {
    public var order: OrderID
    public var facts: [OrderFact]
    public var item: OrderItem?

    public init(order: OrderID, facts: [OrderFact], item: OrderItem?) {
        self.order = order
        self.facts = facts
        self.item = item
    }
}

/// What a batch changed.
public struct OrderBatch: Hashable, Sendable {
    public var fresh = 0
    public var changed = 0
    /// `order.changed` events that were recorded.
    public var told = 0
}

/// A mail on an order, or a reply.
public struct OrderLetter: Hashable, Sendable, Codable {
    public var at: Instant
    /// `mail`, `notice`, `reply`.
    public var what: String
    /// The subject, the notice's type, or the reply's template and state.
    public var words: String
}
