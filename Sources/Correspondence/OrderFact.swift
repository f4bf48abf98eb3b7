/// What can be known of an order (domain facts 3 to 7).
public enum OrderFactName: String, Codable, Hashable, Sendable, CaseIterable {
    case placed
    /// `merchant` or `amazon`.
    case fulfilledBy = "fulfilled_by"
    /// The site, as the report names its sales channel: `amazon.de`.
    case site
    /// To be handed to the carrier by then.
    case promisedShip = "promised_ship"
    /// To be at the buyer's by then.
    case promisedDelivery = "promised_delivery"
    case shipped
    case carrier
    case tracking
    case estimatedDelivery = "estimated_delivery"
    case delivered
    case cancelled
    /// The buyer asked for it through the marketplace; it is not cancelled yet.
    case cancellationRequested = "cancellation_requested"
    case refunded
    case returnRequested = "return_requested"
    /// The goods are back.
    case returned
    case claimed

    /// True where the value is a time.
    public var isTime: Bool {
        switch self {
        case .fulfilledBy, .site, .carrier, .tracking: false
        default: true
        }
    }
}

/// One thing that one source says of an order.
public struct OrderFact: Hashable, Sendable {
    public var name: OrderFactName
    /// A time as ``Instant/iso8601``; else words.
    public var value: String
    /// `report:unshipped`, `notice:RETURN_REQUEST`.
    public var source: String
    /// As of when the source says it: never later than what it tells of was known.
    public var at: Instant

    public init(_ name: OrderFactName, _ value: String, source: String, at: Instant) {
        self.name = name
        self.value = value
        self.source = source
        self.at = at
    }

    public init(_ name: OrderFactName, _ time: Instant, source: String, at: Instant) {
        self.init(name, time.iso8601, source: source, at: at)
    }

    public var time: Instant? { name.isTime ? Instant(iso8601: value) : nil }
}

/// Which of several facts of one name holds.
///
/// The source with authority over the name beats the others; among equals the later one; the rest of the order only
/// makes the outcome the same whatever came first.
public enum OrderPrecedence {
    /// The sources that know best, by fact. A name without a row: all are equal.
    static let authorities: [OrderFactName: [String]] = [
        .placed: ["report:all_orders", "report:orders", "report:unshipped", "report:fba_shipments"],
        .promisedShip: ["report:unshipped", "report:orders"],
        .fulfilledBy: ["report:all_orders", "report:fba_shipments", "report:unshipped", "report:fba_returns"],
        .shipped: ["report:fba_shipments", "report:shipping_confirmation"],
        .carrier: ["report:fba_shipments", "report:shipping_confirmation"],
        .tracking: ["report:fba_shipments", "report:shipping_confirmation"],
        .delivered: ["report:deliveries"],
        .refunded: ["report:settlement"],
        .returned: ["report:fba_returns", "report:fbm_returns"],
        .claimed: ["notice:A_Z_CLAIM_RESPONDENT_NOTIFY"],
    ]

    /// What a marketplace notice tells of its order, by type (domain facts 3 to 5).
    public static let notices: [String: OrderFactName] = [
        "RETURN_REQUEST": .returnRequested, "REFUND_ISSUED": .refunded, "A_Z_CLAIM_RESPONDENT_NOTIFY": .claimed,
        "BRC_SELLER_NOTIFICATION": .cancellationRequested,
    ]

    public static func wins(_ a: OrderFact, over b: OrderFact) -> Bool {
        let (first, second) = (hasAuthority(a), hasAuthority(b))
        if first != second { return first }
        if a.at != b.at { return a.at > b.at }
        return (a.source, a.value) > (b.source, b.value)
    }

    public static func hasAuthority(_ fact: OrderFact) -> Bool {
        authorities[fact.name].map { $0.contains(fact.source) } ?? true
    }
}
