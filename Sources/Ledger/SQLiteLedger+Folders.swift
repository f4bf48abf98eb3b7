import Correspondence
import GRDB

/// Mailboxes, folders and how far they are read.
extension SQLiteLedger {
    public func firstStart(_ mailbox: String, at now: Instant) async throws(LedgerError) -> Instant {
        try await write("record a mailbox") { transaction in
            try MailSQL.addMailbox.run(transaction.db, [mailbox, now.milliseconds])
            return Instant(column: try MailSQL.firstStart.integer(transaction.db, [mailbox])) ?? now
        }
    }

    public func cursor(_ mailbox: String, _ folder: String) async throws(LedgerError) -> Cursor? {
        try await read("look up a folder") { db in try Cursor.stored(db, mailbox, folder) }
    }

    public func beginFolder(
        _ mailbox: String, _ folder: String, uidValidity: UInt32, after uid: UInt32, at now: Instant
    ) async throws(LedgerError) {
        try await write("begin a folder") { transaction in
            guard try Cursor.stored(transaction.db, mailbox, folder) == nil else { return }
            try MailSQL.setCursor.run(transaction.db, [mailbox, folder, uidValidity, uid])
        }
    }

    public func renumber(
        _ mailbox: String, _ folder: String, uidValidity: UInt32, after uid: UInt32, at now: Instant
    ) async throws(LedgerError) {
        try await write("renumber a folder") { transaction in
            let old = try Cursor.stored(transaction.db, mailbox, folder)
            guard old?.uidValidity != uidValidity else { return }
            try MailSQL.forgetPositions.run(transaction.db, [mailbox, folder])
            try MailSQL.setCursor.run(transaction.db, [mailbox, folder, uidValidity, uid])
            var fields: [String: EventValue] = ["folder": .text(folder), "uidvalidity": .number(Int64(uidValidity))]
            if let old { fields["was"] = .number(Int64(old.uidValidity)) }
            try transaction.append(Event(.mailboxRenumbered, at: now, mailbox: mailbox, fields))
        }
    }

    public func vanished(_ position: Position) async throws(LedgerError) {
        try await write("pass a missing mail") { transaction in
            try transaction.place(position, message: nil)
            try transaction.advance(position)
        }
    }
}

extension Cursor {
    static func stored(_ db: Database, _ mailbox: String, _ folder: String) throws -> Cursor? {
        try MailSQL.cursor.row(db, [mailbox, folder]).map {
            Cursor(uidValidity: $0["uid_validity"], lastUID: $0["last_uid"])
        }
    }
}

extension Transaction {
    func place(_ position: Position, message: Int64?) throws {
        try MailSQL.addPosition.run(
            db,
            [
                position.mailbox, position.folder, position.uidValidity, position.uid, position.previousUID, message,
            ])
    }

    /// The folder has been read up to `uid`, unless it was numbered anew or read further meanwhile.
    func setCursor(_ mailbox: String, _ folder: String, uidValidity: UInt32, upTo uid: UInt32) throws {
        let cursor = try Cursor.stored(db, mailbox, folder)
        guard let cursor, cursor.uidValidity == uidValidity, cursor.lastUID < uid else { return }
        try MailSQL.setCursor.run(db, [mailbox, folder, uidValidity, uid])
    }

    /// Moves the folder's cursor over every UID that follows it without a gap. One of another UIDVALIDITY does not move
    /// it: the folder was renumbered meanwhile.
    func advance(_ position: Position) throws {
        let (mailbox, folder, validity) = (position.mailbox, position.folder, position.uidValidity)
        let cursor = try Cursor.stored(db, mailbox, folder) ?? Cursor(uidValidity: validity, lastUID: 0)
        guard cursor.uidValidity == validity else { return }
        var last = cursor.lastUID
        while let next = try MailSQL.nextPosition.row(db, [mailbox, folder, validity, last]) {
            let previous: UInt32 = next["previous_uid"]
            guard previous <= last else { break }
            last = next["uid"]
        }
        guard last > cursor.lastUID else { return }
        try MailSQL.setCursor.run(db, [mailbox, folder, validity, last])
    }
}
