import Configuration
import Correspondence
import Foundation
import Ledger
import Marketplace
import Templates

/// Decides what is written unasked on one order, for one mailbox: looks up what the rules need, and asks them.
struct ProactiveClerk: Sendable {
    let settings: Configuration.Mailbox
    /// Those that are enabled.
    let policies: [CampaignPolicy]
    let orders: Configuration.Orders
    let language: Configuration.Language
    let recogniser: Recogniser
    let templates: TemplateLibrary
    let lists: SellersLists.Current
    /// Since when each campaign is enabled; `nil`: as the ledger has it.
    let began: [Campaign: Instant]?
    let now: Instant

    /// - Parameter policies: `nil`: those that the configuration enables.
    init(
        _ settings: Configuration.Mailbox, _ configuration: Configuration, _ recogniser: Recogniser,
        _ templates: TemplateLibrary, _ lists: SellersLists.Current, policies: [CampaignPolicy]? = nil,
        began: [Campaign: Instant]? = nil, now: Instant
    ) {
        self.settings = settings
        self.policies = policies ?? settings.proactive.enabled
        orders = configuration.orders
        language = configuration.language
        self.recogniser = recogniser
        self.templates = templates
        self.lists = lists
        self.began = began
        self.now = now
    }

    init(_ context: MailboxContext, now: Instant) {
        self.init(
            context.settings, context.configuration, context.reader.recogniser, context.templates,
            context.lists.current(), now: now)
    }

    /// What all policies look at of one order.
    struct Sight {
        var buyer: (address: EmailAddress, alias: String, site: Site)?
        /// What the buyer may be written to in, the likeliest first.
        var spoken: [String] = []
        var newestFacts: Instant?
        var began: [Campaign: Instant] = [:]
        var delay: Delay?
        var isBarred = false
        var isSuspended = false
    }

    func look(at order: KnownOrder, _ desk: ReviewDesk) throws -> Sight {
        // By the address in a report, else that of the buyer's newest mail on the order. Only the marketplace's relay
        // counts: nobody is written to past it.
        let reported = order.state.text(.buyerAddress).flatMap { EmailAddress($0) }
        let known = reported.flatMap { address in recogniser.relayed(address).map { (address, $0.alias, $0.site) } }
        let writer = known == nil ? try desk.writer(of: order.id) : nil
        let written = writer.flatMap { writer in
            recogniser.relayed(writer.address).map { (writer.address, $0.alias, $0.site) }
        }
        var sight = Sight()
        guard let (address, alias, site) = known ?? written else { return sight }
        sight.buyer = (address, alias, site)
        sight.spoken = [writer?.language, fallback(site)].compactMap { $0 }
        sight.newestFacts = try desk.newestFacts()
        sight.began = try began ?? desk.began(settings.key)
        sight.delay = lists.delays.delay(of: order)
        sight.isBarred = lists.barred.bars(order.id, alias: alias, address: address)
        sight.isSuspended = try lists.isBlind || desk.isStopped(settings.key)
        return sight
    }

    /// What the policy has to write on the order, and to whom.
    func judge(
        _ policy: CampaignPolicy, _ order: KnownOrder, _ seen: Sight, _ desk: ReviewDesk, contact: inout OrderContact?
    ) throws -> (verdict: ProactiveRules.Verdict, buyer: ProactiveRules.Buyer?) {
        let buyer = seen.buyer.map { buyer in
            ProactiveRules.Buyer(
                address: buyer.address, alias: buyer.alias, site: order.state.text(.site) ?? buyer.site.domain,
                language: seen.spoken.first { templates.has(policy.template, language: $0) })
        }
        var sight = ProactiveRules.Sight(
            now: now, factsMaxAge: orders.factsMaxAge, fulfilment: .init(rawValue: orders.fulfilment.rawValue),
            newestFacts: seen.newestFacts, began: seen.began[policy.campaign] ?? now, delay: seen.delay, buyer: buyer,
            hours: hours(policy, seen.buyer?.site))
        sight.isBarred = seen.isBarred
        sight.isSuspended = seen.isSuspended
        var known = contact
        let verdict = try ProactiveRules.judge(policy, order, sight) {
            let looked = try known ?? desk.contact(on: order.id, settings.key, alias: buyer?.alias ?? "")
            known = looked
            return looked
        }
        contact = known
        return (verdict, buyer)
    }

    private func fallback(_ site: Site) -> String {
        switch language {
        case .fixed(let language): language
        case .site: site.language
        }
    }

    private func hours(_ policy: CampaignPolicy, _ site: Site?) -> SendingHours {
        let usual = settings.rules(policy.campaign.kind).window.hours
        guard let week = policy.week else { return usual }
        return SendingHours(week: week, timeZone: site?.timeZone ?? usual.timeZone, holidays: usual.holidays) ?? usual
    }

    /// The row for what the rules want written, in the language that the buyer used last, where there is one.
    func notice(
        _ policy: CampaignPolicy, _ order: KnownOrder, _ buyer: ProactiveRules.Buyer, _ contact: OrderContact?,
        due: Instant, deadline: Instant
    ) -> PlannedNotice? {
        let spoken = [contact?.language, buyer.language].compactMap { $0 }
        guard let language = spoken.first(where: { templates.has(policy.template, language: $0) }) else { return nil }
        return PlannedNotice(
            campaign: policy.campaign, mailbox: settings.key, buyer: buyer,
            buyerName: order.state.text(.buyerName) ?? contact?.buyerName, action: policy.action,
            template: policy.template, language: language, due: due, deadline: deadline)
    }
}

extension MailboxContext {
    /// Whether a proactive mail is still wanted, with all that is known at this moment.
    func proactiveVerdict(_ campaign: Campaign, _ order: KnownOrder) async throws -> ProactiveRules.Verdict {
        let policy = settings.proactive[campaign]
        guard policy.enabled else { return .never(.nothingToTell) }
        let clerk = ProactiveClerk(self, now: clock.now)
        return try await ledger.consult(at: clock.now) { desk in
            var contact: OrderContact?
            return try clerk.judge(policy, order, clerk.look(at: order, desk), desk, contact: &contact).verdict
        }
    }
}
