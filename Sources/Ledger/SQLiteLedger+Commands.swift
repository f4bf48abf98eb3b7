import Correspondence
import Foundation
import GRDB

extension SQLiteLedger {
    public func obeyed(_ mailbox: String, _ folder: String) async throws(LedgerError) -> Cursor? {
        try await read("look up a command folder") { db in try Cursor.obeyed(db, mailbox, folder) }
    }

    public func setObeyed(_ place: CommandPlace) async throws(LedgerError) {
        try await write("note what was obeyed") { transaction in try transaction.setObeyed(place) }
    }

    public func mails(
        _ mailbox: String, _ folder: String, uidValidity: UInt32, after uid: UInt32
    ) async throws(LedgerError) -> [(uid: UInt32, message: Int64)] {
        try await read("look up moved mails") { db in
            try CommandSQL.mails.rows(db, [mailbox, folder, uidValidity, uid]).map { ($0["uid"], $0["message"]) }
        }
    }

    public func obey(
        _ command: FolderCommand, _ message: Int64, at place: CommandPlace, now: Instant
    ) async throws(LedgerError) {
        try await write("obey a move") { transaction in
            let known = try Cursor.obeyed(transaction.db, place.mailbox, place.folder)
            if let known, known.uidValidity == place.uidValidity, known.lastUID >= place.uid { return }
            // It lies here now: flags that we set belong here.
            try CommandSQL.leave.run(transaction.db, [message, place.folder])
            try CommandSQL.arrive.run(
                transaction.db, [place.mailbox, place.folder, place.uidValidity, place.uid, place.uid, message])
            let outcome = try transaction.obey(command, message, in: place.folder, now: now)
            if let row = try MailSQL.message.row(transaction.db, [message]) {
                let mail = try StoredMessage(row, position: nil)
                try transaction.append(
                    .folderObeyed(mail, command: command.name, folder: place.folder, outcome: outcome, at: now))
            }
            try transaction.setObeyed(place)
        }
    }

    public func junkRead(
        _ events: [Event], mailbox: String, folder: String, uidValidity: UInt32, upTo uid: UInt32
    ) async throws(LedgerError) {
        try await write("note what lies in Junk") { transaction in
            for event in events { try transaction.append(event) }
            try transaction.setCursor(mailbox, folder, uidValidity: uidValidity, upTo: uid)
        }
    }

    public func staleDrafts(_ mailbox: String) async throws(LedgerError) -> [StaleDraft] {
        try await read("look up stale drafts") { db in
            try CommandSQL.staleDrafts.rows(db, [mailbox]).map { row in
                StaleDraft(reply: try Reply(row), folder: row["draft_folder"], digest: try digest(row["draft_digest"]))
            }
        }
    }

    public func draftSettled(_ id: Int64, kept reason: String?, at now: Instant) async throws(LedgerError) {
        try await write("settle a draft") { transaction in
            try CommandSQL.removeDraft.run(transaction.db, [id])
            guard transaction.db.changesCount > 0 else { return }
            let fields: [String: EventValue] = reason.map { ["reason": .text($0)] } ?? [:]
            try transaction.append(
                reason == nil ? .draftRemoved : .draftKept, of: transaction.reply(id), at: now, fields)
        }
    }
}

extension Cursor {
    fileprivate static func obeyed(_ db: Database, _ mailbox: String, _ folder: String) throws -> Cursor? {
        try CommandSQL.obeyed.row(db, [mailbox, folder]).map {
            Cursor(uidValidity: $0["uid_validity"], lastUID: $0["last_uid"])
        }
    }
}

extension Transaction {
    func setObeyed(_ place: CommandPlace) throws {
        try CommandSQL.setObeyed.run(db, [place.mailbox, place.folder, place.uidValidity, place.uid])
    }

    /// Remembers what was placed in Drafts, to know it again.
    func placeDraft(_ reply: Int64, folder: String, digest: Digest) throws {
        try CommandSQL.addDraft.run(db, [reply, folder, Data(digest.bytes)])
    }

    /// - Returns: what came of it, for the log.
    fileprivate func obey(
        _ command: FolderCommand, _ message: Int64, in folder: String, now: Instant
    ) throws -> String {
        guard let row = try MailSQL.message.row(db, [message]) else { return "the mail is not in the store" }
        let mail = try StoredMessage(row, position: nil)
        guard let buyer = mail.buyer else { return "no buyer wrote it" }
        let until = mail.clockStart.milliseconds + 1
        let pending = try AnswerSQL.overtaken.rows(db, [mail.mailbox, buyer.conversation.value, until])
            .map { try Reply($0) }
        switch command {
        case .hold:
            let scheduled = pending.filter { $0.state == .scheduled }
            for reply in scheduled { try hold(reply, because: "a person moved the mail to \(folder)", at: now) }
            return scheduled.isEmpty ? "nothing was to go out by itself" : "held"
        case .sendNow:
            guard let reply = pending.last else { return "there is no reply to send: \(mail.decision.reason)" }
            if reply.state == .scheduled {
                try reschedule(
                    reply, due: now, deadline: reply.deadline, because: "a person moved the mail to \(folder)", at: now)
                try ReplySQL.release.run(db, ["a move to \(folder)", reply.id])
            } else {
                try release(reply, by: "a move to \(folder)", at: now)
            }
            return "reply \(reply.id) goes out"
        case .never, .done:
            var answer = PersonsAnswer(
                mailbox: mail.mailbox, at: Instant(milliseconds: until), place: folder, orders: mail.orderIDs,
                alias: buyer.alias)
            answer.references = [mail.messageID].compactMap { $0 }
            let closed = try settle(buyer.conversation, by: answer, saying: command == .done, at: now)
            for reply in pending { try end(reply, because: "a person moved the mail to \(folder)", at: now) }
            return "\(closed) mails are settled, \(pending.count) replies are not wanted"
        case .kind: return "a correction"
        }
    }
}

/// Statements of command folders and drafts.
enum CommandSQL: String, Statements {
    case obeyed = "SELECT uid_validity, last_uid FROM obeyed WHERE mailbox = ? AND folder = ?"
    case setObeyed = """
        INSERT INTO obeyed (mailbox, folder, uid_validity, last_uid) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid
            WHERE obeyed.uid_validity <> excluded.uid_validity OR obeyed.last_uid < excluded.last_uid
        """
    case mails = """
        SELECT uid, message FROM position
        WHERE mailbox = ? AND folder = ? AND uid_validity = ? AND uid > ? AND message IS NOT NULL ORDER BY uid
        """
    case leave = "UPDATE position SET message = NULL WHERE message = ? AND folder <> ?"
    case arrive = """
        INSERT INTO position (mailbox, folder, uid_validity, uid, previous_uid, message) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET message = excluded.message
        """
    case addDraft = "INSERT OR REPLACE INTO draft (reply, folder, digest) VALUES (?, ?, ?)"
    case removeDraft = "DELETE FROM draft WHERE reply = ?"
    case staleDrafts = """
        SELECT reply.*, draft.folder AS draft_folder, draft.digest AS draft_digest
        FROM draft JOIN reply ON reply.id = draft.reply WHERE reply.mailbox = ? AND reply.state <> 'drafted'
        """
}
