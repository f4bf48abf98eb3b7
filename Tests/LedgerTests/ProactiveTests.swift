import Correspondence
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Proactive mail in the ledger")
struct ProactiveLedgerTests {
    private static let order = OrderID("302-7654321-7654321")!
    private static let alias = "b04@marketplace.amazon.de"

    private static func facts(at time: Instant = .noon) -> OrderTelling {
        OrderTelling(
            order: order,
            facts: [
                OrderFact(.placed, time, source: "report:orders", at: time),
                OrderFact(.buyerAddress, alias, source: "report:orders", at: time),
                OrderFact(.buyerName, "Erika Muster", source: "report:orders", at: time),
            ], item: nil)
    }

    private static func plan(_ campaign: Campaign = .lateShipment, action: Action = .send) -> OrderReview {
        var review = OrderReview()
        review.plan = PlannedNotice(
            campaign: campaign, mailbox: "main",
            buyer: ProactiveRules.Buyer(
                address: EmailAddress(alias)!, alias: alias, site: "amazon.de", language: "de"),
            buyerName: "Erika Muster", action: action, template: campaign.template, language: "de", due: .noon,
            deadline: .noon + .seconds(86_400))
        return review
    }

    /// A store that knows one order.
    private static func known() async throws -> World {
        let world = try World()
        _ = try await world.ledger.takeOrders([facts()], seen: .noon, quota: 9, at: .noon)
        return world
    }

    private static func review(_ world: World, _ review: OrderReview, at now: Instant = .noon) async throws
        -> ReviewOutcome
    { try await world.ledger.reviewOrders(at: now, limit: 50) { _, _ in review } }

    private static func due(_ world: World) async throws -> [Reply] {
        try await world.ledger.due(at: .noon, limit: 9, mailboxes: ["main"], drafts: false)
    }

    @Test("an order is thought of when something new is known of it, and then when its review says")
    func looks() async throws {
        let world = try await Self.known()
        let later = Instant.noon + .seconds(3600)
        #expect(try await Self.review(world, OrderReview(look: later)).orders == 1)
        #expect(try await Self.review(world, OrderReview()).orders == 0)
        #expect(try await world.ledger.nextReview() == later)
        #expect(try await Self.review(world, OrderReview(), at: later).orders == 1)
        #expect(try await world.ledger.nextReview() == nil)
        // The same file once more, but as of a later time; a mail of the buyer's; other rules.
        _ = try await world.ledger.takeOrders([Self.facts()], seen: later, quota: 9, at: later)
        #expect(try await Self.review(world, OrderReview(), at: later).orders == 1)
        var mail = IntakeRecord.buyer(uid: 1)
        mail.understanding?.orderIDs = [Self.order]
        _ = try await world.ledger.record([mail], at: later, decide: World.answer)
        #expect(try await Self.review(world, OrderReview(), at: later).orders == 1)
        var last: Int64? = 0
        while let key = last { last = try await world.ledger.lookAnew(after: key, limit: 1) }
        #expect(try await Self.review(world, OrderReview(), at: later).orders == 1)
    }

    @Test("what is planned is a row of the outbox that counts as no mail, and its Message-ID is any store's")
    func row() async throws {
        let world = try await Self.known()
        #expect(try await Self.review(world, Self.plan()).planned == 1)
        let reply = try #require(try await Self.due(world).first)
        #expect(reply.campaign == .lateShipment && reply.order == Self.order)
        let name = world.ledger.messageID(of: reply, domain: "shop.example")
        #expect(name == "replyd.late_shipment.302-7654321-7654321@shop.example")
        #expect(try await world.names().contains(.noticeScheduled))
        let mail = try #require(try await world.ledger.message(reply.message))
        #expect(mail.source == .proactive && mail.buyer?.name == "Erika Muster")
        #expect(try await world.ledger.summary(at: .noon).mailboxes["main"]?.lastMail == nil)
        #expect(try await world.ledger.countMails("main", alias: nil, since: .noon - .seconds(60)) == 0)
        #expect(try await world.ledger.waiting(["main"]).isEmpty)
        #expect(try await world.ledger.reportedMails(from: .distantPast, to: .distantFuture).isEmpty)
        _ = try await world.ledger.beginSending(
            reply.id, messageID: name, mail: World.mail, inFlight: 1, at: .noon)
        try await world.ledger.finish(reply.id, .sent(receipt: "250 Ok"), at: .noon)
        #expect(try await world.ledger.answeredMails("main", since: .distantPast).isEmpty)
        let record = try #require(try await world.ledger.dossier(.order(Self.order)))
        #expect(record.replies.map(\.reply.id) == [reply.id])
    }

    @Test(
        "one of a kind an order: not planned twice, nor after a person dropped it; withdrawn unseen, it may come again")
    func once() async throws {
        let world = try await Self.known()
        let look = Instant.noon
        func planAgain() async throws -> Bool {
            _ = try await world.ledger.takeOrders(
                [Self.facts(at: .noon + .seconds(Int.random(in: 1...1_000_000)))], seen: .noon, quota: 0, at: .noon)
            do { return try await Self.review(world, Self.plan()).planned == 1 } catch { return false }
        }
        _ = try await Self.review(world, Self.plan())
        let first = try #require(try await Self.due(world).first)
        #expect(try await !planAgain())
        var withdrawal = OrderReview()
        withdrawal.withdraw = [.init(reply: first.id, because: "it is sent")]
        #expect(try await Self.review(world, withdrawal, at: look).withdrawn == 1)
        #expect(try await planAgain())
        let second = try #require(try await Self.due(world).first)
        try await world.ledger.drop(second.id, by: "Ann", at: .noon)
        #expect(try await !planAgain())
        let contact = try await world.ledger.consult(at: .noon) { desk in
            try desk.contact(on: Self.order, "main", alias: Self.alias)
        }
        #expect(contact.written.keys.contains(.lateShipment) && contact.pending.isEmpty)
    }

    @Test("what a buyer's mail asks for is known of an order that reports know, with the mail as its source")
    func mails() async throws {
        let world = try await Self.known()
        let cases: [(Kind, [String], OrderFactName)] = [
            (.problem, [], .complained), (.return, [], .returnWanted), (.inquiry, ["cancel"], .cancelWanted),
        ]
        for (index, (kind, topics, _)) in cases.enumerated() {
            var mail = IntakeRecord.buyer(uid: UInt32(index + 1))
            mail.understanding?.orderIDs = [Self.order]
            _ = try await world.ledger.record([mail], at: .noon) { _, _ in
                var classification = Classification(kind: kind, confidence: 0.9, because: [])
                classification.topics = topics
                return Verdict(classification: classification, decision: Decision(.hold, because: "test"))
            }
        }
        let facts = try #require(try await world.ledger.order(Self.order)).facts
        for (kind, _, name) in cases {
            #expect(facts.contains { $0.name == name && $0.source == "mail:\(kind.rawValue)" && $0.time == .noon })
        }
        // Of an order that only a mail names nothing is made up.
        let other = try World()
        _ = try await other.scheduled()
        #expect(try await other.ledger.order(OrderID("302-1234567-1234567")!) == nil)
    }

    @Test("a campaign begins when it is enabled, and anew when it was off")
    func campaigns() async throws {
        let world = try World()
        let (noon, later) = (Instant.noon, Instant.noon + .seconds(3600))
        func enable(_ campaigns: Set<Campaign>, at now: Instant) async throws -> [Campaign: Instant] {
            try await world.ledger.beginCampaigns("main", campaigns, at: now)
            return try await world.ledger.consult(at: now) { try $0.began("main") }
        }
        #expect(try await enable([.checkIn], at: noon) == [.checkIn: noon])
        #expect(try await enable([.checkIn, .cancelled], at: later) == [.checkIn: noon, .cancelled: later])
        #expect(try await enable([], at: later).isEmpty)
        #expect(try await enable([.checkIn], at: later) == [.checkIn: later])
    }

    @Test("the marketplace's word stops it until a person lets it go on")
    func stop() async throws {
        let world = try World()
        try await world.ignore(
            .notice(uid: 1, type: "BUYER_OPTED_OUT_BSM_MESSAGES", at: .noon, fields: ["cause": "restricted"]))
        let stop = try #require(try await world.ledger.proactiveStop("main"))
        #expect(stop.reason.contains("restricted"))
        #expect(try await world.ledger.proactiveStop("other") == nil)
        try await world.ledger.setProactiveStop(false, "main", because: "Ann", at: .noon)
        try await world.ledger.setProactiveStop(false, "main", because: "Ann", at: .noon)
        #expect(try await world.ledger.proactiveStop("main") == nil)
        #expect(
            try await world.names().filter { $0 == .proactiveStopped || $0 == .proactiveResumed }
                == [.proactiveStopped, .proactiveResumed])
    }

    @Test("who the buyer is goes with the buyer, and by age")
    func forgotten() async throws {
        for subject in [DossierSubject.order(Self.order), .buyer(Self.alias)] {
            let world = try await Self.known()
            _ = try await Self.review(world, Self.plan(action: .hold))
            guard case .done = try await world.ledger.forget(subject, by: "Ann", at: .noon) else { throw Missing() }
            let facts = try #require(try await world.ledger.order(Self.order)).facts
            #expect(facts.map(\.name) == [.placed])
            let left = try await world.ledger.pool.read { db in
                try String.fetchAll(db, sql: "SELECT alias || conversation FROM reply")
            }
            #expect(left.allSatisfy { !$0.contains("b04") })
        }
        let world = try await Self.known()
        _ = try await world.ledger.expire(mailsBefore: nil, personalBefore: .noon, at: .noon)
        #expect(try #require(try await world.ledger.order(Self.order)).facts.count == 3)
        let year = Instant.noon + .seconds(366 * 86_400)
        _ = try await world.ledger.expire(mailsBefore: nil, personalBefore: year, at: year)
        #expect(try #require(try await world.ledger.order(Self.order)).facts.map(\.name) == [.placed])
    }
}
