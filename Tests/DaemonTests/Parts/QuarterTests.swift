import Correspondence
import Foundation
import Ledger
import LoopbackMail
import Testing

@testable import Daemon

/// A quarter of a shop's orders with random lives, told day by day as reports and mails tell them, through the daemon's own
/// desk, ledger and dispatcher; judged by what the lives were, not by the rules.
@Suite("A simulated quarter of proactive mail")
struct QuarterTests {
    /// Orders; `Tests/run --torture` plays 20,000.
    private static let count = ProcessInfo.processInfo.environment["REPLYD_QUARTER"].flatMap { Int($0) } ?? 4000

    @Test("nobody is asked twice, out of time or after trouble; nobody is told what is not so; whoever should be, is")
    func quarter() async throws {
        var random = SeededGenerator(seed: 42)
        let lives = (0..<Self.count).map { Life($0, of: Self.count, using: &random) }
        let list = FileManager.default.temporaryDirectory.appendingPathComponent("delays-\(UUID().uuidString).csv")
        try Life.delays(lives).write(to: list, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: list) }
        let clerks = try Clerks(Self.settings(list.path))
        let desk = ProactiveDesk([clerks.context])
        var days: [Int: [(Life, Telling)]] = [:]
        for life in lives {
            for (day, telling) in life.tellings { days[day, default: []].append((life, telling)) }
        }
        var uid: UInt32 = 0
        for day in 0..<Life.days {
            let now = Life.start + .seconds(day * 86_400 + 6 * 3600)
            clerks.clock.set(to: now)
            var judgedBy: String?
            if day == 0 { try await desk.lookAnewIfChanged(&judgedBy) }
            var rows: [OrderTelling] = []
            for (life, telling) in days[day] ?? [] {
                switch telling {
                case .report(let facts):
                    rows.append(OrderTelling(order: life.order, facts: facts, item: OrderItem(id: "1", sku: "LAMP")))
                case .mail(let kind):
                    uid += 1
                    try await life.write(kind, uid: uid, at: now, to: clerks.ledger)
                }
            }
            for start in stride(from: 0, to: rows.count, by: 1000) {
                _ = try await clerks.ledger.takeOrders(
                    Array(rows[start..<min(start + 1000, rows.count)]), seen: now, quota: 0, at: now)
            }
            for hour in [1, 5] {
                clerks.clock.set(to: now + .seconds(hour * 3600))
                try await desk.review()
                try await Self.send(clerks.context)
            }
        }
        let sent = try await clerks.ledger.events(named: .replySent).compactMap { event -> Mail? in
            guard case .text(let name) = event.fields["campaign"], let campaign = Campaign(rawValue: name),
                let order = event.order
            else { return nil }
            return Mail(campaign: campaign, order: order, at: event.time)
        }
        try Self.judge(sent, lives)
    }

    /// What the dispatcher does, but for the text.
    private static func send(_ context: MailboxContext) async throws {
        let (ledger, now) = (context.ledger, context.clock.now)
        while true {
            let due = try await ledger.due(at: now, limit: 500, mailboxes: [context.name], drafts: false)
            if due.isEmpty { return }
            for reply in due {
                guard let order = try await ledger.order(#require(reply.order)), let campaign = reply.campaign,
                    case .write = try await context.proactiveVerdict(campaign, order)
                else {
                    try await ledger.supersede(reply.id, because: "no longer wanted", at: now)
                    continue
                }
                _ = try await ledger.beginSending(
                    reply.id, messageID: ledger.messageID(of: reply, domain: "shop.example"), mail: [1], inFlight: 1,
                    at: now)
                try await ledger.finish(reply.id, .sent(receipt: "250 Ok"), at: now)
            }
        }
    }

    private struct Mail {
        var campaign: Campaign
        var order: OrderID
        var at: Instant
    }

    private static func judge(_ sent: [Mail], _ lives: [Life]) throws {
        let life = Dictionary(uniqueKeysWithValues: lives.map { ($0.order, $0) })
        let byOrder = Dictionary(grouping: sent, by: \.order)
        var asked: [Int: Int] = [:]
        for mail in sent {
            let life = try #require(life[mail.order])
            let told = { (day: Int?) in day.map { Life.at($0) <= mail.at } ?? false }
            let others = (byOrder[mail.order] ?? []).filter { $0.campaign != mail.campaign }
            #expect((byOrder[mail.order] ?? []).count { $0.campaign == mail.campaign } == 1, "\(mail)")
            #expect(!life.isAmazons, "\(mail)")
            #expect(!told(life.optOut) && !told(life.claim), "\(mail) \(life)")
            // A person's answer to a later complaint answers the question before it as well.
            let isAnswered = life.complaint.map { $0 >= life.openMail ?? 0 && told($0) } ?? false
            #expect(!told(life.openMail) || isAnswered, "\(mail) \(life)")
            switch mail.campaign {
            case .checkIn:
                let delivered = Life.at(try #require(life.delivered))
                let age = (mail.at - delivered).inMilliseconds
                #expect((5 * 86_400_000...30 * 86_400_000).contains(age), "\(mail) \(life)")
                let spoilt = [life.refunded, life.cancelled, life.returned, life.failed, life.complaint].contains(
                    where: told)
                #expect(!spoilt && !life.isLate && !life.isBusiness, "\(mail) \(life)")
                #expect(others.isEmpty, "\(mail) \(others)")
                asked[life.buyer, default: 0] += 1
            case .outOfStock: #expect(told(life.refunded) && life.isNever && !told(life.shipped), "\(mail) \(life)")
            case .lateShipment:
                #expect(!told(life.shipped) && !told(life.cancelled) && life.delayedTo != nil, "\(mail) \(life)")
            case .cancelled: #expect(told(life.cancelled) && life.isSellers, "\(mail) \(life)")
            case .deliveryFailed: #expect(told(life.failed) && !told(life.delivered), "\(mail) \(life)")
            default: Issue.record("a mail of a policy that is off: \(mail)")
            }
        }
        #expect(asked.values.allSatisfy { $0 == 1 })
        // Those of whom there is nothing to say against it were asked, as many as there were.
        let buyers = Dictionary(grouping: lives, by: \.buyer).mapValues(\.count)
        let plain = lives.filter { $0.isPlain && buyers[$0.buyer] == 1 }
        let missed = plain.filter { life in byOrder[life.order]?.contains { $0.campaign == .checkIn } != true }
        #expect(plain.count > lives.count / 10)
        #expect(missed.isEmpty, "\(missed.count) of \(plain.count): \(missed.prefix(3))")
        for campaign in [Campaign.outOfStock, .lateShipment, .cancelled, .deliveryFailed] {
            #expect(sent.count { $0.campaign == campaign } > lives.count / 200, "\(campaign)")
        }
    }

    private static func settings(_ delays: String) -> String {
        let on = ["out_of_stock", "cancelled", "delivery_failed", "late_shipment"].map { name in
            "[proactive.\(name)]\nenabled = true\naction = \"send\"\nhours = \"always\"\nper_day = 100000\n"
        }
        return """
            [windows]
            hours = "always"
            [limits]
            replies_per_hour = 100000
            replies_per_day = 1000000
            replies_per_buyer_per_day = 100
            [proactive]
            delays = "\(delays)"
            \(on.joined())
            [proactive.check_in]
            enabled = true
            action = "send"
            sole_review_tool = true
            consent_basis = "asked at the order"
            business = "exclude"
            hours = "always"
            per_day = 100000
            """
    }
}

private enum Telling {
    case report([OrderFact])
    case mail(Life.Kind)
}

/// What happens to one order, by the day of the quarter on which it is told.
private struct Life {
    enum Kind { case question, complaint, optOut, claim }

    static let start = Instant(iso8601: "2026-07-01T00:00:00Z")!
    static let days = 92

    let number: Int
    let order: OrderID
    let buyer: Int
    let placed: Int
    let isAmazons: Bool
    let isBusiness: Bool
    var shipped: Int?
    var delivered: Int?
    var refunded: Int?
    var cancelled: Int?
    var returned: Int?
    var failed: Int?
    var complaint: Int?
    var openMail: Int?
    var optOut: Int?
    var claim: Int?
    var isSellers = false
    var isNever = false
    var delayedTo: Int?

    var promisedShip: Int { placed + 2 }
    var promisedDelivery: Int { placed + 7 }
    var isLate: Bool {
        (delivered.map { $0 > promisedDelivery } ?? false) || (shipped.map { $0 > promisedShip } ?? false)
    }
    /// Nothing stands against asking, and the quarter is long enough for it.
    var isPlain: Bool {
        guard let delivered, delivered + 9 < Self.days else { return false }
        let troubles = [refunded, cancelled, returned, failed, complaint, openMail, optOut, claim]
        return troubles.allSatisfy { $0 == nil } && !isLate && !isAmazons && !isBusiness && delayedTo == nil
    }

    static func at(_ day: Int) -> Instant { start + .seconds(day * 86_400 + 6 * 3600) }

    init(_ number: Int, of count: Int, using random: inout some RandomNumberGenerator) {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        self.number = number
        order = OrderID("302-\(1_000_000 + number / 10_000_000)-\(1_000_000 + number)")!
        buyer = Int.random(in: 0..<count, using: &random)
        placed = Int.random(in: 0..<Self.days - 1, using: &random)
        isAmazons = chance(10)
        isBusiness = chance(10)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<5:
            isNever = true
            if chance(70) { refunded = placed + Int.random(in: 1...6, using: &random) }
        case 5..<10:
            cancelled = placed + 1
            isSellers = chance(60)
        case 10..<20:
            // Late: told of where the list says so.
            if chance(60) { delayedTo = placed + 12 }
            shipped = placed + Int.random(in: 3...9, using: &random)
            delivered = shipped.map { $0 + 2 }
        case 20..<25:
            shipped = placed + 1
            failed = placed + 3
            if chance(50) { delivered = placed + Int.random(in: 3...5, using: &random) }
        default:
            shipped = placed + Int.random(in: 0...2, using: &random)
            delivered = shipped.map { $0 + Int.random(in: 1...4, using: &random) }
            if chance(8) { refunded = delivered.map { $0 + Int.random(in: 0...12, using: &random) } }
            if chance(6) { returned = delivered.map { $0 + Int.random(in: 3...20, using: &random) } }
        }
        let sometime = placed + Int.random(in: 0...25, using: &random)
        if chance(4) { complaint = sometime }
        if chance(4) { openMail = sometime }
        if chance(3) { optOut = sometime }
        if chance(2) { claim = sometime }
    }

    static func delays(_ lives: [Life]) -> String {
        let rows = lives.compactMap { life -> String? in
            if life.isNever { return "\(life.order),never" }
            return life.delayedTo.map { "\(life.order),\(at($0).iso8601.prefix(10))" }
        }
        return (["order-id,date"] + rows).joined(separator: "\n") + "\n"
    }

    private var alias: String { "b\(100_000_000 + buyer)@marketplace.amazon.de" }

    private func fact(_ name: OrderFactName, _ day: Int, told: Int) -> OrderFact {
        OrderFact(
            name, Self.at(day), source: name == .shipped ? "report:shipping_confirmation" : "report:test",
            at: Self.at(told))
    }

    /// By day: an open order stands in each day's report; the rest is told once.
    var tellings: [(Int, Telling)] {
        let base = [
            OrderFact(.buyerAddress, alias, source: "report:test", at: Self.at(placed)),
            OrderFact(.fulfilledBy, isAmazons ? "amazon" : "merchant", source: "report:test", at: Self.at(placed)),
            OrderFact(.business, isBusiness ? "true" : "false", source: "report:test", at: Self.at(placed)),
            fact(.placed, placed, told: placed), fact(.promisedShip, promisedShip, told: placed),
            fact(.promisedDelivery, promisedDelivery, told: placed),
        ]
        var found: [(Int, Telling)] = []
        let open = placed...min(shipped ?? cancelled ?? placed + 12, Self.days)
        for day in open { found.append((day, .report(day == placed ? base : [base[3]]))) }
        let steps: [(OrderFactName, Int?)] = [
            (.shipped, shipped), (.delivered, delivered), (.refunded, refunded), (.cancelled, cancelled),
            (.returned, returned), (.deliveryFailed, failed),
        ]
        for (name, day) in steps { if let day { found.append((day, .report([fact(name, day, told: day)]))) } }
        if let cancelled, isSellers {
            found.append(
                (
                    cancelled,
                    .report([OrderFact(.cancelledBy, "seller", source: "report:test", at: Self.at(cancelled))])
                ))
        }
        let mails: [(Kind, Int?)] = [
            (.complaint, complaint), (.question, openMail), (.optOut, optOut), (.claim, claim),
        ]
        for (kind, day) in mails { if let day { found.append((day, .mail(kind))) } }
        return found.filter { $0.0 < Self.days }
    }

    func write(_ kind: Kind, uid: UInt32, at now: Instant, to ledger: SQLiteLedger) async throws {
        let recognition: Recognition =
            switch kind {
            case .question, .complaint:
                .buyer(
                    BuyerMessage(
                        replyTo: EmailAddress(alias)!, alias: alias,
                        conversation: ConversationKey(alias: alias, order: order)))
            case .optOut:
                .notice(Notice(type: "OPT_OUT", fields: ["alias": alias, "cause": "opted_out"], effect: .optedOut))
            case .claim: .notice(Notice(type: "A_Z_CLAIM_RESPONDENT_NOTIFY", effect: .claimFiled))
            }
        let record = IntakeRecord(
            position: Position(mailbox: "main", folder: "INBOX", uidValidity: 1, uid: uid),
            raw: Array("Message-ID: <\(uid)@x>\r\n\r\n\(uid)\r\n".utf8), messageID: "\(uid)@x", subject: "",
            arrived: now, clockStart: now,
            understanding: Understanding(recognition: recognition, orderIDs: [order], text: "\(uid)"))
        let decided = kind == .question || kind == .complaint ? Decision.Course.hold : .ignore
        _ = try await ledger.record([record], at: now) { _, _ in
            Verdict(
                classification: Classification(
                    kind: kind == .complaint ? .problem : .inquiry, confidence: 1, because: []),
                decision: Decision(decided, because: "test", deadline: now + .seconds(86_400)))
        }
        // A complaint has its answer by people, so that it is the complaint alone that stands against asking.
        guard kind == .complaint else { return }
        _ = try await ledger.answeredByPerson(
            PersonsAnswer(
                mailbox: "main", at: now + .seconds(60), place: "Sent", messageID: "a\(uid)@x",
                references: ["\(uid)@x"], conversation: ConversationKey(alias: alias, order: order), orders: [order],
                alias: alias, words: "Here it is."), at: now + .seconds(60))
    }
}
