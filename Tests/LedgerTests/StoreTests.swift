import Correspondence
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Ledger

@Suite("The store")
struct StoreTests {
    @Test("A new store is the daemon's own: 0600, WAL, every commit synced")
    func fresh() async throws {
        let world = try World()
        let mode = try FileManager.default.attributesOfItem(atPath: world.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let pragmas = try await world.ledger.pool.writeWithoutTransaction { db in
            [
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try String.fetchOne(db, sql: "PRAGMA synchronous"),
            ]
        }
        #expect(pragmas == ["wal", "2"])
    }

    @Test("A second daemon on the same store is refused, and told by whom; after the first has gone it may")
    func lock() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("replyd.db").path
        var first: SQLiteLedger? = try SQLiteLedger.open(path)
        let error = #expect(throws: LedgerError.self) { try SQLiteLedger.open(path) }
        #expect(error?.kind == .inUse(pid: getpid()))
        #expect(error?.description.contains("process \(getpid())") == true)
        let id = first?.storeID
        first = nil
        #expect(try SQLiteLedger.open(readOnly: path).storeID == id)
        #expect(try SQLiteLedger.open(path).storeID == id)
    }

    @Test("Reading needs no lock, sees what is committed, and writes nothing")
    func readOnly() async throws {
        let world = try World()
        let id = try await world.scheduled()
        let reader = try SQLiteLedger.open(readOnly: world.path)
        #expect(try await reader.reply(id)?.state == .scheduled)
        let error = await #expect(throws: LedgerError.self) { try await reader.hold(id, because: "x", at: .noon) }
        #expect(error?.kind == .readOnly)
        let missing = #expect(throws: LedgerError.self) { try SQLiteLedger.open(readOnly: world.path + ".none") }
        #expect(missing?.kind == .cannotOpen)
    }

    @Test("A store of a newer version is refused")
    func newer() async throws {
        let world = try World()
        try await world.alter("INSERT INTO grdb_migrations (identifier) VALUES ('99 of the future')")
        let error = #expect(throws: LedgerError.self) { try SQLiteLedger.open(readOnly: world.path) }
        #expect(error?.kind == .newerStore)
        let copy = try world.copy()
        let writer = #expect(throws: LedgerError.self) { try SQLiteLedger.open(copy) }
        #expect(writer?.kind == .newerStore)
    }

    @Test("What is no store, and a folder that is not there, are typed errors with advice")
    func unusable() throws {
        let world = try World()
        let path = world.folder.appendingPathComponent("other.db").path
        try Data(repeating: 65, count: 8192).write(to: URL(fileURLWithPath: path))
        let corrupt = #expect(throws: LedgerError.self) { try SQLiteLedger.open(path) }
        #expect(corrupt?.kind == .corrupt)
        let missing = #expect(throws: LedgerError.self) { try SQLiteLedger.open("/nowhere/replyd.db") }
        #expect(missing?.kind == .cannotOpen)
        #expect(missing?.words == "No such file or directory")
    }

    @Test("A full disk is a typed error, and nothing is half written")
    func diskFull() async throws {
        let world = try World()
        let id = try await world.scheduled()
        let before = try await world.names()
        let pages = try await world.ledger.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
            return pages
        }
        #expect(pages > 0)
        let error = await #expect(throws: LedgerError.self) {
            try await world.record(
                .buyer(uid: 2, conversation: "b"),
                .buyer(uid: 3, conversation: "c", body: String(repeating: "long ", count: 20_000)))
        }
        #expect(error?.kind == .diskFull)
        #expect(error?.path == world.path)
        #expect(try await world.names() == before)
        #expect(try await world.ledger.cursor("main", "INBOX")?.lastUID == 1)
        #expect(try await world.ledger.message("main", messageID: "m2@amazon.de") == nil)
        try await world.ledger.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try await world.record(.buyer(uid: 2, conversation: "b"))
        #expect(try await world.ledger.reply(id)?.state == .scheduled)
        guard case .whole = try await world.ledger.verifyChain() else {
            Issue.record("the chain broke")
            return
        }
    }

    @Test("After a crash before any checkpoint everything committed is there")
    func crash() async throws {
        let world = try World()
        let id = try await world.scheduled()
        _ = try await world.ledger.beginSending(id, messageID: "x@y", mail: World.mail, inFlight: 1, at: .noon)
        let after = try SQLiteLedger.open(world.copy())
        #expect(after.storeID == world.ledger.storeID)
        #expect(try await after.ambiguous().map(\.id) == [id])
        #expect(try await after.ambiguous().first?.messageID == "x@y")
        #expect(try await after.verifyChain() == world.ledger.verifyChain())
        #expect(try await after.cursor("main", "INBOX") == Cursor(uidValidity: 1, lastUID: 1))
    }

    @Test("The pause outlives the daemon")
    func pause() async throws {
        let world = try World()
        try await world.ledger.setPaused(true, by: "root", at: .noon)
        #expect(try await SQLiteLedger.open(world.copy()).isPaused)
    }

    @Test("The crash harness is called around each commit, and what it sees before is not yet committed")
    func hooks() async throws {
        let seen = Mutex<[String]>([])
        let world = try World { step in seen.withLock { $0.append(step) } }
        try await world.ledger.setPaused(true, by: "root", at: .noon)
        #expect(seen.withLock { $0 } == ["pause.before", "pause.after"])
    }

    @Test("A write that has begun is committed though its task is cancelled")
    func cancelled() async throws {
        let world = try World()
        let ledger = world.ledger
        let id = try await world.scheduled()
        _ = try await ledger.beginSending(id, messageID: "x@y", mail: World.mail, inFlight: 1, at: .noon)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            #expect(try await ledger.reply(id)?.state.name == "sending")
            try await ledger.finish(id, .sent(receipt: "250 Ok"), at: .noon)
        }
        try await task.value
        #expect(try await ledger.reply(id)?.state.name == "sent")
    }

    @Test("No statement of the running daemon reads a whole table")
    func plans() async throws {
        let world = try World()
        let statements =
            MailSQL.allCases.map(\.rawValue) + ReplySQL.allCases.map(\.rawValue) + EventSQL.allCases.map(\.rawValue)
            + CorrectionSQL.allCases.filter { $0 != .labelled }.map(\.rawValue)
            + AnswerSQL.allCases.filter { $0 != .answered }.map(\.rawValue) + NoticeSQL.allCases.map(\.rawValue)
            + CommandSQL.allCases.map(\.rawValue) + ForgetSQL.allCases.map(\.rawValue)
            + OrderSQL.allCases.map(\.rawValue) + ProactiveSQL.allCases.map(\.rawValue)
            + TaskSQL.allCases.map(\.rawValue) + HoldingSQL.allCases.map(\.rawValue)
            + DeadlineSQL.allCases.map(\.rawValue) + OwnMailSQL.allCases.map(\.rawValue)
        try await world.ledger.pool.read { db in
            for sql in statements {
                let plan = try Row.fetchAll(
                    db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql), arguments: Self.nothing(for: sql))
                for step in plan.map({ $0["detail"] as String }) where step.hasPrefix("SCAN") {
                    #expect(Self.allowed.contains { step.hasPrefix($0) }, Comment(rawValue: "\(step): \(sql)"))
                }
            }
        }
    }

    /// Scans of what is short: a list of mailboxes, the rows now in `sending`, the last event, the mailboxes, the open tasks.
    private static let allowed = [
        "SCAN json_each", "SCAN reply USING INDEX reply_sending", "SCAN reply USING COVERING INDEX reply_sending",
        "SCAN mailbox", "SCAN CONSTANT ROW", "SCAN task USING INDEX task_open",
    ]

    private static func nothing(for sql: String) -> StatementArguments {
        StatementArguments([Int64?](repeating: nil, count: sql.filter { $0 == "?" }.count))
    }
}

extension World {
    /// The store's files as a crash would leave them now; the path of the copy.
    func copy() throws -> String {
        let target = folder.appendingPathComponent("copy-\(UUID().uuidString).db").path
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: target + suffix)
        }
        return target
    }
}
