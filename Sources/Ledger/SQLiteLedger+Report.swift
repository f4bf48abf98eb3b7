import Correspondence
import GRDB

/// One mail of a buyer's as a report counts it.
public struct ReportedMail: Hashable, Sendable {
    public var key: Int64
    public var mailbox: String
    public var kind: Kind?
    public var language: String?
    /// When the buyer's clock began.
    public var began: Instant
    /// When it was first answered; `nil`: nobody has.
    public var answered: Instant?
    public var byPerson: Bool
    /// The seller's own.
    public var deadline: Instant
    /// Why it was held; `nil` where it was not.
    public var held: String?
    /// Of the reply that answered it.
    public var template: String?
    /// What a person said it is: a kind or `other`; `nil` where nobody did.
    public var corrected: String?
}

extension SQLiteLedger {
    /// Buyers' mails that ask for an answer and whose clock began in the time from `start` up to `end`.
    public func reportedMails(from start: Instant, to end: Instant) async throws(LedgerError) -> [ReportedMail] {
        try await read("look up mails for a report") { db in
            try ReportSQL.mails.rows(db, [start.milliseconds, end.milliseconds]).map { row in
                let own = Instant(column: row["sent_at"])
                let person = Instant(column: row["person_at"])
                let answered = [own, person].compactMap { $0 }.min()
                let classification: String? = row["classification"]
                let began = Instant(milliseconds: row["clock_start"])
                return ReportedMail(
                    key: row["id"], mailbox: row["mailbox"],
                    kind: try classification.flatMap { try fromJSON($0, as: Classification.self).kind },
                    language: row["language"], began: began, answered: answered,
                    byPerson: answered != nil && answered != own,
                    deadline: Instant(column: row["deadline"]) ?? began + .seconds(86_400),
                    held: row["course"] == "hold" ? row["reason"] as String : nil,
                    template: answered == own ? row["template"] as String? : nil, corrected: row["label"])
            }
        }
    }
}

/// Statements of reports.
enum ReportSQL: String, Statements {
    case mails = """
        SELECT message.id, message.mailbox, message.language, message.clock_start, message.classification,
            message.course, message.reason, message.deadline, correction.label,
            reply.sent_at, reply.template, answer.at AS person_at
        FROM message
        LEFT JOIN reply ON reply.id = message.answered_by
        LEFT JOIN answer ON answer.id = message.answered_by_person
        LEFT JOIN correction ON correction.message = message.id
        WHERE message.source = 'buyer' AND message.course <> 'ignore'
            AND message.clock_start >= ? AND message.clock_start < ?
        ORDER BY message.clock_start, message.id
        """
}
