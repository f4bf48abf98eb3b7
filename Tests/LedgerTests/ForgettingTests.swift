import Correspondence
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Forgetting")
struct ForgettingTests {
    private func texts(_ world: World) async throws -> String {
        // All that a table holds, as one text: what is forgotten must stand nowhere.
        try await world.ledger.pool.read { db in
            let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").flatMap { row in
                    row.databaseValues.map { value -> String in
                        switch value.storage {
                        case .string(let text): text
                        case .blob(let data): String(decoding: data, as: UTF8.self)
                        default: ""
                        }
                    }
                }
            }.joined(separator: "\n")
        }
    }

    @Test("a buyer's words, name and address are nowhere any more; the chain holds, others are untouched")
    func buyer() async throws {
        let world = try World()
        let sent = try await world.sent(uid: 1)
        let waiting = try await world.scheduled(uid: 2, conversation: "b")
        let mail = try #require(try await world.ledger.message(1))
        let address = try #require(mail.buyer?.alias)
        #expect(try await texts(world).contains("Wo ist 1?"))
        guard case .done(let done) = try await world.ledger.forget(.buyer(address), by: "test", at: .noon) else {
            throw Missing()
        }
        #expect(done.mails >= 1 && done.events > 0)
        let left = try await texts(world)
        #expect(!left.contains("Wo ist 1?"))
        #expect(!left.contains(address))
        guard case .whole = try await world.ledger.verifyChain() else { throw Missing() }
        let events = try await world.ledger.events(after: 0, limit: 1000)
        #expect(events.last?.event?.name == .privacyForgotten)
        #expect(events.contains { $0.event == nil })
        #expect(try await world.ledger.reply(sent)?.state.name == "sent")
        #expect(try await world.ledger.reply(waiting)?.state.name == "superseded")
        // The very same mail is known, and never answered again.
        let again = try await world.record(.buyer(uid: 9), .buyer(uid: 1))
        #expect(again.count == 2)
        #expect(try await world.ledger.forget(.buyer("nobody@x.example"), by: "test", at: .noon) == .unknown)
    }

    @Test("a reply that may be going out is settled first")
    func sending() async throws {
        let world = try World()
        let id = try await world.scheduled(uid: 1)
        _ = try await world.ledger.beginSending(id, messageID: "r@x", mail: World.mail, inFlight: 1, at: .noon)
        let address = try #require(try await world.ledger.message(1)?.buyer?.alias)
        #expect(try await world.ledger.forget(.buyer(address), by: "test", at: .noon) == .sending(id))
        #expect(try await texts(world).contains("Wo ist 1?"))
    }

    @Test(
        "by age: first the bytes go, later the words and the events; what still waits stays; in steps until nothing is left"
    )
    func retention() async throws {
        let world = try World()
        for uid in 1...120 { _ = try await world.sent(uid: UInt32(uid), conversation: "c\(uid)") }
        let waiting = try await world.scheduled(uid: 500, conversation: "w")
        let later = Instant.noon + .seconds(200 * 86_400)
        var steps = 0
        while true {
            let done = try await world.ledger.expire(
                mailsBefore: later - .seconds(180 * 86_400), personalBefore: nil, at: later)
            if done == Forgotten() { break }
            #expect(done.mails <= 50)
            steps += 1
        }
        #expect(steps == 3)
        #expect(try await world.ledger.source(1) == nil)
        #expect(try await world.ledger.message(1)?.words == "Wo ist 1?")
        #expect(try await world.ledger.source(try #require(try await world.ledger.reply(waiting)?.message)) != nil)
        let muchLater = Instant.noon + .seconds(400 * 86_400)
        while try await world.ledger.expire(
            mailsBefore: muchLater - .seconds(180 * 86_400), personalBefore: muchLater - .seconds(365 * 86_400),
            at: muchLater) != Forgotten()
        {}
        let left = try await texts(world)
        #expect(!left.contains("Wo ist 1?") && left.contains("Wo ist 500?"))
        guard case .whole = try await world.ledger.verifyChain() else { throw Missing() }
    }
}
