import Correspondence
import Foundation
import Testing

@testable import Ledger

@Suite("The chain of events")
struct ChainTests {
    static let rich = Event(
        .replySent, at: .noon, mailbox: "main", message: "a\"b\\c\u{1}@x", conversation: ConversationKey(alias: "w04"),
        order: OrderID("302-1234567-1234567"), kind: .return,
        [
            "text": .text("Größe / \u{1F600}\n"), "number": .number(.max), "fraction": .fraction(0.1),
            "flag": .flag(true), "time": .time(.noon), "list": .list(["b", "a"]), "person": .person("Erika"),
            "address": .address(EmailAddress("w04+x@marketplace.amazon.de")!), "words": .words("Wo?"),
        ])

    @Test("An event of every sort of value comes back from its canonical bytes")
    func roundTrip() throws {
        let bytes = CanonicalEvent.encode(Self.rich, number: 7)
        let read = try #require(CanonicalEvent.decode(bytes))
        #expect(read.number == 7)
        #expect(read.event == Self.rich)
        #expect(CanonicalEvent.encode(read.event, number: 7) == bytes)
    }

    @Test("The canonical bytes are these, for good")
    func canonical() {
        let event = Event(.replySent, at: .noon, mailbox: "main", ["b": .text("ü\n"), "a": .fraction(0.5)])
        #expect(
            String(decoding: CanonicalEvent.encode(event, number: 7), as: UTF8.self)
                == #"{"event":"reply.sent","fields":{"a":{"fraction":"0.5"},"b":{"text":"ü\u000a"}},"mailbox":"main","number":7,"time":1790000000000}"#
        )
    }

    @Test("SHA-256 gives the standard's digests (FIPS 180-4)")
    func digests() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(Digest(of: Array("abc".utf8)).description == abc)
        #expect(Digest(of: [97], [98, 99]).description == abc)
        #expect(Digest(of: []).description == empty)
    }

    @Test("Events are numbered from 1 and the whole chain verifies, also with erased content")
    func whole() async throws {
        let world = try World()
        #expect(
            try await world.ledger.verifyChain() == .whole(count: 0, head: Transaction.beginning(world.ledger.storeID)))
        try await world.ledger.append([Self.rich, Self.rich, Self.rich])
        let events = try await world.ledger.events(after: 1, limit: 10)
        #expect(events.map(\.number) == [2, 3])
        #expect(events.first?.event == Self.rich)
        try await world.alter("UPDATE event SET salt = NULL, content = NULL WHERE number = 2")
        #expect(try await world.ledger.verifyChain() == .whole(count: 3, head: events[1].hash))
        #expect(try await world.ledger.events(after: 1, limit: 1).first?.event == nil)
    }

    @Test(
        "Whatever is changed in the chain is found where it was changed",
        arguments: [
            ("UPDATE event SET content = replace(content, 'main', 'mine') WHERE number = 2", Int64(2)),
            ("UPDATE event SET salt = zeroblob(16) WHERE number = 2", 2),
            ("UPDATE event SET salt = NULL WHERE number = 2", 2),
            ("UPDATE event SET digest = zeroblob(32) WHERE number = 3", 3),
            ("UPDATE event SET hash = zeroblob(32) WHERE number = 1", 1),
            ("DELETE FROM event WHERE number = 2", 2),
            ("UPDATE event SET number = 9 WHERE number = 3", 3),
        ])
    func tampered(statement: String, at number: Int64) async throws {
        let world = try World()
        try await world.ledger.append([Self.rich, Self.rich, Self.rich])
        // `replace` makes text of a blob; the column is strict.
        try await world.alter(statement.replacingOccurrences(of: "replace(content, 'main', 'mine')", with: Self.forged))
        guard case .broken(number, let why) = try await world.ledger.verifyChain() else {
            Issue.record("not found: \(statement)")
            return
        }
        #expect(!why.isEmpty)
    }

    static let forged = "CAST(replace(CAST(content AS TEXT), 'main', 'mine') AS BLOB)"

    @Test("Readers are told of the last number after each commit that appended")
    func commits() async throws {
        let world = try World()
        var numbers = world.ledger.commits().makeAsyncIterator()
        try await world.ledger.append([Self.rich, Self.rich])
        #expect(await numbers.next() == 2)
        try await world.ledger.setLogPosition("file", to: 2)
        try await world.ledger.append([Self.rich])
        #expect(await numbers.next() == 3)
        #expect(try await world.ledger.logPosition("file") == 2)
        #expect(try await world.ledger.logPosition("other") == 0)
    }
}

extension World {
    /// Changes the store behind the ledger's back.
    func alter(_ sql: String) async throws {
        try await ledger.pool.write { db in try db.execute(sql: sql) }
    }
}
