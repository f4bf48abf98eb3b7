import Correspondence
import GRDB

/// The past as a store has it: what a simulation plays again.
extension SQLiteLedger {
    /// The mails of a mailbox that arrived in a time, by their keys, in the order of their arrival.
    public func arrivals(
        _ mailbox: String, in time: Range<Instant>
    ) async throws(LedgerError) -> [(message: Int64, arrived: Instant)] {
        try await read("look up mails") { db in
            try HistorySQL.arrivals.rows(db, Self.arguments(mailbox, time)).map { row in
                (row["id"], Instant(milliseconds: row["arrived"]))
            }
        }
    }

    /// What people answered in a time: past replyd, or by letting a reply of it go.
    public func answersOfPeople(
        _ mailbox: String, in time: Range<Instant>
    ) async throws(LedgerError) -> [PersonsAnswer] {
        try await read("look up answers") { db in
            let arguments = Self.arguments(mailbox, time)
            let own = try HistorySQL.answers.rows(db, arguments).map { row in
                PersonsAnswer(
                    mailbox: mailbox, at: Instant(milliseconds: row["at"]), place: row["place"],
                    who: (row["who"] as String?).flatMap { EmailAddress($0) }, messageID: row["message_id"],
                    conversation: (row["conversation"] as String?).map(ConversationKey.init(stored:)),
                    alias: row["alias"])
            }
            let released = try HistorySQL.released.rows(db, arguments).map { row in
                PersonsAnswer(
                    mailbox: mailbox, at: Instant(milliseconds: row["sent_at"]),
                    place: (row["released_by"] as String?) ?? "Drafts", messageID: row["message_id"],
                    conversation: ConversationKey(stored: row["conversation"]), alias: row["alias"])
            }
            return own + released
        }
    }

    /// When replies went out by themselves in a time.
    public func repliesByItself(_ mailbox: String, in time: Range<Instant>) async throws(LedgerError) -> [Instant] {
        try await read("look up replies") { db in
            try HistorySQL.byItself.rows(db, Self.arguments(mailbox, time)).map { row in
                Instant(milliseconds: row["sent_at"])
            }
        }
    }

    private static func arguments(_ mailbox: String, _ time: Range<Instant>) -> StatementArguments {
        [mailbox, time.lowerBound.milliseconds, time.upperBound.milliseconds]
    }
}

/// Statements over the whole of a past, run at people's pace.
enum HistorySQL: String, Statements {
    case arrivals = """
        SELECT id, arrived FROM message
        WHERE mailbox = ? AND arrived >= ? AND arrived < ? AND source IS NOT 'proactive' ORDER BY arrived, id
        """
    case answers = "SELECT * FROM answer WHERE mailbox = ? AND at >= ? AND at < ? ORDER BY at, id"
    case released = """
        SELECT * FROM reply WHERE mailbox = ? AND sent_at >= ? AND sent_at < ? AND state = 'sent'
            AND (released_by IS NOT NULL OR action = 'draft')
        ORDER BY sent_at
        """
    case byItself = """
        SELECT sent_at FROM reply WHERE mailbox = ? AND sent_at >= ? AND sent_at < ?
            AND released_by IS NULL AND action <> 'draft'
        """
    case mails = """
        SELECT * FROM message
        WHERE mailbox = ? AND arrived >= ? AND arrived < ? AND source IS NOT 'proactive' ORDER BY arrived, id
        """
    case replies = "SELECT * FROM reply WHERE mailbox = ? ORDER BY id"
    case allAnswers = "SELECT id, conversation, at, place FROM answer WHERE mailbox = ? ORDER BY at, id"
    /// Quotes within texts are escaped in the canonical bytes, so that only the name itself matches.
    case eventsNamed = """
        SELECT content FROM event
        WHERE content IS NOT NULL AND instr(content, CAST('"event":"' || ? || '"' AS BLOB)) > 0 ORDER BY number
        """
}
