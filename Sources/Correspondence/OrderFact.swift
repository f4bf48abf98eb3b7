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
    /// `seller`, where the seller's own file says so.
    case cancelledBy = "cancelled_by"
    /// The buyer asked for it through the marketplace; it is not cancelled yet.
    case cancellationRequested = "cancellation_requested"
    case refunded
    case returnRequested = "return_requested"
    /// The goods are back.
    case returned
    case claimed
    /// What the buyer's mails on it ask for, as the classifier took them; the marketplace's own word is in the facts above.
    case cancelWanted = "cancel_wanted"
    case returnWanted = "return_wanted"
    case complained
    /// A part of it is on its way.
    case partlyShipped = "partly_shipped"
    /// The carrier's last word on the parcel.
    case trackingSeen = "tracking_seen"
    case deliveryFailed = "delivery_failed"
    case returnedToSender = "returned_to_sender"
    case addressProblem = "address_problem"
    /// The carrier brings it on a day agreed with the buyer.
    case appointmentNeeded = "appointment_needed"
    /// The relay's address of the buyer.
    case buyerAddress = "buyer_address"
    case buyerName = "buyer_name"
    /// `true` for an order of a business.
    case business

    /// True where the value is a time.
    public var isTime: Bool {
        switch self {
        case .fulfilledBy, .site, .carrier, .tracking, .cancelledBy, .buyerAddress, .buyerName, .business: false
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
        .delivered: ["report:deliveries", "report:carrier_events"],
        .refunded: ["report:settlement", "report:refunds"],
        .returned: ["report:fba_returns", "report:fbm_returns"],
        .claimed: ["notice:A_Z_CLAIM_RESPONDENT_NOTIFY"],
    ]

    /// A source that tells a status anew with each row, as of the row's last change: the first time that it is told is
    /// nearest to when it came about, and the later ones tell nothing new.
    public static func isRestatement(_ fact: OrderFact, of others: some Sequence<OrderFact>) -> Bool {
        guard fact.source == "report:all_orders", fact.name.isTime, fact.name != .placed else { return false }
        return others.contains { $0.name == fact.name && $0.source == fact.source && $0.value < fact.value }
    }

    /// What a buyer's mail tells of its order.
    public static func told(by classification: Classification) -> OrderFactName? {
        if classification.topics.contains("cancel") { return .cancelWanted }
        return switch classification.kind {
        case .return: .returnWanted
        case .problem, .claim: .complained
        case .inquiry, nil: nil
        }
    }

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
