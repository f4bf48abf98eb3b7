import Correspondence

/// What the ledger knows of mail that the shop writes first.
public protocol ProactiveLedger: Sendable {
    /// The campaigns of a mailbox that are enabled: one that was not begins `now`, one that is no longer there ends.
    func beginCampaigns(_ mailbox: String, _ campaigns: Set<Campaign>, at now: Instant) async throws(LedgerError)
    /// No policy is enabled any more: what one has planned ends. Event `reply.superseded`.
    func withdrawProactive(because reason: String, at now: Instant) async throws(LedgerError)
    /// By which rules all orders were last judged, as the daemon calls them.
    var rulesOfReview: String? { get async throws(LedgerError) }
    func setRulesOfReview(_ rules: String) async throws(LedgerError)
    /// The rules have changed: orders are thought of anew, `limit` at once.
    ///
    /// - Returns: where to go on; `nil` at the end.
    func lookAnew(after key: Int64, limit: Int) async throws(LedgerError) -> Int64?
    /// Asks `decide` about orders whose time has come, `limit` at most, and carries out what it says, all in one
    /// transaction. Events `notice.scheduled`, `reply.held`, `reply.superseded`.
    ///
    /// - Parameter decide: pure but for its questions to the desk; it runs inside the transaction.
    func reviewOrders(
        at now: Instant, limit: Int, decide: @escaping @Sendable (KnownOrder, ReviewDesk) throws -> OrderReview
    ) async throws(LedgerError) -> ReviewOutcome
    /// When the next order is to be thought of.
    func nextReview() async throws(LedgerError) -> Instant?
    /// Asks without changing anything: for one order, as just before its mail goes out.
    func consult<T: Sendable>(at now: Instant, _ ask: @escaping @Sendable (ReviewDesk) throws -> T)
        async throws(LedgerError) -> T
    /// All orders in pages, in the order of their rows, for a simulation.
    func orders(after key: Int64, limit: Int) async throws(LedgerError) -> [(key: Int64, order: KnownOrder)]

    /// Since when proactive mail of a mailbox is stopped, and why; `nil`: it is not.
    func proactiveStop(_ mailbox: String) async throws(LedgerError) -> ProactiveStop?
    /// Stops it, or lets it go on. Events `proactive.stopped`, `proactive.resumed`; none where nothing changes.
    func setProactiveStop(_ stop: Bool, _ mailbox: String, because reason: String, at now: Instant)
        async throws(LedgerError)
    /// The reply is no longer wanted, nor will there be another in its place. Event `reply.superseded`.
    func closeForGood(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError)
    /// When the store was last restored from a backup; `nil`: never.
    var restoredAt: Instant? { get async throws(LedgerError) }
}

/// Why proactive mail of a mailbox is stopped.
public struct ProactiveStop: Codable, Hashable, Sendable {
    public var since: Instant
    public var reason: String
}

/// What is to become of an order's proactive mail.
public struct OrderReview: Hashable, Sendable {
    public var plan: PlannedNotice?
    /// When to think of it again; `nil`: when something new is known.
    public var look: Instant?
    /// Rows that are no longer wanted, and why.
    public var withdraw: [Withdrawal] = []

    public struct Withdrawal: Hashable, Sendable {
        public var reply: Int64
        public var because: String

        public init(reply: Int64, because: String) {
            self.reply = reply
            self.because = because
        }
    }

    public init(look: Instant? = nil) { self.look = look }
}

/// A proactive mail before it has a row.
public struct PlannedNotice: Hashable, Sendable {
    public var campaign: Campaign
    public var mailbox: String
    public var buyer: ProactiveRules.Buyer
    public var buyerName: String?
    /// `send`, `draft` or `hold`.
    public var action: Action
    public var template: String
    public var language: String
    public var due: Instant
    public var deadline: Instant

    public init(
        campaign: Campaign, mailbox: String, buyer: ProactiveRules.Buyer, buyerName: String?, action: Action,
        template: String, language: String, due: Instant, deadline: Instant
    ) {
        self.campaign = campaign
        self.mailbox = mailbox
        self.buyer = buyer
        self.buyerName = buyerName
        self.action = action
        self.template = template
        self.language = language
        self.due = due
        self.deadline = deadline
    }
}

/// How one look went.
public struct ReviewOutcome: Hashable, Sendable {
    public var orders = 0
    public var planned = 0
    public var withdrawn = 0
}

extension ConversationKey {
    /// The exchange that a proactive mail begins.
    public init(campaign: Campaign, order: OrderID) {
        self.init(stored: "campaign:\(campaign.rawValue)/\(order)")
    }
}
