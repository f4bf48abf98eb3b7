import Correspondence
import GRDB

/// The answer that says who looks into a matter and until when, where nobody took the mail (`if_still_held`).
extension SQLiteLedger {
    public func heldUntil(_ limit: Instant, _ mailbox: String) async throws(LedgerError) -> [Reply] {
        try await read("look up held replies") { db in
            try HoldingSQL.held.rows(db, [mailbox, limit.milliseconds]).map { try Reply($0) }
        }
    }

    public func scheduleHolding(_ held: Int64, at now: Instant) async throws(LedgerError) -> Int64? {
        try await write("schedule a holding answer") { transaction in
            let db = transaction.db
            let reply = try transaction.reply(held)
            guard case .held = reply.state,
                try HoldingSQL.inConversation.row(db, [reply.mailbox, reply.conversation.value]) == nil
            else { return nil }
            try HoldingSQL.add.run(db, [now.milliseconds, now.milliseconds, held])
            let holding = try transaction.reply(db.lastInsertedRowID)
            try transaction.append(
                .replyScheduled, of: holding, at: now,
                holding.plan.merging(["beside": .number(held), "reason": .text("nobody took the mail")]) { _, new in new
                })
            return holding.id
        }
    }
}

/// Statements of the holding answer.
enum HoldingSQL: String, Statements {
    case held = """
        SELECT reply.* FROM reply
        WHERE reply.state = 'held' AND reply.mailbox = ? AND reply.deadline <= ? AND reply.for_person = 0
            AND reply.template <> 'holding'
            AND EXISTS (SELECT 1 FROM open_message WHERE open_message.id = reply.message)
            AND NOT EXISTS (
                SELECT 1 FROM reply AS other
                WHERE other.mailbox = reply.mailbox AND other.conversation = reply.conversation
                    AND other.template = 'holding')
            AND NOT EXISTS (
                SELECT 1 FROM answer
                WHERE answer.mailbox = reply.mailbox AND answer.alias = reply.alias AND answer.conversation IS NULL
                    AND answer.at > (SELECT clock_start FROM message WHERE message.id = reply.message))
        ORDER BY reply.deadline LIMIT 500
        """
    case inConversation = """
        SELECT id FROM reply WHERE mailbox = ? AND conversation = ? AND template = 'holding' LIMIT 1
        """
    case add = """
        INSERT INTO reply (
            mailbox, message, conversation, alias, order_id, kind, action, template, language, due, deadline, state,
            since
        ) SELECT mailbox, message, conversation, alias, order_id, kind, 'send', 'holding', language, ?, deadline,
            'scheduled', ?
        FROM reply WHERE id = ?
        """
}
