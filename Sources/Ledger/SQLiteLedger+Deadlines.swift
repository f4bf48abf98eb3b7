import Correspondence
import GRDB

/// What the clock asks: which mails wait, and what it has told already.
extension SQLiteLedger {
    public func openMails(
        _ mailbox: String, startedIn span: ClosedRange<Instant>, notTold what: String, limit: Int
    ) async throws(LedgerError) -> [OpenMail] {
        try await read("look up open mails") { db in
            try DeadlineSQL.open.rows(
                db, [mailbox, span.lowerBound.milliseconds, span.upperBound.milliseconds, what, limit]
            ).map { row in
                let orders: [String] = try fromJSON(row["orders"])
                let classification: String? = row["classification"]
                return OpenMail(
                    message: row["id"], mailbox: mailbox, messageID: row["message_id"],
                    conversation: ConversationKey(stored: row["conversation"]),
                    order: orders.first.flatMap { OrderID($0) },
                    kind: try classification.flatMap { try fromJSON($0, as: Classification.self).kind },
                    clockStart: Instant(milliseconds: row["clock_start"]), goesOut: Instant(column: row["goes_out"]))
            }
        }
    }

    @discardableResult
    public func tell(
        _ events: [(about: String, what: String, event: Event)], at now: Instant
    ) async throws(LedgerError) -> Int {
        try await write("tell once") { transaction in
            var told = 0
            for (about, what, event) in events {
                try DeadlineSQL.tell.run(transaction.db, [about, what, now.milliseconds])
                guard transaction.db.changesCount > 0 else { continue }
                try transaction.append(event)
                told += 1
            }
            return told
        }
    }

    public func untell(about: String, what: String) async throws(LedgerError) {
        try await write("forget what was told") { transaction in
            try DeadlineSQL.untell.run(transaction.db, [about, what])
        }
    }

    public func told(about: String, what: String) async throws(LedgerError) -> Instant? {
        try await read("look up what was told") { db in
            Instant(column: try DeadlineSQL.told.integer(db, [about, what]))
        }
    }

    public func arrivals(_ mailbox: String, since: Instant) async throws(LedgerError) -> [Instant] {
        try await read("look up arrivals") { db in
            try DeadlineSQL.arrivals.rows(db, [mailbox, since.milliseconds])
                .map { Instant(milliseconds: $0["arrived"]) }.reversed()
        }
    }

    public func countMails(_ mailbox: String, alias: String?, since: Instant) async throws(LedgerError) -> Int {
        try await read("count mails") { db in
            let count =
                try alias.map { try DeadlineSQL.countOfBuyer.integer(db, [mailbox, $0, since.milliseconds]) }
                ?? DeadlineSQL.count.integer(db, [mailbox, since.milliseconds])
            return Int(count ?? 0)
        }
    }

    public func busiestBuyer(
        _ mailbox: String, since: Instant
    ) async throws(LedgerError) -> (alias: String, mails: Int)? {
        try await read("look up the busiest buyer") { db in
            try DeadlineSQL.busiest.row(db, [mailbox, since.milliseconds]).map { ($0["alias"], $0["mails"]) }
        }
    }

    public func repliesToBuyer(of reply: Int64, since: Instant) async throws(LedgerError) -> [Instant] {
        try await read("look up a buyer's replies") { db in
            try DeadlineSQL.toBuyer.rows(db, [reply, since.milliseconds]).map { Instant(milliseconds: $0["since"]) }
        }
    }

    public func sentTimes(_ mailbox: String, since: Instant) async throws(LedgerError) -> [Instant] {
        try await read("look up sent replies") { db in
            try DeadlineSQL.sent.rows(db, [mailbox, since.milliseconds]).map { Instant(milliseconds: $0["sent_at"]) }
        }
    }

    public func waiting(_ mailboxes: [String]) async throws(LedgerError) -> [WaitingMail] {
        try await read("look up what waits") { db in
            try DeadlineSQL.waiting.rows(db, [json(mailboxes)]).compactMap { row in
                guard let mail = try Self.stored(db, row) else { return nil }
                let reply = try DeadlineSQL.replyTo.row(db, [mail.key]).map { try Reply($0) }
                return WaitingMail(mail: mail, reply: reply)
            }
        }
    }

    public var lastEvent: Int64 {
        get async throws(LedgerError) {
            try await read("look up the last event") { db in try EventSQL.last.row(db)?["number"] ?? 0 }
        }
    }
}

/// Statements of the clock.
enum DeadlineSQL: String, Statements {
    /// The first of each conversation, and when a reply to that goes out by itself.
    case open = """
        SELECT mail.id, mail.message_id, mail.conversation, mail.orders, mail.classification, mail.clock_start,
            (SELECT MIN(reply.due) FROM reply
             WHERE reply.mailbox = mail.mailbox AND reply.conversation = mail.conversation
                AND reply.state = 'scheduled' AND reply.template <> 'holding'
                AND (reply.action <> 'draft' OR reply.released_by IS NOT NULL)) AS goes_out
        FROM open_message AS mail
        WHERE mail.mailbox = ? AND mail.clock_start BETWEEN ? AND ?
            AND NOT EXISTS (SELECT 1 FROM told WHERE told.about = 'mail ' || mail.id AND told.what IN (?, 'missed'))
            AND NOT EXISTS (
                SELECT 1 FROM open_message AS earlier
                WHERE earlier.mailbox = mail.mailbox AND earlier.conversation = mail.conversation
                    AND earlier.clock_start < mail.clock_start)
        ORDER BY mail.clock_start LIMIT ?
        """
    case tell = "INSERT OR IGNORE INTO told (about, what, at) VALUES (?, ?, ?)"
    case untell = "DELETE FROM told WHERE about = ? AND what = ?"
    case told = "SELECT at FROM told WHERE about = ? AND what = ?"
    case arrivals = """
        SELECT arrived FROM message WHERE mailbox = ? AND arrived >= ? AND source IS NOT 'proactive'
        ORDER BY arrived DESC LIMIT 20000
        """
    case count = "SELECT COUNT(*) FROM message WHERE mailbox = ? AND arrived >= ? AND source IS NOT 'proactive'"
    case countOfBuyer = """
        SELECT COUNT(*) FROM message
        WHERE mailbox = ? AND alias = ? AND clock_start >= ? AND source IS NOT 'proactive'
        """
    case busiest = """
        SELECT alias, COUNT(*) AS mails FROM message WHERE mailbox = ? AND arrived >= ? AND alias IS NOT NULL
            AND source IS NOT 'proactive'
        GROUP BY alias ORDER BY mails DESC LIMIT 1
        """
    case toBuyer = """
        SELECT other.since FROM reply
        JOIN reply AS other ON other.mailbox = reply.mailbox AND other.alias = reply.alias AND other.id <> reply.id
        WHERE reply.id = ? AND other.since >= ? AND other.state IN ('sending', 'sent', 'bounced') ORDER BY other.since
        """
    case sent = "SELECT sent_at FROM reply WHERE mailbox = ? AND sent_at >= ? ORDER BY sent_at"
    case waiting = """
        SELECT * FROM open_message WHERE mailbox IN (SELECT value FROM json_each(?)) ORDER BY clock_start LIMIT 5000
        """
    case replyTo = """
        SELECT * FROM reply WHERE message = ? AND state <> 'superseded' AND template <> 'holding'
        ORDER BY id DESC LIMIT 1
        """
}
