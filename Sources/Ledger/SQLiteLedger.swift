import Correspondence
import Foundation
import GRDB
import Synchronization

/// The ledger in one SQLite file (WAL, `synchronous = FULL`): a commit that returned survives a power cut.
///
/// One process at a time may write (a lock file beside the store); any number may read. Steps are grouped in the files
/// `SQLiteLedger+….swift` by their subject; each goes through ``write(_:_:)`` or ``read(_:_:)``.
public final class SQLiteLedger: Ledger {
    /// Called with a step's name before and after its commit, `"finish.before"`, `"finish.after"`: where the crash
    /// harness pulls the plug.
    public typealias Hook = @Sendable (String) -> Void

    /// Empty for a temporary store.
    public let path: String
    public let storeID: String
    /// What the Message-IDs of replies carry: the store's id, or a new one since the store was restored, so that no name
    /// that a mail may have had already is given to another.
    let names: String

    /// Connections to a file, or the one to a temporary store.
    let pool: any DatabaseWriter
    /// Held for as long as the ledger lives; `nil` where it only reads, or where nobody else can.
    private let lock: StoreLock?
    private let hook: Hook?
    let readers = CommitReaders()

    /// Opens the store for the daemon; makes it where there is none.
    ///
    /// Throws ``LedgerError``: `inUse` where another daemon has it, `newerStore`, `corrupt`, `cannotOpen`, `diskFull`.
    public static func open(_ path: String, hook: Hook? = nil) throws(LedgerError) -> SQLiteLedger {
        let lock = try StoreLock(store: path)
        try createFile(path)
        return try opening(path) {
            let pool = try DatabasePool(path: path, configuration: configuration())
            // After the pool has set up WAL, which resets it to NORMAL.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            return try SQLiteLedger(path, pool, lock: lock, hook: hook)
        }
    }

    /// Opens an existing store for looking only, beside a running daemon or without one. Every write throws `readOnly`.
    ///
    /// - Parameter anyAge: also one that an older version made and that has yet to be brought up to date.
    public static func open(readOnly path: String, anyAge: Bool = false) throws(LedgerError) -> SQLiteLedger {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LedgerError(
                .cannotOpen, what: "open the store", path: path, words: "there is no such file",
                advice: "check `store` in the configuration; the daemon makes it at its first start")
        }
        return try opening(path) {
            let pool = try DatabasePool(path: path, configuration: configuration(readOnly: true))
            return try SQLiteLedger(path, pool, lock: nil, hook: nil, readOnly: true, anyAge: anyAge)
        }
    }

    /// An empty store for a simulation: in memory, what does not fit there in a file that nobody else can open; gone with
    /// the ledger. It outlives nothing, so it waits for no disk.
    public static func temporary() throws(LedgerError) -> SQLiteLedger {
        try opening("") {
            try SQLiteLedger("", DatabaseQueue(path: "", configuration: configuration()), lock: nil, hook: nil)
        }
    }

    private init(
        _ path: String, _ pool: any DatabaseWriter, lock: StoreLock?, hook: Hook?, readOnly: Bool = false,
        anyAge: Bool = false
    ) throws {
        try pool.read { db in try Self.refuseOtherVersions(db, path: path, readOnly: readOnly && !anyAge) }
        if !readOnly {
            try Schema.migrator.migrate(pool)
            try pool.write { db in
                try db.execute(
                    sql: "INSERT OR IGNORE INTO meta (key, value) VALUES ('store_id', ?)",
                    arguments: [randomBytes(16).hexadecimal])
            }
        }
        let id = try pool.read { db in try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'store_id'") }
        guard let id, !id.isEmpty else {
            throw LedgerError(
                .corrupt, what: "open the store", path: path, words: "it has no id", advice: "restore a backup")
        }
        self.path = path
        self.pool = pool
        self.lock = lock
        self.hook = hook
        storeID = id
        names = try pool.read { db in try EventSQL.meta.text(db, [Restoring.names]) } ?? id
    }

    deinit { readers.finish() }

    /// One transaction under the name `step`, that appends its events and publishes them once it is committed.
    func write<T: Sendable>(
        _ step: String, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws(LedgerError) -> T {
        let (pool, hook, storeID, readers, path) = (self.pool, self.hook, self.storeID, self.readers, self.path)
        // A task of its own: GRDB would roll back the transaction of a cancelled one.
        let result = await Task { () -> Result<T, LedgerError> in
            do {
                let (value, last) = try await pool.write { db in
                    let transaction = try Transaction(db, storeID: storeID)
                    let value = try body(transaction)
                    hook?(step + ".before")
                    return (value, transaction.appended ? transaction.number : nil)
                }
                hook?(step + ".after")
                if let last { readers.publish(last) }
                return .success(value)
            } catch {
                return .failure(LedgerError(error, what: step, path: path))
            }
        }.value
        return try result.get()
    }

    func read<T: Sendable>(
        _ what: String, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(LedgerError) -> T {
        let (pool, path) = (self.pool, self.path)
        let result = await Task { () -> Result<T, LedgerError> in
            do {
                // A temporary store has one connection, so nothing changes under a reading; to make that read-only and
                // back would have SQLite plan every statement anew.
                return .success(try await path.isEmpty ? pool.unsafeRead(body) : pool.read(body))
            } catch {
                return .failure(LedgerError(error, what: what, path: path))
            }
        }.value
        return try result.get()
    }

    private static func configuration(readOnly: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 3
        configuration.label = "ledger"
        return configuration
    }

    private static func opening(
        _ path: String, _ make: () throws -> SQLiteLedger
    ) throws(LedgerError) -> SQLiteLedger {
        do {
            return try make()
        } catch {
            throw LedgerError(error, what: "open the store", path: path)
        }
    }

    /// The store holds buyers' words: nobody but the daemon's user reads it. SQLite gives -wal and -shm the same mode.
    static func createFile(_ path: String) throws(LedgerError) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LedgerError(
                .cannotOpen, what: "make the store", path: path, words: String(cString: strerror(errno)),
                advice: "check that the folder exists and that the daemon's user may write to it")
        }
        close(descriptor)
    }

    private static func refuseOtherVersions(_ db: Database, path: String, readOnly: Bool) throws {
        if try Schema.migrator.hasBeenSuperseded(db) {
            throw LedgerError(
                .newerStore, what: "open the store", path: path, words: "a newer version of replyd has changed it",
                advice: "install that version again, or restore the backup made before the update")
        }
        if readOnly, try !Schema.migrator.hasCompletedMigrations(db) {
            throw LedgerError(
                .cannotOpen, what: "open the store", path: path, words: "it is of an older version of replyd",
                advice: "start the daemon once: it brings the store up to date")
        }
    }
}

/// Those who want to know of commits.
final class CommitReaders: Sendable {
    private let state = Mutex<(next: Int, readers: [Int: AsyncStream<Int64>.Continuation])>((0, [:]))

    func add() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int64.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.next += 1
            state.readers[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: id) }
        }
        return stream
    }

    func publish(_ number: Int64) {
        for reader in state.withLock({ Array($0.readers.values) }) { reader.yield(number) }
    }

    func finish() {
        for reader in state.withLock({ Array($0.readers.values) }) { reader.finish() }
    }
}

/// From the system's generator, which is a cryptographic one.
extension SQLiteLedger {
    public func signOfLife() async { try? await write("give a sign of life") { _ in } }
}

func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
