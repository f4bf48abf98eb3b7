import GRDB

/// The store cannot do what was asked; nothing of it has happened.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The folder or the file cannot be used.
        case cannotOpen
        /// Another process has the store; its process id, where the lock file tells.
        case inUse(pid: Int32?)
        /// A newer version of the program made the store.
        case newerStore
        case corrupt, diskFull, readOnly, busy
        /// The outbox's table of transitions has no such step.
        case illegalTransition(from: String, to: String)
        case noSuchReply
        case noSuchMessage
        /// Only a buyer's mail has a kind.
        case notABuyersMail
        /// A rule of the store itself was about to be broken.
        case constraint
        case other
    }

    public var kind: Kind
    /// What was being done: `"record mails"`.
    public var what: String
    /// The store's file.
    public var path: String
    /// SQLite's or the system's words.
    public var words: String
    /// What to do next.
    public var advice: String

    public init(_ kind: Kind, what: String, path: String, words: String, advice: String) {
        self.kind = kind
        self.what = what
        self.path = path
        self.words = words
        self.advice = advice
    }

    public var description: String { "the store \(path): cannot \(what): \(words); \(advice)" }
}

extension LedgerError {
    /// An error from inside a transaction, in the store's terms.
    init(_ error: any Error, what: String, path: String) {
        if var known = error as? LedgerError {
            if known.path.isEmpty { known.path = path }
            self = known
            return
        }
        if let error = error as? StoredValueError {
            self.init(
                .corrupt, what: what, path: path, words: "\(error)",
                advice: "stop the daemon, keep a copy of the file and its -wal, and restore a backup")
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other, what: what, path: path, words: "\(error)", advice: "report this")
            return
        }
        let (kind, advice) = Self.meaning(of: error.resultCode)
        let statement = error.sql.map { " in `\($0.prefix(120))`" } ?? ""
        let words = "SQLite says \(error.resultCode.rawValue), \(error.message ?? "nothing more")\(statement)"
        self.init(kind, what: what, path: path, words: words, advice: advice)
    }

    private static func meaning(of code: ResultCode) -> (Kind, String) {
        let row = meanings.first { $0.code == code }
        return row.map { ($0.kind, $0.advice) } ?? (.other, "look at the system's log for trouble with the disk")
    }

    private static let meanings: [(code: ResultCode, kind: Kind, advice: String)] = [
        (.SQLITE_FULL, .diskFull, "free space on its disk; nothing is lost, mail stays on the server until then"),
        (.SQLITE_CORRUPT, .corrupt, "stop the daemon, keep a copy of the file and its -wal, and restore a backup"),
        (.SQLITE_NOTADB, .corrupt, "this is not a store of replyd: check the path, or restore a backup"),
        (.SQLITE_IOERR, .other, "the disk fails: look at the system's log"),
        (.SQLITE_READONLY, .readOnly, "give the daemon's user write access to the file and its folder"),
        (.SQLITE_PERM, .readOnly, "give the daemon's user write access to the file and its folder"),
        (.SQLITE_CANTOPEN, .cannotOpen, "check that the folder exists and that the daemon's user may write to it"),
        (.SQLITE_BUSY, .busy, "another program holds the store: end it, then try again"),
        (.SQLITE_LOCKED, .busy, "another program holds the store: end it, then try again"),
        (.SQLITE_CONSTRAINT, .constraint, "this is a fault of the program: report it"),
    ]
}
