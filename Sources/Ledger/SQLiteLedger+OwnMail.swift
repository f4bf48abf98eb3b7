import Correspondence
import GRDB

/// Mail to the seller's own people: intent before, outcome after, never two for one slot.
extension SQLiteLedger {
    public func lastOwnMail(
        _ purpose: OwnMail.Purpose, to receivers: String, at now: Instant
    ) async throws(LedgerError) -> OwnMail {
        try await write("look up the last mail to people") { transaction in
            if let row = try OwnMailSQL.last.row(transaction.db, [purpose.rawValue, receivers]) {
                return try OwnMail(row)
            }
            let first = OwnMail(
                purpose, receivers: receivers, slot: now, messageID: "", mailbox: "", state: .begun,
                lastEvent: transaction.number)
            try OwnMailSQL.put.run(transaction.db, first.columns(at: now))
            return first
        }
    }

    public func beginOwnMail(_ mail: OwnMail, at now: Instant) async throws(LedgerError) -> Bool {
        try await write("begin a mail to people") { transaction in
            let key: StatementArguments = [mail.purpose.rawValue, mail.receivers, mail.slot.milliseconds]
            if let known = try OwnMailSQL.of.row(transaction.db, key), try OwnMail(known).state != .again {
                return false
            }
            var begun = mail
            begun.state = .sending
            try OwnMailSQL.put.run(transaction.db, begun.columns(at: now))
            return true
        }
    }

    public func finishOwnMail(_ mail: OwnMail, _ event: Event?, at now: Instant) async throws(LedgerError) {
        try await write("finish a mail to people") { transaction in
            try OwnMailSQL.put.run(transaction.db, mail.columns(at: now))
            if let event { try transaction.append(event) }
        }
    }

    public func unfinishedOwnMails(
        _ purpose: OwnMail.Purpose, to receivers: String
    ) async throws(LedgerError) -> [OwnMail] {
        try await read("look up mails to people") { db in
            try OwnMailSQL.sending.rows(db, [purpose.rawValue, receivers]).map { try OwnMail($0) }
        }
    }
}

/// Statements of mail to the seller's own people.
enum OwnMailSQL: String, Statements {
    case last = "SELECT * FROM own_mail WHERE purpose = ? AND receivers = ? ORDER BY slot DESC LIMIT 1"
    case of = "SELECT * FROM own_mail WHERE purpose = ? AND receivers = ? AND slot = ?"
    case sending = "SELECT * FROM own_mail WHERE purpose = ? AND receivers = ? AND state = 'sending'"
    case put = """
        INSERT OR REPLACE INTO own_mail (purpose, receivers, slot, message_id, mailbox, state, at, event, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}

extension OwnMail {
    init(_ row: Row) throws {
        guard let purpose = Purpose(rawValue: row["purpose"]), let state = State(rawValue: row["state"]) else {
            throw StoredValueError(what: "an unknown mail to people")
        }
        self.init(
            purpose, receivers: row["receivers"], slot: Instant(milliseconds: row["slot"]),
            messageID: row["message_id"], mailbox: row["mailbox"], state: state, lastEvent: row["event"],
            detail: row["detail"])
    }

    fileprivate func columns(at now: Instant) -> StatementArguments {
        [
            purpose.rawValue, receivers, slot.milliseconds, messageID, mailbox, state.rawValue, now.milliseconds,
            lastEvent, detail,
        ]
    }
}
