import Correspondence
import GRDB

/// The numbers of `status`.
extension SQLiteLedger {
    public func answeredMails(_ mailbox: String, since: Instant) async throws(LedgerError) -> [AnsweredMail] {
        try await read("look up answers") { db in
            try SummarySQL.answered.rows(db, [mailbox, since.milliseconds]).compactMap { row in
                guard let kind = Kind(rawValue: row["kind"]) else { return nil }
                return AnsweredMail(
                    kind: kind, clockStart: Instant(milliseconds: row["clock_start"]),
                    sentAt: Instant(milliseconds: row["sent_at"]), deadline: Instant(milliseconds: row["deadline"]))
            }
        }
    }

    public func summary(at now: Instant) async throws(LedgerError) -> LedgerSummary {
        try await read("count") { db in
            var mailboxes: [String: LedgerSummary.Counts] = [:]
            for name in try SummarySQL.mailboxes.rows(db) { mailboxes[name["name"]] = .init() }
            for row in try SummarySQL.byState.rows(db, [now.milliseconds]) {
                mailboxes[row["mailbox"], default: .init()].add(row)
            }
            for row in try SummarySQL.heldMails.rows(db) {
                mailboxes[row["mailbox"], default: .init()].held += row["count"]
            }
            for row in try SummarySQL.cameBack.rows(db, [now.milliseconds]) {
                mailboxes[row["mailbox"], default: .init()].held += row["count"]
                mailboxes[row["mailbox"], default: .init()].overdue += row["overdue"]
            }
            for name in Array(mailboxes.keys) {
                mailboxes[name]?.lastMail = Instant(column: try SummarySQL.lastMail.integer(db, [name]))
            }
            return LedgerSummary(
                paused: try EventSQL.meta.text(db, ["paused"]) == "1", mailboxes: mailboxes,
                held: try SummarySQL.held.rows(db).map { try Reply($0) },
                due: try SummarySQL.due.rows(db).map { try Reply($0) },
                lastEvents: try SummarySQL.lastEvents.rows(db).map { try NumberedEvent($0) })
        }
    }
}

/// Statements for people's eyes, run at their pace: they may read whole indexes.
enum SummarySQL: String, Statements {
    case mailboxes = "SELECT name FROM mailbox"
    case byState = """
        SELECT mailbox, state, COUNT(*) AS count, SUM(deadline < ?) AS overdue, MIN(due) AS next_due
        FROM reply GROUP BY mailbox, state
        """
    /// Held mails for which there is not even a reply to release.
    case heldMails = """
        SELECT mailbox, COUNT(*) AS count FROM message
        WHERE course = 'hold' AND answered_by IS NULL AND answered_by_person IS NULL
            AND NOT EXISTS (SELECT 1 FROM reply WHERE reply.message = message.id)
        GROUP BY mailbox
        """
    /// Replies that came back, and nobody has answered the buyer since.
    case cameBack = """
        SELECT reply.mailbox, COUNT(*) AS count, SUM(reply.deadline < ?) AS overdue
        FROM reply JOIN message ON message.id = reply.message
        WHERE reply.state = 'bounced' AND message.answered_by IS NULL AND message.answered_by_person IS NULL
            AND reply.campaign IS NULL
        GROUP BY reply.mailbox
        """
    case answered = """
        SELECT reply.kind, message.clock_start, reply.sent_at, reply.deadline
        FROM reply JOIN message ON message.id = reply.message WHERE reply.mailbox = ? AND reply.sent_at >= ?
            AND reply.template <> 'holding' AND reply.campaign IS NULL
        """
    case lastMail = """
        SELECT arrived FROM message WHERE mailbox = ? AND source IS NOT 'proactive' ORDER BY id DESC LIMIT 1
        """
    case held = """
        SELECT reply.* FROM reply JOIN message ON message.id = reply.message
        WHERE reply.state IN ('held', 'failed')
            OR (reply.state = 'bounced' AND reply.campaign IS NULL AND message.answered_by IS NULL
                AND message.answered_by_person IS NULL)
        ORDER BY reply.deadline LIMIT 50
        """
    case due = "SELECT * FROM reply WHERE state = 'scheduled' ORDER BY due LIMIT 20"
    case lastEvents = "SELECT number, content, hash FROM event ORDER BY number DESC LIMIT 20"
}

extension LedgerSummary.Counts {
    fileprivate mutating func add(_ row: Row) {
        let count: Int = row["count"]
        let late: Int = row["overdue"]
        switch row["state"] as String {
        case "scheduled":
            waiting += count
            overdue += late
            nextDue = Instant(column: row["next_due"])
        case "held":
            held += count
            overdue += late
        case "drafted":
            drafts += count
            overdue += late
        case "sending": sending += count
        case "sent": sent += count
        case "failed": failed += count
        default: break
        }
    }
}
