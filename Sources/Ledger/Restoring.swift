import Correspondence
import Foundation
import GRDB

/// What a restored store must know: whatever happened since its backup, it has not heard of it (design section 6).
enum Restoring {
    /// Keys of `meta`.
    static let names = "names"
    static let restoredAt = "restored_at"

    /// When the store was last restored; `nil`: never.
    static func time(_ db: Database) throws -> Instant? {
        try EventSQL.meta.text(db, [restoredAt]).flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
    }

    /// Makes a copied backup ready to take the store's place: paused, with new names for replies to come, and every reply
    /// that may have gone out since the backup in `sending`, where only a look into Sent gets it out of.
    ///
    /// - Parameter domains: of each mailbox's own address, which is in its replies' Message-IDs.
    static func prepare(
        _ transaction: Transaction, names: String, domains: [String: String], events: Int64, at now: Instant
    ) throws -> RestoredStore {
        let db = transaction.db
        let last = try EventSQL.after.rows(db, [transaction.number - 1, 1]).first.flatMap { try NumberedEvent($0) }
        let known = last?.event?.time
        try EventSQL.setMeta.run(db, [Self.names, randomBytes(16).hexadecimal])
        try EventSQL.setMeta.run(db, [restoredAt, "\(now.milliseconds)"])
        try EventSQL.setMeta.run(db, ["paused", "1"])
        var lookedUp = 0
        for row in try ReplySQL.unfinished.rows(db) {
            var reply = try Reply(row)
            if reply.messageID == nil, let domain = domains[reply.mailbox] {
                let name = SQLiteLedger.messageID(reply, names: names, domain: domain)
                try ReplySQL.name.run(db, [name, reply.id])
                reply.messageID = name
            }
            switch reply.state {
            case .scheduled where reply.action != .draft:
                try transaction.take(.begin, reply, detail: "the store was restored", at: known ?? now)
                try transaction.append(
                    .replyAmbiguous, of: reply, at: now,
                    ["since": .time(known ?? now), "reason": .text("the store was restored from a backup")])
                lookedUp += 1
            case .sending: lookedUp += 1
            case .held(let reason):
                try ReplySQL.move.run(db, ["held", now.milliseconds, reason + warning, reply.id])
            default: break
            }
        }
        try transaction.append(.storeRestored(at: now, backup: known, events: events, lookedUp: lookedUp))
        return RestoredStore(events: events, knowsUntil: known, lookedUp: lookedUp)
    }

    private static let warning = "; the store was restored since: look into Sent before you release it"
}

/// What came of a restore.
public struct RestoredStore: Hashable, Sendable {
    /// How many the backup has.
    public var events: Int64
    /// When the last of them happened.
    public var knowsUntil: Instant?
    /// Replies that are looked up in Sent before anything becomes of them.
    public var lookedUp: Int
}
