import Correspondence
import Foundation
import GRDB

/// The event chain, the logs that follow it, and the pause.
extension SQLiteLedger {
    public func append(_ events: [Event]) async throws(LedgerError) {
        guard !events.isEmpty else { return }
        try await write("append events") { transaction in
            for event in events { try transaction.append(event) }
        }
    }

    public func events(after number: Int64, limit: Int) async throws(LedgerError) -> [NumberedEvent] {
        try await read("read events") { db in
            try EventSQL.after.rows(db, [number, limit]).map { try NumberedEvent($0) }
        }
    }

    public func commits() -> AsyncStream<Int64> { readers.add() }

    public func logPosition(_ log: String) async throws(LedgerError) -> Int64 {
        try await read("look up a log") { db in try EventSQL.logPosition.integer(db, [log]) ?? 0 }
    }

    public func setLogPosition(_ log: String, to number: Int64) async throws(LedgerError) {
        try await write("move a log on") { transaction in
            try EventSQL.setLogPosition.run(transaction.db, [log, number])
        }
    }

    public func setPaused(_ paused: Bool, by person: String, at now: Instant) async throws(LedgerError) {
        try await write(paused ? "pause" : "resume") { transaction in
            let before = try EventSQL.meta.text(transaction.db, ["paused"]) == "1"
            guard before != paused else { return }
            try EventSQL.setMeta.run(transaction.db, ["paused", paused ? "1" : "0"])
            try transaction.append(
                Event(paused ? .daemonPaused : .daemonResumed, at: now, ["by": .text(person)]))
        }
    }

    public var isPaused: Bool {
        get async throws(LedgerError) {
            try await read("look up the pause") { db in try EventSQL.meta.text(db, ["paused"]) == "1" }
        }
    }

    /// One snapshot of the store, read in pages: the daemon goes on writing meanwhile.
    public func verifyChain() async throws(LedgerError) -> ChainVerdict {
        let storeID = self.storeID
        return try await read("verify the chain") { db in
            var (number, hash) = (Int64(0), Transaction.beginning(storeID))
            while true {
                let page = try EventSQL.chain.rows(db, [number, 1000])
                if page.isEmpty { return .whole(count: number, head: hash) }
                for row in page {
                    let link = Link(row)
                    if let flaw = link.flaw(after: number, hash) { return .broken(at: number + 1, why: flaw) }
                    number = link.number
                    hash = Digest(of: hash.bytes, link.digest)
                }
            }
        }
    }
}

/// One row of the chain as it lies in the store.
private struct Link {
    let number: Int64
    let salt: [UInt8]?
    let content: [UInt8]?
    let digest: [UInt8]
    let hash: [UInt8]

    init(_ row: Row) {
        number = row["number"]
        salt = (row["salt"] as Data?).map(Array.init)
        content = (row["content"] as Data?).map(Array.init)
        digest = Array(row["digest"] as Data)
        hash = Array(row["hash"] as Data)
    }

    /// What is wrong with it as the successor of event `last`; `nil`: nothing.
    func flaw(after last: Int64, _ lastHash: Digest) -> String? {
        guard number == last + 1 else { return "event \(last + 1) is missing" }
        switch (salt, content) {
        case (let salt?, let content?):
            guard Digest(of: salt, content).bytes == digest else { return "the content is not what was committed" }
            guard let read = CanonicalEvent.decode(content) else { break }
            guard read.number == number else { return "the content is that of event \(read.number)" }
        case (nil, nil): break
        default: return "half of the content was erased"
        }
        guard Digest(of: lastHash.bytes, digest).bytes == hash else {
            return "the hash does not follow from the one before"
        }
        return nil
    }
}

extension NumberedEvent {
    init(_ row: Row) throws {
        let content = row["content"] as Data?
        self.init(
            number: row["number"], event: content.flatMap { CanonicalEvent.decode(Array($0))?.event },
            hash: try digest(row["hash"]))
    }
}
