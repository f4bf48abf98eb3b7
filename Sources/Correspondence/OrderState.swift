/// How far an order has come, from its facts.
public struct OrderState: Hashable, Sendable {
    public enum Stage: String, Codable, Hashable, Sendable, CaseIterable {
        case unknown, placed, shipped, delivered, returned, cancelled
    }

    /// The fact that holds, of each name.
    public private(set) var facts: [OrderFactName: OrderFact] = [:]

    public init(_ facts: some Collection<OrderFact>) {
        for fact in facts where !OrderPrecedence.isRestatement(fact, of: facts) {
            if let known = self.facts[fact.name], !OrderPrecedence.wins(fact, over: known) { continue }
            self.facts[fact.name] = fact
        }
    }

    /// The furthest step of which there is a fact.
    public var stage: Stage { Self.steps.first { facts[$0.fact] != nil }?.stage ?? .unknown }

    /// What changes what may be said to the buyer; two states with the same mark are the same to us.
    public var mark: String {
        ([stage.rawValue] + Self.besides.filter { facts[$0] != nil }.map(\.rawValue)).joined(separator: ",")
    }

    public func time(_ name: OrderFactName) -> Instant? { facts[name]?.time }
    public func text(_ name: OrderFactName) -> String? { facts[name]?.value }

    /// By when it was to be at the buyer's: promised, else estimated.
    public var dueAtBuyer: Instant? { time(.promisedDelivery) ?? time(.estimatedDelivery) }

    /// Whether it is over the promise; `nil` where no promise is known, or where it no longer matters.
    public func isPastPromise(at now: Instant) -> Bool? {
        switch stage {
        case .unknown, .delivered, .returned, .cancelled: return nil
        case .placed, .shipped: return dueAtBuyer.map { $0 < now }
        }
    }

    /// The furthest first.
    private static let steps: [(fact: OrderFactName, stage: Stage)] = [
        (.cancelled, .cancelled), (.returned, .returned), (.delivered, .delivered), (.shipped, .shipped),
        (.placed, .placed), (.promisedShip, .placed),
    ]
    private static let besides: [OrderFactName] = [
        .cancellationRequested, .refunded, .returnRequested, .claimed, .partlyShipped, .deliveryFailed,
        .returnedToSender, .addressProblem, .appointmentNeeded,
    ]
}

/// What is known of one order.
public struct KnownOrder: Hashable, Sendable {
    public var id: OrderID
    /// All facts, those that do not hold too.
    public let facts: [OrderFact]
    /// What holds of them.
    public let state: OrderState
    public var items: [OrderItem]
    /// As of when the newest source tells of it.
    public var seen: Instant

    public init(id: OrderID, facts: [OrderFact], items: [OrderItem], seen: Instant) {
        self.id = id
        self.facts = facts
        state = OrderState(facts)
        self.items = items
        self.seen = seen
    }
}

/// One line of an order.
public struct OrderItem: Hashable, Sendable, Codable {
    /// The marketplace's number of the line; the SKU where the report has none.
    public var id: String
    public var sku: String?
    public var asin: String?
    public var title: String?
    public var quantity: Int?

    public init(id: String, sku: String? = nil, asin: String? = nil, title: String? = nil, quantity: Int? = nil) {
        self.id = id
        self.sku = sku
        self.asin = asin
        self.title = title
        self.quantity = quantity
    }
}
