import Correspondence
import Foundation
import Testing

@testable import Ledger

@Suite("Orders in the ledger")
struct OrderTests {
    static let id = OrderID("302-1234567-7654321")!
    static let day = Duration.seconds(86_400)

    static func telling(_ facts: OrderFact...) -> OrderTelling {
        OrderTelling(order: id, facts: facts, item: OrderItem(id: "1", sku: "LAMP"))
    }

    static func fact(_ name: OrderFactName, _ day: Int, source: String = "report:unshipped", at: Int) -> OrderFact {
        OrderFact(name, .noon + .seconds(day * 86_400), source: source, at: .noon + .seconds(at * 86_400))
    }

    @Test("facts come back with source and time, and tell the stage")
    func facts() async throws {
        let world = try World()
        let told = Self.telling(Self.fact(.placed, -3, at: -2), Self.fact(.promisedShip, 1, at: -2))
        let batch = try await world.ledger.takeOrders([told], seen: .noon, quota: 10, at: .noon)
        #expect(batch == OrderBatch(fresh: 1, changed: 0, told: 0))
        let order = try #require(try await world.ledger.order(Self.id))
        #expect(Set(order.facts) == Set(told.facts))
        #expect(order.items == [OrderItem(id: "1", sku: "LAMP")])
        #expect(order.state.stage == .placed)
        #expect(try await world.ledger.newestOrderFacts() == .noon)
    }

    @Test("the same rows again change nothing and tell nothing")
    func again() async throws {
        let world = try World()
        let told = Self.telling(Self.fact(.placed, -3, at: -2), Self.fact(.shipped, -1, at: -1))
        _ = try await world.ledger.takeOrders([told], seen: .noon, quota: 10, at: .noon)
        let before = try await world.ledger.order(Self.id)
        let batch = try await world.ledger.takeOrders([told], seen: .noon, quota: 10, at: .noon + Self.day)
        #expect(batch == OrderBatch())
        #expect(try await world.ledger.order(Self.id) == before)
        #expect(try await world.ledger.events(after: 0, limit: 10).isEmpty)
    }

    @Test("a known order at another stage is an event; beyond the quota it is counted")
    func changed() async throws {
        let world = try World()
        let other = OrderID("302-1234567-0000001")!
        let placed = Self.fact(.placed, -3, at: -3)
        let shipped = Self.fact(.shipped, -1, at: -1)
        for fact in [placed, shipped] {
            let tellings = [Self.id, other].map { OrderTelling(order: $0, facts: [fact], item: nil) }
            let batch = try await world.ledger.takeOrders(tellings, seen: .noon, quota: 1, at: .noon)
            #expect(batch.changed == (fact == shipped ? 2 : 0))
        }
        let events = try await world.ledger.events(after: 0, limit: 10).compactMap(\.event)
        #expect(events.map(\.name) == [.orderChanged])
        #expect(events.first?.fields["from"] == .text("placed"))
        #expect(events.first?.fields["to"] == .text("shipped"))
    }

    @Test("a finished file is known by its bytes, and is one event")
    func file() async throws {
        let world = try World()
        let digest = Digest(of: Array("a report".utf8))
        #expect(try await world.ledger.importedOrders(digest) == nil)
        var file = ImportedFile(name: "a.txt", form: "unshipped")
        file.rows = 3
        file.taken = 2
        file.rejected = 1
        try await world.ledger.finishOrders(file, digest: digest, at: .noon)
        #expect(try await world.ledger.importedOrders(digest) == .noon)
        let events = try await world.ledger.events(after: 0, limit: 10).compactMap(\.event)
        #expect(events.map(\.name) == [.orderImported])
        #expect(events.first?.fields["rejected"] == .number(1))
    }

    @Test("files in any order give the same state")
    func anyOrder() async throws {
        for seed in 0..<30 as Range<UInt64> { try await anyOrder(seed) }
    }

    private func anyOrder(_ seed: UInt64) async throws {
        var generator = Seeded(seed)
        let sources = ["report:unshipped", "report:all_orders", "report:fba_shipments", "notice:REFUND_ISSUED"]
        let facts = (0..<30).map { n in
            Self.fact(
                OrderFactName.allCases.filter(\.isTime).randomElement(using: &generator) ?? .placed,
                Int.random(in: -20...20, using: &generator), source: sources.randomElement(using: &generator) ?? "",
                at: n)
        }
        var states: Set<OrderState> = []
        var marks: Set<String> = []
        for _ in 0..<3 {
            let world = try World()
            var files = facts.shuffled(using: &generator)
            while !files.isEmpty {
                let rows = files.prefix(Int.random(in: 1...7, using: &generator))
                files.removeFirst(rows.count)
                _ = try await world.ledger.takeOrders(
                    rows.map { OrderTelling(order: Self.id, facts: [$0], item: nil) }, seen: .noon, quota: 9, at: .noon)
            }
            let order = try #require(try await world.ledger.order(Self.id))
            states.insert(order.state)
            marks.insert(order.state.mark)
            // What holds is the newest of those with authority.
            for (name, fact) in order.state.facts {
                let own = facts.filter { $0.name == name && !OrderPrecedence.isRestatement($0, of: facts) }
                let able = own.filter(OrderPrecedence.hasAuthority)
                #expect(fact.at == (able.isEmpty ? own : able).map(\.at).max())
            }
        }
        #expect(states.count == 1)
        #expect(marks.count == 1)
    }

    @Test("over the promise only while it is on its way")
    func pastPromise() {
        let due = Self.fact(.promisedDelivery, 0, at: -5)
        let placed = OrderState([Self.fact(.placed, -5, at: -5), due])
        #expect(placed.isPastPromise(at: .noon - .seconds(1)) == false)
        #expect(placed.isPastPromise(at: .noon + .seconds(1)) == true)
        let delivered = OrderState([due, Self.fact(.delivered, -1, at: -1)])
        #expect(delivered.isPastPromise(at: .noon + Self.day) == nil)
        #expect(OrderState([Self.fact(.placed, -5, at: -5)]).isPastPromise(at: .noon) == nil)
    }

    @Test(
        "the return window",
        arguments: [
            // placed, delivered, now, the seller's days, standing
            ("2026-06-01", "2026-06-05", "2026-07-05", 30, ReturnWindow.Standing.in),
            ("2026-06-01", "2026-06-05", "2026-07-06", 30, .out), ("2026-06-01", "2026-06-05", "2026-07-06", 60, .in),
            ("2026-06-01", "2026-06-05", "2026-07-04", 14, .in), ("2026-11-01", "2026-11-05", "2027-01-31", 30, .in),
            ("2026-11-01", "2026-11-05", "2027-02-01", 30, .out), ("2026-10-31", "2026-11-05", "2026-12-31", 30, .out),
            ("2026-12-31", "2027-01-20", "2027-02-15", 30, .in), ("2026-06-01", "", "2026-06-05", 30, .unknown),
        ])
    func returns(
        _ placed: String, _ delivered: String, _ now: String, _ days: Int, _ standing: ReturnWindow.Standing
    ) throws {
        let time = { (day: String) in try #require(Instant(iso8601: day + "T00:00:00Z")) }
        var facts = [OrderFact(.placed, try time(placed), source: "report:orders", at: .noon)]
        if !delivered.isEmpty {
            facts.append(OrderFact(.delivered, try time(delivered), source: "report:deliveries", at: .noon))
        }
        #expect(try ReturnWindow.standing(of: OrderState(facts), at: time(now), sellersDays: days) == standing)
    }
}

/// SplitMix64: the same numbers each time.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed &+ 1 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
