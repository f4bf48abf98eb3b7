import Correspondence
import Foundation
import GRDB

/// What notices and bounces do to the conversations that they are about.
extension SQLiteLedger {
    public func optedOut(
        _ mailbox: String, alias: String?, order: OrderID?
    ) async throws(LedgerError) -> Instant? {
        try await read("look up an opt-out") { db in
            try NoticeSQL.optedOut(db, mailbox, alias: alias, order: order)
        }
    }
}

/// Statements of notices and bounces.
enum NoticeSQL: String, Statements {
    case add = """
        INSERT INTO notice (message, mailbox, type, order_id, at, fields, effect, alias) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    case lastOfClaim = """
        SELECT effect FROM notice WHERE order_id = ? AND effect IN ('claim_filed', 'claim_closed')
        ORDER BY at DESC, id DESC LIMIT 1
        """
    case optOutOfAlias = """
        SELECT at FROM notice WHERE mailbox = ? AND alias = ? AND effect = 'opted_out' ORDER BY at LIMIT 1
        """
    case optOutOfOrder = """
        SELECT at FROM notice WHERE mailbox = ? AND order_id = ? AND effect = 'opted_out' ORDER BY at LIMIT 1
        """
    /// The reply that the marketplace means: the newest that went out shortly before.
    case lastSentToOrder = """
        SELECT * FROM reply
        WHERE mailbox = ? AND order_id = ? AND (? IS NULL OR alias = ?) AND state = 'sent' AND sent_at BETWEEN ? AND ?
        ORDER BY sent_at DESC LIMIT 1
        """
    case lastSentToAlias = """
        SELECT * FROM reply WHERE mailbox = ? AND alias = ? AND state = 'sent' AND sent_at BETWEEN ? AND ?
        ORDER BY sent_at DESC LIMIT 1
        """
    /// A mail that is open again and has a later answer is answered by that.
    case closeByLaterReply = """
        UPDATE message SET answered_by = (
            SELECT later.answered_by FROM message AS later
            WHERE later.mailbox = message.mailbox AND later.conversation = message.conversation
                AND later.clock_start > message.clock_start AND later.answered_by IS NOT NULL
            ORDER BY later.clock_start LIMIT 1)
        WHERE mailbox = ? AND conversation = ? AND answered_by IS NULL
        """
    case closeByLaterPerson = """
        UPDATE message SET answered_by_person = (
            SELECT answer.id FROM answer
            WHERE answer.mailbox = message.mailbox AND answer.conversation = message.conversation
                AND answer.at > message.clock_start
            ORDER BY answer.at LIMIT 1)
        WHERE mailbox = ? AND conversation = ? AND answered_by IS NULL AND answered_by_person IS NULL
        """
    /// What is about to go out by itself to a buyer with this order.
    case scheduledOfOrder = """
        SELECT DISTINCT reply.* FROM message_order
        JOIN message ON message.id = message_order.message
        JOIN reply ON reply.mailbox = message.mailbox AND reply.conversation = message.conversation
        WHERE message_order.order_id = ? AND message.mailbox = ? AND reply.state = 'scheduled' AND reply.kind <> 'claim'
            AND reply.released_by IS NULL
        """

    /// When a buyer, or the buyer of an order, asked first for no mail but answers.
    static func optedOut(_ db: Database, _ mailbox: String, alias: String?, order: OrderID?) throws -> Instant? {
        let times = [
            try alias.flatMap { try optOutOfAlias.integer(db, [mailbox, $0]) },
            try order.flatMap { try optOutOfOrder.integer(db, [mailbox, $0.value]) },
        ]
        return times.compactMap { Instant(column: $0) }.min()
    }
}

extension Transaction {
    /// Keeps the notice's facts and does what it says.
    func take(_ notice: Notice, of record: IntakeRecord, _ message: Int64, at now: Instant) throws {
        guard let understanding = record.understanding else { return }
        let order = understanding.orderIDs.first
        try NoticeSQL.add.run(
            db,
            [
                message, record.position.mailbox, notice.type, order?.value, record.clockStart.milliseconds,
                json(notice.fields), notice.effect?.rawValue, notice.alias,
            ])
        if let order { try takeOrderNotice(notice, order: order, at: record.clockStart, now: now) }
        try takeWork(of: notice, mail: message, record.position.mailbox, order: order, came: record.clockStart, at: now)
        var meant: Reply?
        if notice.effect == .undelivered || notice.effect == .optedOut {
            meant = try replyMeant(by: notice, record, order)
        }
        let facts = MailFacts(
            mailbox: record.position.mailbox, folder: record.position.folder, uid: record.position.uid,
            messageID: record.messageID, bytes: record.raw.count, arrived: record.arrived)
        try append(.noticeRecorded(facts, at: now, understanding: understanding, notice, reply: meant?.id))
        if notice.fields["cause"] == "restricted" {
            try setProactiveStop(
                true, record.position.mailbox,
                because: "the marketplace has restricted proactive messages\(order.map { " (order \($0))" } ?? "")",
                at: now)
        }
        if let meant {
            let cause = notice.fields["cause"].map { ": \($0)" } ?? ""
            try bounce(
                meant, because: "the marketplace did not deliver it\(cause)", by: record.messageID, [:], at: now)
        }
        if notice.effect == .claimFiled, let order, try Facts.openClaim(db, order) {
            for reply in try NoticeSQL.scheduledOfOrder.rows(db, [order.value, record.position.mailbox]) {
                try hold(Reply(reply), because: "an A-to-z claim was filed on order \(order)", at: now)
            }
        }
    }

    /// A mail that came back: where it is a reply of this mailbox that counts as sent, the buyer does not have it.
    ///
    /// Only the Message-ID (or our own mark) ties it; both hold this store's random number, which nobody can guess.
    func take(_ bounce: Bounce, of record: IntakeRecord, at now: Instant) throws {
        guard bounce.permanent else { return }
        for id in bounce.originals {
            guard let row = try ReplySQL.byMessageID.row(db, [id]) else { continue }
            let reply = try Reply(row)
            guard reply.mailbox == record.position.mailbox else { continue }
            switch reply.state {
            case .sent: break
            // Its answer was lost: what came back had gone out.
            case .sending: try accept(reply, receipt: "it came back, so it had gone out", at: now)
            case .scheduled, .drafted, .failed, .superseded, .held, .bounced: continue
            }
            var fields: [String: EventValue] = ["status": .text(bounce.status ?? "not given")]
            if let diagnostic = bounce.diagnostic { fields["diagnostic"] = .text(diagnostic) }
            let reason = "delivery failed: " + (bounce.diagnostic ?? bounce.status ?? "no reason was given")
            return try self.bounce(self.reply(reply.id), because: reason, by: record.messageID, fields, at: now)
        }
    }

    /// The reply did not reach the buyer: the mails that it answered are unanswered again.
    private func bounce(
        _ reply: Reply, because reason: String, by message: String?, _ fields: [String: EventValue], at now: Instant
    ) throws {
        try take(.bounce, reply, detail: reason, at: now)
        try MailSQL.reopen.run(db, [reply.id])
        for close in [NoticeSQL.closeByLaterReply, .closeByLaterPerson] {
            try close.run(db, [reply.mailbox, reply.conversation.value])
        }
        var fields = fields
        fields["reason"] = .text(reason)
        if let message { fields["told_by"] = .text(message) }
        try append(.replyBounced, of: reply, at: now, fields)
    }

    /// By the mail that the notice answers; else the newest that went to the order or the buyer shortly before, since
    /// the marketplace tells at once.
    private func replyMeant(by notice: Notice, _ record: IntakeRecord, _ order: OrderID?) throws -> Reply? {
        let mailbox = record.position.mailbox
        for id in ([notice.fields["message_id"]] + record.references.reversed()).compactMap({ $0 }) {
            if let row = try ReplySQL.byMessageID.row(db, [id]) {
                let reply = try Reply(row)
                if reply.mailbox == mailbox, case .sent = reply.state { return reply }
            }
        }
        let (first, last) = ((record.clockStart - Self.noticeDelay).milliseconds, record.arrived.milliseconds)
        let alias = notice.alias
        if let order {
            let row = try NoticeSQL.lastSentToOrder.row(db, [mailbox, order.value, alias, alias, first, last])
            if let row { return try Reply(row) }
        }
        guard let alias else { return nil }
        return try NoticeSQL.lastSentToAlias.row(db, [mailbox, alias, first, last]).map { try Reply($0) }
    }

    /// So long after a reply the marketplace tells at the latest that it did not deliver it.
    private static let noticeDelay = Duration.seconds(48 * 3_600)
}
