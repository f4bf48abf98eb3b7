/// Whether a campaign has something to write on an order, and when. Pure.
public enum ProactiveRules {
    /// What the rules look at besides the order, the policy and the correspondence.
    public struct Sight: Sendable {
        public var now: Instant
        /// `[orders] facts_max_age`.
        public var factsMaxAge: Duration
        /// `[orders] fulfilment`: what an order is when nothing says.
        public var fulfilment: CampaignPolicy.Fulfilment?
        /// As of when the newest report tells of any order.
        public var newestFacts: Instant?
        /// Since when the campaign is enabled.
        public var began: Instant
        /// What `delays.csv` says of the order.
        public var delay: Delay?
        /// The buyer, as the marketplace's tables read the address.
        public var buyer: Buyer?
        /// On the do-not-contact list.
        public var isBarred = false
        /// The marketplace, or the seller, has stopped proactive mail.
        public var isSuspended = false
        /// When the policy's mails may go out.
        public var hours: SendingHours

        public init(
            now: Instant, factsMaxAge: Duration, fulfilment: CampaignPolicy.Fulfilment?, newestFacts: Instant?,
            began: Instant, delay: Delay?, buyer: Buyer?, hours: SendingHours
        ) {
            self.now = now
            self.factsMaxAge = factsMaxAge
            self.fulfilment = fulfilment
            self.newestFacts = newestFacts
            self.began = began
            self.delay = delay
            self.buyer = buyer
            self.hours = hours
        }
    }

    /// Whom a proactive mail would go to.
    public struct Buyer: Hashable, Sendable {
        public var address: EmailAddress
        public var alias: String
        public var site: String
        /// `nil`: there is no template in it.
        public var language: String?

        public init(address: EmailAddress, alias: String, site: String, language: String?) {
            self.address = address
            self.alias = alias
            self.site = site
            self.language = language
        }
    }

    public enum Verdict: Hashable, Sendable {
        case write(due: Instant, deadline: Instant)
        /// Not now; something may be different then.
        case later(Instant, LeftOut)
        /// Not unless new facts come.
        case never(LeftOut)
    }

    /// - Parameter contact: what went between; looked up only where the order itself gives an occasion.
    public static func judge(
        _ policy: CampaignPolicy, _ order: KnownOrder, _ sight: Sight, contact: () throws -> OrderContact
    ) rethrows -> Verdict {
        if let reason = excluded(policy, order, sight) { return .never(reason) }
        let occasion: Instant
        switch Occasion.of(policy.campaign, order.state, sight) {
        case .at(let instant): occasion = instant
        case .none(let reason): return .never(reason)
        }
        guard isFresh(policy, order, sight) else { return .never(.oldFacts) }
        let (start, end) = window(policy, occasion)
        guard sight.now <= end else { return .never(.windowOver) }
        let contact = try contact()
        if let reason = barred(policy, order.state, contact) { return .never(reason) }
        guard sight.now >= start else { return .later(start, .tooSoon) }
        if let (until, reason) = putOff(policy, contact, sight) {
            return until > end ? .never(reason) : .later(until, reason)
        }
        guard let due = sight.hours.firstOpening(notBefore: sight.now), due <= end else { return .never(.noHour) }
        return .write(due: due, deadline: end)
    }

    /// What no mail can change: the policy is not for this order, or the buyer is not to be written to.
    private static func excluded(
        _ policy: CampaignPolicy, _ order: KnownOrder, _ sight: Sight
    ) -> LeftOut? {
        let state = order.state
        guard let buyer = sight.buyer else { return .noAddress }
        if sight.isBarred { return .doNotContact }
        if !policy.sites.isEmpty, !policy.sites.contains(buyer.site) { return .otherSite }
        let fulfilment = state.text(.fulfilledBy).flatMap(CampaignPolicy.Fulfilment.init) ?? sight.fulfilment
        guard let fulfilment, policy.fulfilment.contains(fulfilment) else { return .fulfilment }
        let isBusiness = state.text(.business) == "true"
        if policy.business == .exclude && isBusiness || policy.business == .only && !isBusiness { return .business }
        let skus = Set(order.items.compactMap(\.sku))
        if !policy.skus.isEmpty, skus.isDisjoint(with: policy.skus) { return .sku }
        if !skus.isDisjoint(with: policy.withoutSKUs) { return .sku }
        // Where nothing says when it was placed, by the first thing that is known of it.
        let placed = state.time(.placed) ?? order.facts.compactMap(\.time).min() ?? order.seen
        if placed < sight.began - policy.backfill { return .beforeStart }
        if sight.now - placed > policy.onlyOrdersYoungerThan { return .tooOld }
        return buyer.language == nil ? .language : nil
    }

    /// For the check-in the reports as a whole must be fresh: what became of the order would have been told.
    private static func isFresh(_ policy: CampaignPolicy, _ order: KnownOrder, _ sight: Sight) -> Bool {
        let told = policy.campaign == .checkIn ? sight.newestFacts ?? order.seen : order.seen
        return sight.now - told <= sight.factsMaxAge
    }

    private static func window(_ policy: CampaignPolicy, _ occasion: Instant) -> (Instant, Instant) {
        guard policy.campaign == .checkIn else { return (occasion + policy.after, occasion + policy.before) }
        let allowed = CampaignPolicy.checkInDays
        return (
            occasion + max(policy.after, allowed.lowerBound), occasion + min(policy.before, allowed.upperBound)
        )
    }

    /// What went between shop and buyer forbids it for good.
    private static func barred(
        _ policy: CampaignPolicy, _ state: OrderState, _ contact: OrderContact
    ) -> LeftOut? {
        if contact.optedOut { return .optedOut }
        if contact.cameBack { return .cameBack }
        if contact.hasClaim || state.facts[.claimed] != nil { return .claim }
        if contact.written[policy.campaign] != nil, contact.pending[policy.campaign] == nil { return .written }
        let others = contact.written.filter { $0.key != policy.campaign }
        if others.keys.contains(where: \.isLastWord) { return .lastWord }
        guard policy.campaign == .checkIn else { return nil }
        if !others.isEmpty { return .toldAlready }
        if contact.otherCheckIn != nil { return .askedBuyer }
        return contact.kinds.isDisjoint(with: [.problem, .return, .claim]) ? nil : .complained
    }

    /// What passes.
    private static func putOff(
        _ policy: CampaignPolicy, _ contact: OrderContact, _ sight: Sight
    ) -> (Instant, LeftOut)? {
        if sight.isSuspended { return (sight.now + again, .suspended) }
        if contact.hasOpenMail { return (sight.now + again, .openConversation) }
        // What has not gone out yet is no mail: a weightier one takes its place.
        let others = contact.written.filter { $0.key != policy.campaign && contact.pending[$0.key] == nil }.values
        if let last = others.max(), last + apart > sight.now { return (last + apart, .wroteToday) }
        if let last = contact.lastMail, last + policy.quietAfterContact > sight.now {
            return (last + policy.quietAfterContact, .recentContact)
        }
        return nil
    }

    /// How soon a passing reason is looked at again.
    public static let again = Duration.seconds(3600)
    /// Two proactive mails on one order are at least so far apart.
    static let apart = Duration.seconds(86_400)
}
