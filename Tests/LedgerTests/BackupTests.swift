import Correspondence
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Backups, and the way back")
struct BackupTests {
    private static let domains = ["main": "shop.example"]

    @Test("a backup is taken while the daemon writes, is whole, and nobody else can read it")
    func backup() async throws {
        let world = try World()
        _ = try await world.sent(uid: 1)
        let file = world.folder.appendingPathComponent("copy.db").path
        let events = try await SQLiteLedger.backUp(world.path, to: file)
        #expect(try await events == Int64(world.names().count))
        let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        let copy = try SQLiteLedger.open(readOnly: file)
        #expect(try await copy.verifyChain() == world.ledger.verifyChain())
        _ = try await world.sent(uid: 2, conversation: "b")
        #expect(!FileManager.default.fileExists(atPath: file + ".part"))
    }

    @Test("a backup never takes the place of a file that is there")
    func notOver() async throws {
        let world = try World()
        let file = world.folder.appendingPathComponent("copy.db").path
        try "precious".write(toFile: file, atomically: true, encoding: .utf8)
        let error = await #expect(throws: LedgerError.self) { _ = try await SQLiteLedger.backUp(world.path, to: file) }
        #expect(error?.words == "the file is there already")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }

    @Test("a restored store is paused, looks up what may have gone out since, and gives no name twice")
    func restore() async throws {
        let world = try World()
        let sent = try await world.sent(uid: 1)
        let waiting = try await world.scheduled(uid: 2, conversation: "b")
        let held = try await world.scheduled(uid: 3, conversation: "c")
        try await world.ledger.hold(held, because: "a question", at: .noon)
        let file = world.folder.appendingPathComponent("copy.db").path
        _ = try await SQLiteLedger.backUp(world.path, to: file)
        let before = try #require(try await world.ledger.reply(waiting))
        let name = world.ledger.messageID(of: before, domain: "shop.example")

        let place = world.folder.appendingPathComponent("other.db").path
        let restored = try await SQLiteLedger.restore(
            file, to: place, domains: Self.domains, aside: place + ".old", at: .noon + .seconds(3600))
        #expect(restored.lookedUp == 1 && restored.knowsUntil == .noon)
        let ledger = try SQLiteLedger.open(place)
        #expect(try await ledger.isPaused)
        let row = try #require(try await ledger.reply(waiting))
        #expect(row.state == .sending(since: .noon))
        #expect(row.messageID == name, "the name under which the other store would have sent it")
        #expect(try await ledger.reply(sent)?.state.name == "sent")
        guard case .held(let reason) = try #require(try await ledger.reply(held)).state else { throw Missing() }
        #expect(reason.contains("look into Sent before you release it"))
        #expect(
            ledger.messageID(of: before, domain: "shop.example")
                != world.ledger.messageID(of: before, domain: "shop.example")
        )
        guard case .whole = try await ledger.verifyChain() else { throw Missing() }
        let last = try await ledger.events(after: 0, limit: 1000).last?.event?.name
        #expect(last == .storeRestored)
    }

    @Test("mail that came before the restore and is new to the store is told apart")
    func backlog() async throws {
        let world = try World()
        _ = try await world.sent(uid: 1)
        let file = world.folder.appendingPathComponent("copy.db").path
        _ = try await SQLiteLedger.backUp(world.path, to: file)
        let place = world.folder.appendingPathComponent("other.db").path
        let restoredAt = Instant.noon + .seconds(3600)
        _ = try await SQLiteLedger.restore(
            file, to: place, domains: Self.domains, aside: place + ".old", at: restoredAt)
        let ledger = try SQLiteLedger.open(place)
        _ = try await ledger.record([.buyer(uid: 2, conversation: "b")], at: restoredAt) { mail, facts in
            #expect(facts.restoredAt == restoredAt)
            return World.answer(mail, facts)
        }
    }

    @Test("the store that was there is kept, and comes back by a restore of its own")
    func kept() async throws {
        let world = try World()
        _ = try await world.sent(uid: 1)
        let file = world.folder.appendingPathComponent("copy.db").path
        _ = try await SQLiteLedger.backUp(world.path, to: file)
        let place = world.folder.appendingPathComponent("other.db").path
        try await {
            let other = try SQLiteLedger.open(place)
            try await other.setPaused(true, by: "test", at: .noon)
            try other.pool.close()
        }()
        _ = try await SQLiteLedger.restore(file, to: place, domains: [:], aside: place + ".old", at: .noon)
        let old = try SQLiteLedger.open(readOnly: place + ".old")
        #expect(try await old.events(after: 0, limit: 10).compactMap { $0.event?.name } == [.daemonPaused])
    }

    @Test("while a daemon has the store, nothing is restored over it")
    func inUse() async throws {
        let world = try World()
        let file = world.folder.appendingPathComponent("copy.db").path
        _ = try await SQLiteLedger.backUp(world.path, to: file)
        let error = await #expect(throws: LedgerError.self) {
            _ = try await SQLiteLedger.restore(
                file, to: world.path, domains: [:], aside: world.path + ".old", at: .noon)
        }
        #expect(error?.kind == .inUse(pid: getpid()))
    }

    @Test(
        "a damaged backup, a changed one and what is none are refused, and the store stays",
        arguments: ["page", "event", "text"])
    func damaged(how: String) async throws {
        let world = try World()
        for uid in 1...40 { _ = try await world.sent(uid: UInt32(uid), conversation: "c\(uid)") }
        let file = world.folder.appendingPathComponent("copy.db").path
        _ = try await SQLiteLedger.backUp(world.path, to: file)
        switch how {
        case "page":
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
            try handle.seek(toOffset: 20 * 4096)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 12 * 4096))
            try handle.close()
        case "event":
            let queue = try DatabaseQueue(path: file)
            try await queue.write { db in
                try db.execute(sql: "UPDATE event SET content = x'7b7d' WHERE number = 7")
            }
            try queue.close()
        default:
            try "Not a store at all, whatever its name says.".write(toFile: file, atomically: true, encoding: .utf8)
        }
        let place = world.folder.appendingPathComponent("other.db").path
        try SQLiteLedger.open(place).pool.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: place))
        await #expect(throws: LedgerError.self) {
            _ = try await SQLiteLedger.restore(file, to: place, domains: [:], aside: place + ".old", at: .noon)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: place)) == before)
        #expect(!FileManager.default.fileExists(atPath: place + ".old"))
        #expect(!FileManager.default.fileExists(atPath: place + ".restoring"))
    }
}
