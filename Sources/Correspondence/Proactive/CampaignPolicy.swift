/// When, to whom and how a seller wants the mails of one campaign written (`[proactive.X]`).
public struct CampaignPolicy: Hashable, Sendable {
    public enum Fulfilment: String, Hashable, Sendable, CaseIterable { case merchant, amazon }

    /// Orders of businesses.
    public enum Business: String, Hashable, Sendable, CaseIterable { case include, exclude, only }

    public var campaign: Campaign
    public var enabled = false
    /// `send`, `draft` or `hold`.
    public var action = Action.draft
    /// Not sooner than this after what it tells of; negative: before it.
    public var after: Duration
    /// Not later than this after it.
    public var before: Duration
    public var fulfilment: Set<Fulfilment> = [.merchant]
    public var business = Business.include
    /// Only orders with one of these; empty: all.
    public var skus: Set<String> = []
    /// No order with one of these.
    public var withoutSKUs: Set<String> = []
    /// Only orders of these sites; empty: all.
    public var sites: Set<String> = []
    /// On the clock of the buyer's country; `nil`: when replies may go out.
    public var week: [[SendingHours.Hours]]?
    public var template: String
    /// So many within 24 hours.
    public var perDay = 50
    public var onlyOrdersYoungerThan = Duration.seconds(90 * 86_400)
    /// How much older than the campaign's first day an order may be.
    public var backfill = Duration.zero
    /// No mail to or from the buyer for so long; only the check-in asks.
    public var quietAfterContact: Duration

    public init(_ campaign: Campaign) {
        self.campaign = campaign
        template = campaign.template
        (after, before) = Self.window(campaign)
        quietAfterContact = campaign == .checkIn ? .seconds(14 * 86_400) : .zero
    }

    private static func window(_ campaign: Campaign) -> (after: Duration, before: Duration) {
        let (hour, day) = (Duration.seconds(3600), Duration.seconds(86_400))
        return switch campaign {
        case .lateShipment: (hour * -12, day * 7)
        case .trackingStalled: (day * 4, day * 14)
        case .checkIn: (day * 7, day * 30)
        case .outOfStock, .cancelled, .addressProblem, .deliveryFailed, .deliveryScheduling, .partialShipment:
            (.zero, day * 3)
        }
    }

    /// Between these days after delivery the marketplace allows a request (domain facts 6).
    public static let checkInDays = Duration.seconds(5 * 86_400)...Duration.seconds(30 * 86_400)
}

/// What the seller says of an order that is late or cannot come (`delays.csv`).
public struct Delay: Hashable, Sendable {
    /// The new day; `nil`: it cannot be delivered at all.
    public var date: Instant?
    /// Why, as the buyer is told it, by language.
    public var reasons: [String: String]

    public init(date: Instant?, reasons: [String: String] = [:]) {
        self.date = date
        self.reasons = reasons
    }
}
