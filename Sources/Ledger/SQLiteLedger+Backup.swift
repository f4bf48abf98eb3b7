import Correspondence
import Foundation
import GRDB

/// Backups: a whole copy of the store beside a working daemon, and the way back.
extension SQLiteLedger {
    /// Copies the store, as it is at one moment, into a new file that only its owner can read, and proves the copy.
    ///
    /// The daemon goes on. The copy appears under its name only when it is whole and on the disk.
    ///
    /// - Returns: its number of events.
    /// - Throws: `cannotOpen` where the file is there already or cannot be made, `corrupt` where the copy does not hold.
    public static func backUp(_ path: String, to target: String) async throws(LedgerError) -> Int64 {
        guard !FileManager.default.fileExists(atPath: target) else {
            throw LedgerError(
                .cannotOpen, what: "back up", path: target, words: "the file is there already",
                advice: "give another name: a backup never takes the place of another")
        }
        let source = try open(readOnly: path)
        let draft = target + ".part"
        unlink(draft)
        do {
            try createFile(draft)
            try await copy(source.pool, to: draft)
            let events = try await proven(draft)
            try putOnDisk(draft, as: target)
            return events
        } catch {
            unlink(draft)
            throw LedgerError(error, what: "back up", path: path)
        }
    }

    /// Puts a backup in the store's place. The store that was there is kept beside it, under `aside`.
    ///
    /// Whatever goes wrong, the store that was there stays in its place.
    ///
    /// - Parameters:
    ///   - domains: of each mailbox's own address, which is in its replies' Message-IDs.
    ///   - aside: where the old store goes; nothing goes there where there is none.
    /// - Throws: `inUse` while a daemon runs, `newerStore`, `corrupt` where the backup does not hold.
    public static func restore(
        _ backup: String, to path: String, domains: [String: String], aside: String, at now: Instant
    ) async throws(LedgerError) -> RestoredStore {
        let lock = try StoreLock(store: path)
        defer { withExtendedLifetime(lock) {} }
        let draft = path + ".restoring"
        removeStore(draft)
        do {
            let source = try open(readOnly: backup, anyAge: true)
            try createFile(draft)
            try await copy(source.pool, to: draft)
            let events = try await proven(draft)
            let restored = try await prepare(draft, domains: domains, events: events, at: now)
            if FileManager.default.fileExists(atPath: path) {
                for part in parts { _ = rename(path + part, aside + part) }
            }
            try putOnDisk(draft, as: path)
            removeStore(draft)
            return restored
        } catch {
            removeStore(draft)
            throw LedgerError(error, what: "restore the backup \(backup)", path: path)
        }
    }

    /// Also brings a backup of an older version up to date.
    private static func prepare(
        _ draft: String, domains: [String: String], events: Int64, at now: Instant
    ) async throws -> RestoredStore {
        let ledger = try open(draft)
        let names = ledger.names
        let restored = try await ledger.write("restore") { transaction in
            try Restoring.prepare(transaction, names: names, domains: domains, events: events, at: now)
        }
        // Into one file: what is renamed below must be all of it.
        try await ledger.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try ledger.pool.close()
        return restored
    }

    private static func copy(_ source: any DatabaseReader, to path: String) async throws {
        let target = try DatabaseQueue(path: path)
        try source.backup(to: target)
        try target.close()
    }

    /// The file holds together, and so does its chain.
    private static func proven(_ path: String) async throws -> Int64 {
        let copy = try open(readOnly: path, anyAge: true)
        let words = try await copy.read("check the copy") { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check")
        }
        guard words == ["ok"] else {
            throw LedgerError(
                .corrupt, what: "check the copy", path: path, words: words.prefix(3).joined(separator: "; "),
                advice: "the store it was made from is damaged: keep it, and take an older backup")
        }
        switch try await copy.verifyChain() {
        case .whole(let count, _): return count
        case .broken(let number, let why):
            throw LedgerError(
                .corrupt, what: "check the copy's chain", path: path, words: "it breaks at event \(number): \(why)",
                advice: "somebody or something changed the store: keep it, and take an older backup")
        }
    }

    private static func putOnDisk(_ draft: String, as target: String) throws {
        for (path, flags) in [
            (draft, O_RDONLY), ((draft as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY),
        ] {
            let descriptor = Foundation.open(path.isEmpty ? "." : path, flags | O_CLOEXEC)
            defer { close(descriptor) }
            guard descriptor >= 0, fsync(descriptor) == 0 else { throw Self.systemError("write", path) }
            if path == draft, rename(draft, target) != 0 { throw Self.systemError("rename", target) }
        }
    }

    private static func systemError(_ what: String, _ path: String) -> LedgerError {
        LedgerError(
            .cannotOpen, what: what, path: path, words: String(cString: strerror(errno)),
            advice: "check the folder's rights and its disk's space")
    }

    private static func removeStore(_ path: String) {
        for part in parts + [".lock"] { unlink(path + part) }
    }

    /// What SQLite's files are called, after the store's name.
    private static let parts = ["", "-wal", "-shm"]
}
