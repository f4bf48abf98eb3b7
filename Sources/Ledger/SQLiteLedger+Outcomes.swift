import Correspondence
import Foundation
import GRDB

/// What became of each mail, for reports on a whole stretch of time.
extension SQLiteLedger {
    /// The mails of a mailbox that arrived in a time, in the order of their arrival, with all that happened to each.
    public func outcomes(_ mailbox: String, in time: Range<Instant>) async throws(LedgerError) -> [MailOutcome] {
        try await read("look up what became of mails") { db in
            let replies = try HistorySQL.replies.rows(db, [mailbox]).map { try Reply($0) }
            let byID = Dictionary(uniqueKeysWithValues: replies.map { ($0.id, $0) })
            let byMail = Dictionary(grouping: replies, by: \.message)
            let answers = try HistorySQL.allAnswers.rows(db, [mailbox]).map { row in
                (
                    id: row["id"] as Int64, conversation: row["conversation"] as String?,
                    answer: MailOutcome.Answer(at: Instant(milliseconds: row["at"]), place: row["place"])
                )
            }
            let ofConversation = Dictionary(grouping: answers.filter { $0.conversation != nil }) { $0.conversation }
            let answerByID = Dictionary(uniqueKeysWithValues: answers.map { ($0.id, $0.answer) })
            return try HistorySQL.mails.rows(
                db, [mailbox, time.lowerBound.milliseconds, time.upperBound.milliseconds]
            ).map { row in
                let mail = try StoredMessage(row, position: nil)
                let closing = (row["answered_by_person"] as Int64?).flatMap { answerByID[$0] }
                let first = mail.conversation.flatMap { key in
                    ofConversation[key.value]?.first { $0.answer.at > mail.clockStart }?.answer
                }
                return MailOutcome(
                    mail: mail, replies: byMail[mail.key] ?? [], answeredBy: mail.answeredBy.flatMap { byID[$0] },
                    closedByPerson: closing, firstByPerson: closing ?? first)
            }
        }
    }

    /// All events of one name, in their order.
    public func events(named name: EventName) async throws(LedgerError) -> [Event] {
        try await read("read events") { db in
            try HistorySQL.eventsNamed.rows(db, [name.rawValue]).compactMap { row in
                CanonicalEvent.decode([UInt8](row["content"] as Data))?.event
            }
        }
    }
}

/// One mail and how it ended.
public struct MailOutcome: Hashable, Sendable {
    /// Without its position, which is not looked up.
    public var mail: StoredMessage
    /// Its own replies, the oldest first.
    public var replies: [Reply]
    /// The reply that answered it, which may be that to a newer mail of the conversation.
    public var answeredBy: Reply?
    /// The person's answer that closed it, where no reply had before.
    public var closedByPerson: Answer?
    /// The first answer of a person in the conversation after it, whether it was still needed or not.
    public var firstByPerson: Answer?

    public struct Answer: Hashable, Sendable {
        public var at: Instant
        /// A folder's name, or `Seller Central`.
        public var place: String
    }
}
