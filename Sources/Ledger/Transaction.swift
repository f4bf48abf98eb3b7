import Correspondence
import Foundation
import GRDB

/// One open write transaction: the database, and the end of the event chain.
///
/// d(n) = SHA-256(salt(n) ‖ canonical bytes(n)); h(n) = SHA-256(h(n−1) ‖ d(n)); h(0) = SHA-256 of the store's id. The salt,
/// 16 random bytes, keeps an erased content from being guessed from its digest.
final class Transaction {
    let db: Database
    /// Of the last event.
    private(set) var number: Int64
    private(set) var appended = false
    private var hash: Digest

    init(_ db: Database, storeID: String) throws {
        self.db = db
        let last = try EventSQL.last.row(db)
        number = last?["number"] ?? 0
        hash = try last.map { try digest($0["hash"]) } ?? Self.beginning(storeID)
    }

    func append(_ event: Event) throws {
        number += 1
        let content = CanonicalEvent.encode(event, number: number)
        let salt = randomBytes(16)
        let digest = Digest(of: salt, content)
        hash = Digest(of: hash.bytes, digest.bytes)
        try EventSQL.append.run(
            db, [number, Data(salt), Data(content), Data(digest.bytes), Data(hash.bytes)])
        appended = true
    }

    /// h(0).
    static func beginning(_ storeID: String) -> Digest { Digest(of: Array(storeID.utf8)) }
}

/// A digest as the store has it.
func digest(_ data: Data) throws -> Digest {
    guard let digest = Digest(bytes: Array(data)) else {
        throw StoredValueError(what: "a digest of \(data.count) bytes")
    }
    return digest
}

/// Something in the store that no version of the program writes.
struct StoredValueError: Error, CustomStringConvertible {
    var what: String
    var description: String { "the store has \(what)" }
}
