import Correspondence
import GRDB

/// The outbox: what waits, and what people and other mails do to it. Sending itself is in `SQLiteLedger+Sending.swift`.
extension SQLiteLedger {
    public func reply(_ id: Int64) async throws(LedgerError) -> Reply? {
        try await read("look up a reply") { db in try ReplySQL.reply.row(db, [id]).map { try Reply($0) } }
    }

    public func due(
        at now: Instant, limit: Int, mailboxes: [String], drafts: Bool
    ) async throws(LedgerError) -> [Reply] {
        try await read("look up due replies") { db in
            try ReplySQL.due.rows(db, [now.milliseconds, json(mailboxes), drafts, limit]).map { try Reply($0) }
        }
    }

    public func nextDue(mailboxes: [String], drafts: Bool) async throws(LedgerError) -> Instant? {
        try await read("look up the next reply") { db in
            Instant(column: try ReplySQL.nextDue.integer(db, [json(mailboxes), drafts]))
        }
    }

    public func hold(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError) {
        try await write("hold a reply") { transaction in
            let reply = try transaction.reply(id)
            try transaction.hold(reply, because: reason, at: now)
        }
    }

    public func supersede(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError) {
        try await write("supersede a reply") { transaction in
            try transaction.end(transaction.reply(id), because: reason, at: now)
        }
    }

    public func drop(_ id: Int64, by person: String, at now: Instant) async throws(LedgerError) {
        try await write("drop a reply") { transaction in
            let reply = try transaction.reply(id)
            try transaction.end(reply, because: "\(person) decided that no reply goes out", at: now)
            if reply.campaign != nil { try ReplySQL.forPerson.run(transaction.db, [id]) }
            // The matter is settled: its mails no longer set the deadline of a later one.
            try MailSQL.close.run(
                transaction.db, [reply.id, reply.mailbox, reply.conversation.value, reply.message])
        }
    }

    public func drafted(
        _ id: Int64, folder: String, messageID: String, digest: Digest, at now: Instant
    ) async throws(LedgerError) {
        try await write("record a draft") { transaction in
            var reply = try transaction.reply(id)
            try transaction.take(.draft, reply, detail: folder, at: now)
            if reply.messageID == nil {
                try ReplySQL.name.run(transaction.db, [messageID, id])
                reply.messageID = messageID
            }
            try transaction.placeDraft(id, folder: folder, digest: digest)
            try transaction.append(.replyDrafted, of: reply, at: now, ["folder": .text(folder)])
        }
    }

    public func changeTemplate(
        _ id: Int64, to template: String, because reason: String, at now: Instant
    ) async throws(LedgerError) {
        try await write("change a template") { transaction in
            let reply = try transaction.reply(id)
            guard reply.state == .scheduled else { return }
            try ReplySQL.setTemplate.run(transaction.db, [template, id])
            try transaction.append(
                .replyRescheduled, of: reply, at: now,
                ["reason": .text(reason), "template": .text(template), "was_template": .text(reply.template)])
        }
    }

    public func reschedule(
        _ id: Int64, due: Instant, deadline: Instant, because reason: String, at now: Instant
    ) async throws(LedgerError) {
        try await write("reschedule a reply") { transaction in
            try transaction.reschedule(
                transaction.reply(id), due: due, deadline: deadline, because: reason, at: now)
        }
    }

    public func release(_ id: Int64, by person: String, at now: Instant) async throws(LedgerError) {
        try await write("release a reply") { transaction in
            try transaction.release(transaction.reply(id), by: person, at: now)
        }
    }
}

extension Transaction {
    func hold(_ reply: Reply, because reason: String, at now: Instant) throws {
        try take(.hold, reply, detail: reason, at: now)
        try ReplySQL.undue.run(db, [reply.id])
        try append(.replyHeld, of: reply, at: now, ["reason": .text(reason)])
    }

    func release(_ reply: Reply, by person: String, at now: Instant) throws {
        try take(.release, reply, detail: "released by \(person)", at: now)
        try ReplySQL.schedule.run(db, [now.milliseconds, reply.deadline.milliseconds, reply.attempts, 0, reply.id])
        try ReplySQL.release.run(db, [person, reply.id])
        let after = try self.reply(reply.id)
        try append(
            .replyScheduled, of: after, at: now, after.plan.merging(["by": .text(person)]) { _, new in new })
    }

    func end(_ reply: Reply, because reason: String, at now: Instant) throws {
        try take(.supersede, reply, detail: reason, at: now)
        try append(.replySuperseded, of: reply, at: now, ["reason": .text(reason)])
        if reply.campaign != nil, let order = reply.order { try OrderSQL.lookAnewByID.run(db, [order.value]) }
    }

    func reschedule(
        _ reply: Reply, due: Instant?, deadline: Instant, because reason: String, at now: Instant
    ) throws {
        try take(.reschedule, reply, detail: reason, at: now)
        try ReplySQL.schedule.run(
            db, [due?.milliseconds, deadline.milliseconds, reply.attempts, 0, reply.id])
        let after = try self.reply(reply.id)
        try append(
            .replyRescheduled, of: after, at: now, after.plan.merging(["reason": .text(reason)]) { _, new in new })
    }
}

extension Reply {
    /// What `reply.scheduled` and `reply.rescheduled` tell.
    var plan: [String: EventValue] {
        var fields: [String: EventValue] = [
            "action": .text(action.rawValue), "template": .text(template), "language": .text(language),
            "deadline": .time(deadline),
        ]
        if let due { fields["due"] = .time(due) }
        return fields
    }
}
