import Correspondence
import GRDB

/// Changed rules over what waits already.
extension SQLiteLedger {
    public func replan(
        _ mailbox: String, at now: Instant,
        decide: @escaping @Sendable (Reply, StoredMessage, ConversationState) -> Decision?
    ) async throws(LedgerError) -> Int {
        try await write("replan what waits") { transaction in
            let db = transaction.db
            var changed = 0
            for row in try ReplySQL.replannable.rows(db, [mailbox]) {
                let reply = try Reply(row)
                guard let mail = try Self.stored(db, MailSQL.message.row(db, [reply.message])) else { continue }
                let state = try ConversationState.stored(db, reply.conversation, mailbox)
                guard let decision = decide(reply, mail, state) else { continue }
                changed += try transaction.replan(reply, decision, at: now) ? 1 : 0
            }
            return changed
        }
    }
}

extension Transaction {
    /// - Returns: whether anything is different.
    fileprivate func replan(_ reply: Reply, _ decision: Decision, at now: Instant) throws -> Bool {
        let reason = "the configuration changed: \(decision.reason)"
        guard let action = decision.course.action, let due = decision.due else {
            try take(.hold, reply, detail: reason, at: now)
            try ReplySQL.undue.run(db, [reply.id])
            try append(.replyHeld, of: reply, at: now, ["reason": .text(reason)])
            return true
        }
        let deadline = decision.deadline ?? reply.deadline
        guard action != reply.action || due != reply.due || deadline != reply.deadline else { return false }
        try take(.reschedule, reply, detail: reason, at: now)
        try ReplySQL.replan.run(db, [action.rawValue, due.milliseconds, deadline.milliseconds, reply.id])
        var fields: [String: EventValue] = [
            "reason": .text(reason), "was_deadline": .time(reply.deadline), "was_action": .text(reply.action.rawValue),
        ]
        if let before = reply.due { fields["was_due"] = .time(before) }
        let after = try self.reply(reply.id)
        try append(.replyRescheduled, of: after, at: now, after.plan.merging(fields) { _, new in new })
        return true
    }
}

extension Decision.Course {
    /// What the outbox calls it; `nil` where nothing goes out.
    fileprivate var action: Action? {
        switch self {
        case .send: .send
        case .guardDeadline: .guardDeadline
        case .draft: .draft
        case .hold, .ignore: nil
        }
    }
}
