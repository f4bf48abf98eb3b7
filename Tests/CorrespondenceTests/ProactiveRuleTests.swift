import Correspondence
import Foundation
import Testing

/// One order, one policy: who is written to, when, and who is left out and why.
@Suite("When the shop writes first")
struct ProactiveRuleTests {
    private static let now = Instant(iso8601: "2026-11-25T12:00:00Z")!
    private static let day = Duration.seconds(86_400)

    private static func ago(_ days: Double) -> Instant { now - .milliseconds(Int64(days * 86_400_000)) }

    /// Facts, in days before now; negative: to come.
    private static func order(
        _ times: [OrderFactName: Double], _ words: [OrderFactName: String] = [:], seen: Double = 0.1,
        skus: [String] = ["LAMP"]
    ) -> KnownOrder {
        let facts =
            times.map { OrderFact($0.key, ago($0.value), source: "report:test", at: ago(seen)) }
            + words.map { OrderFact($0.key, $0.value, source: "report:test", at: ago(seen)) }
        return KnownOrder(
            id: OrderID("302-1234567-7654321")!, facts: facts, items: skus.map { OrderItem(id: $0, sku: $0) },
            seen: ago(seen))
    }

    private static func sight(
        delay: Delay? = nil, site: String = "amazon.de", hours: SendingHours = .always(in: .gmt),
        _ change: (inout ProactiveRules.Sight) -> Void = { _ in }
    ) -> ProactiveRules.Sight {
        var sight = ProactiveRules.Sight(
            now: now, factsMaxAge: day, fulfilment: .merchant, newestFacts: ago(0.1), began: ago(60), delay: delay,
            buyer: ProactiveRules.Buyer(
                address: EmailAddress("w04abc@marketplace.amazon.de")!, alias: "w04abc@marketplace.amazon.de",
                site: site, language: "de"),
            hours: hours)
        change(&sight)
        return sight
    }

    private static func policy(
        _ campaign: Campaign, _ change: (inout CampaignPolicy) -> Void = { _ in }
    ) -> CampaignPolicy {
        var policy = CampaignPolicy(campaign)
        policy.enabled = true
        change(&policy)
        return policy
    }

    private static func contact(_ change: (inout OrderContact) -> Void) -> OrderContact {
        var contact = OrderContact()
        change(&contact)
        return contact
    }

    private static func reason(_ verdict: ProactiveRules.Verdict) -> LeftOut? {
        switch verdict {
        case .write: nil
        case .later(_, let reason), .never(let reason): reason
        }
    }

    private static let soon = Delay(date: now + day * 5)
    private static let never = Delay(date: nil)

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var campaign: Campaign
        var order: KnownOrder
        var delay: Delay?
        /// `nil`: it is written.
        var left: LeftOut?

        init(
            _ name: String, _ campaign: Campaign, _ times: [OrderFactName: Double],
            _ words: [OrderFactName: String] = [:], seen: Double = 0.1, delay: Delay? = nil, left: LeftOut?
        ) {
            testDescription = name
            self.campaign = campaign
            order = ProactiveRuleTests.order(times, words, seen: seen)
            self.delay = delay
            self.left = left
        }
    }

    static let cases: [Case] = [
        Case("promise near, new date", .lateShipment, [.placed: 3, .promisedShip: -0.2], delay: soon, left: nil),
        Case("promise past, new date", .lateShipment, [.placed: 3, .promisedShip: 2], delay: soon, left: nil),
        Case("promise far", .lateShipment, [.placed: 3, .promisedShip: -2], delay: soon, left: .tooSoon),
        Case("promise long past", .lateShipment, [.placed: 20, .promisedShip: 9], delay: soon, left: .windowOver),
        Case("no new date", .lateShipment, [.placed: 3, .promisedShip: 1], left: .noNewDate),
        Case(
            "a new date that is past", .lateShipment, [.placed: 3, .promisedShip: 1],
            delay: Delay(date: ago(1)), left: .noNewDate),
        Case("cannot come at all", .lateShipment, [.placed: 3, .promisedShip: 1], delay: never, left: .noNewDate),
        Case(
            "a report's estimate beyond the promise", .lateShipment,
            [.placed: 3, .promisedShip: 1, .promisedDelivery: -1, .estimatedDelivery: -4], left: nil),
        Case(
            "an estimate within the promise", .lateShipment,
            [.placed: 3, .promisedShip: 1, .promisedDelivery: -4, .estimatedDelivery: -1], left: .noNewDate),
        Case(
            "sent already", .lateShipment, [.placed: 3, .promisedShip: 1, .shipped: 0.5], delay: soon, left: .settled),
        Case("cancelled", .lateShipment, [.placed: 3, .promisedShip: 1, .cancelled: 0.5], delay: soon, left: .settled),
        Case(
            "the buyer wants to cancel", .lateShipment,
            [.placed: 3, .promisedShip: 1, .cancellationRequested: 0.5], delay: soon, left: .settled),
        Case("old facts", .lateShipment, [.placed: 3, .promisedShip: 1], seen: 1.5, delay: soon, left: .oldFacts),
        Case(
            "dispatched by the marketplace", .lateShipment, [.placed: 3, .promisedShip: 1],
            [.fulfilledBy: "amazon"], delay: soon, left: .fulfilment),
        Case("no promise known", .lateShipment, [.placed: 3], delay: soon, left: .nothingToTell),

        Case("out of stock, refunded", .outOfStock, [.placed: 3, .refunded: 0.5], delay: never, left: nil),
        Case("out of stock, not refunded", .outOfStock, [.placed: 3], delay: never, left: .notRefunded),
        Case("refunded, but not out of stock", .outOfStock, [.placed: 3, .refunded: 0.5], left: .nothingToTell),
        Case(
            "refunded and sent", .outOfStock, [.placed: 3, .refunded: 0.5, .shipped: 1], delay: never, left: .settled),

        Case(
            "cancelled by the seller", .cancelled, [.placed: 3, .cancelled: 0.5], [.cancelledBy: "seller"], left: nil),
        Case("cancelled by nobody known", .cancelled, [.placed: 3, .cancelled: 0.5], left: .nothingToTell),
        Case(
            "cancelled at the buyer's wish", .cancelled,
            [.placed: 3, .cancelled: 0.5, .cancellationRequested: 1], [.cancelledBy: "seller"], left: .settled),
        Case(
            "cancelled, as the buyer wrote to us", .cancelled,
            [.placed: 3, .cancelled: 0.5, .cancelWanted: 1], [.cancelledBy: "seller"], left: .settled),
        Case(
            "cancelled as out of stock", .cancelled, [.placed: 3, .cancelled: 0.5], [.cancelledBy: "seller"],
            delay: never, left: .weightier),

        Case("a part sent", .partialShipment, [.placed: 3, .partlyShipped: 0.5], delay: soon, left: nil),
        Case("a part sent, the rest unknown", .partialShipment, [.placed: 3, .partlyShipped: 0.5], left: .noNewDate),
        Case(
            "all there", .partialShipment, [.placed: 3, .partlyShipped: 2, .delivered: 1], delay: soon, left: .settled),

        Case("no word of the parcel", .trackingStalled, [.placed: 9, .shipped: 7, .trackingSeen: 5], left: nil),
        Case("a word of it lately", .trackingStalled, [.placed: 9, .shipped: 7, .trackingSeen: 2], left: .tooSoon),
        Case("no tracking at all", .trackingStalled, [.placed: 9, .shipped: 7], left: .nothingToTell),
        Case("it came", .trackingStalled, [.placed: 9, .shipped: 7, .trackingSeen: 5, .delivered: 4], left: .settled),

        Case("not delivered", .deliveryFailed, [.placed: 9, .shipped: 7, .deliveryFailed: 1], left: nil),
        Case("on its way back", .deliveryFailed, [.placed: 9, .shipped: 7, .returnedToSender: 1], left: nil),
        Case(
            "delivered after all", .deliveryFailed,
            [.placed: 9, .shipped: 7, .deliveryFailed: 1, .delivered: 0.5], left: .settled),
        Case("no such address", .addressProblem, [.placed: 9, .shipped: 7, .addressProblem: 1], left: nil),
        Case("a day is needed", .deliveryScheduling, [.placed: 9, .shipped: 7, .appointmentNeeded: 1], left: nil),

        Case("eight days after delivery", .checkIn, [.placed: 12, .delivered: 8], left: nil),
        Case("six days after delivery", .checkIn, [.placed: 12, .delivered: 6], left: .tooSoon),
        Case("31 days after delivery", .checkIn, [.placed: 35, .delivered: 31], left: .windowOver),
        Case("an old row, but fresh reports", .checkIn, [.placed: 12, .delivered: 8], seen: 8, left: nil),
        Case("estimated, on its way", .checkIn, [.placed: 14, .shipped: 12, .estimatedDelivery: 8], left: nil),
        Case("estimated, never sent", .checkIn, [.placed: 14, .estimatedDelivery: 8], left: .notDelivered),
        Case("came late", .checkIn, [.placed: 14, .promisedDelivery: 9, .delivered: 8], left: .late),
        Case("refunded", .checkIn, [.placed: 12, .delivered: 8, .refunded: 2], left: .trouble),
        Case("sent back", .checkIn, [.placed: 12, .delivered: 8, .returned: 2], left: .trouble),
        Case("a return is asked for", .checkIn, [.placed: 12, .delivered: 8, .returnRequested: 2], left: .trouble),
        Case("a first try failed", .checkIn, [.placed: 12, .delivered: 8, .deliveryFailed: 9], left: .trouble),
        Case("claimed", .checkIn, [.placed: 12, .delivered: 8, .claimed: 2], left: .claim),
        Case("older than the first day", .checkIn, [.placed: 61, .delivered: 8], left: .beforeStart),
    ]

    @Test("what has happened to the order decides first", arguments: cases)
    func occasions(_ one: Case) throws {
        let verdict = ProactiveRules.judge(
            Self.policy(one.campaign), one.order, Self.sight(delay: one.delay), contact: { OrderContact() })
        #expect(Self.reason(verdict) == one.left)
        if one.left == nil {
            guard case .write(let due, let deadline) = verdict else { throw Missing() }
            #expect(due == Self.now && deadline > due)
        }
    }

    private static func pending(_ campaign: Campaign) -> Reply {
        Reply(
            id: 1, mailbox: "main", message: 1, conversation: ConversationKey(alias: "w04"), kind: .problem,
            action: .send, template: campaign.template, language: "de", due: now, deadline: now + day,
            state: .scheduled,
            campaign: campaign)
    }

    struct Between: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var campaign: Campaign
        var contact: OrderContact
        var left: LeftOut?

        init(
            _ name: String, _ campaign: Campaign = .checkIn, left: LeftOut?,
            _ change: (inout OrderContact) -> Void
        ) {
            testDescription = name
            self.campaign = campaign
            contact = ProactiveRuleTests.contact(change)
            self.left = left
        }
    }

    static let between: [Between] = [
        Between("nothing", left: nil) { _ in },
        Between("opted out", left: .optedOut) { $0.optedOut = true },
        Between("opted out of a delay too", .lateShipment, left: .optedOut) { $0.optedOut = true },
        Between("an earlier mail came back", left: .cameBack) { $0.cameBack = true },
        Between("a claim", .lateShipment, left: .claim) { $0.hasClaim = true },
        Between("a question waits", left: .openConversation) { $0.hasOpenMail = true },
        Between("a question waits on a late order", .lateShipment, left: .openConversation) { $0.hasOpenMail = true },
        Between("wrote of a problem", left: .complained) { $0.kinds = [.problem] },
        Between("wrote of a return", left: .complained) { $0.kinds = [.return, .inquiry] },
        Between("asked something long ago", left: nil) {
            $0.kinds = [.inquiry]
            $0.lastMail = ago(20)
        },
        Between("asked something lately", left: .recentContact) {
            $0.kinds = [.inquiry]
            $0.lastMail = ago(3)
        },
        Between("asked something lately about a late order", .lateShipment, left: nil) { $0.lastMail = ago(3) },
        Between("was asked about another order", left: .askedBuyer) {
            $0.otherCheckIn = OrderID("302-1111111-1111111")
        },
        Between("was told of a delay", left: .toldAlready) { $0.written[.lateShipment] = ago(9) },
        Between("is written already", left: .written) { $0.written[.checkIn] = ago(1) },
        Between("was told that it is cancelled", .lateShipment, left: .lastWord) { $0.written[.cancelled] = ago(3) },
        Between("was told of an address today", .lateShipment, left: .wroteToday) {
            $0.written[.addressProblem] = ago(0.5)
        },
        Between("a lighter mail is planned, and has not gone out", .outOfStock, left: nil) {
            $0.written[.lateShipment] = ago(0.1)
            $0.pending[.lateShipment] = pending(.lateShipment)
        },
        Between("was told of an address a week ago", .lateShipment, left: nil) { $0.written[.addressProblem] = ago(7) },
    ]

    @Test("then what went between shop and buyer", arguments: between)
    func contacts(_ one: Between) {
        let order =
            switch one.campaign {
            case .checkIn: Self.order([.placed: 12, .delivered: 8])
            case .outOfStock: Self.order([.placed: 3, .promisedShip: 1, .refunded: 0.1])
            default: Self.order([.placed: 3, .promisedShip: 1])
            }
        let delay = one.campaign == .outOfStock ? Self.never : Self.soon
        let verdict = ProactiveRules.judge(
            Self.policy(one.campaign), order, Self.sight(delay: delay), contact: { one.contact })
        #expect(Self.reason(verdict) == one.left)
    }

    @Test("whom the seller leaves out")
    func exclusions() {
        let order = Self.order([.placed: 12, .delivered: 8], [.business: "true"])
        func judge(
            _ change: (inout CampaignPolicy) -> Void = { _ in }, _ sight: ProactiveRules.Sight = Self.sight()
        ) -> LeftOut? {
            Self.reason(
                ProactiveRules.judge(Self.policy(.checkIn, change), order, sight, contact: { OrderContact() }))
        }
        #expect(judge() == nil)
        #expect(judge { $0.business = .exclude } == .business)
        #expect(judge { $0.business = .only } == nil)
        #expect(judge { $0.skus = ["LAMP", "SHADE"] } == nil)
        #expect(judge { $0.skus = ["SHADE"] } == .sku)
        #expect(judge { $0.withoutSKUs = ["LAMP"] } == .sku)
        #expect(judge { $0.sites = ["amazon.fr"] } == .otherSite)
        #expect(judge { $0.fulfilment = [.amazon] } == .fulfilment)
        #expect(judge { $0.onlyOrdersYoungerThan = Self.day * 10 } == .tooOld)
        #expect(judge({ _ in }, Self.sight { $0.began = Self.ago(1) }) == .beforeStart)
        #expect(judge({ $0.backfill = Self.day * 14 }, Self.sight { $0.began = Self.ago(1) }) == nil)
        #expect(judge({ _ in }, Self.sight { $0.isBarred = true }) == .doNotContact)
        #expect(judge({ _ in }, Self.sight { $0.isSuspended = true }) == .suspended)
        #expect(judge({ _ in }, Self.sight { $0.buyer = nil }) == .noAddress)
        #expect(judge({ _ in }, Self.sight { $0.buyer?.language = nil }) == .language)
        #expect(judge({ _ in }, Self.sight { $0.newestFacts = Self.ago(2) }) == .oldFacts)
    }

    @Test("at an hour when the shop writes, and not at all where none is left")
    func hours() throws {
        let mornings = try #require(SendingHours.Hours(start: 9 * 60, end: 10 * 60))
        let hours = try #require(
            SendingHours(week: (0..<7).map { _ in [mornings] }, timeZone: .gmt, holidays: []))
        let order = Self.order([.placed: 12, .delivered: 8])
        let verdict = ProactiveRules.judge(
            Self.policy(.checkIn), order, Self.sight(hours: hours), contact: { OrderContact() })
        #expect(verdict == .write(due: Self.now + .seconds(21 * 3600), deadline: Self.ago(8) + Self.day * 30))
        let last = Self.order([.placed: 34, .delivered: 29.9])
        #expect(
            ProactiveRules.judge(Self.policy(.checkIn), last, Self.sight(hours: hours), contact: { OrderContact() })
                == .never(.noHour))
    }

    @Test("no setting asks before day 5 or after day 30")
    func checkInDays() {
        for after in stride(from: 0, through: 40, by: 1) {
            for delivered in stride(from: 0.0, through: 45, by: 0.5) {
                let policy = Self.policy(.checkIn) {
                    $0.after = Self.day * after
                    $0.before = Self.day * 60
                }
                let verdict = ProactiveRules.judge(
                    policy, Self.order([.placed: 46, .delivered: delivered]), Self.sight(), contact: { OrderContact() })
                if case .write(let due, let deadline) = verdict {
                    #expect(due >= Self.ago(delivered) + Self.day * 5)
                    #expect(deadline <= Self.ago(delivered) + Self.day * 30)
                }
            }
        }
    }

    private struct Missing: Error {}
}
