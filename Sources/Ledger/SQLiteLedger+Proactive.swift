import Correspondence
import Foundation
import GRDB

/// Mail that the shop writes first.
extension SQLiteLedger {
    public func beginCampaigns(
        _ mailbox: String, _ campaigns: Set<Campaign>, at now: Instant
    ) async throws(LedgerError) {
        try await write("begin campaigns") { transaction in
            let db = transaction.db
            var known: Set<String> = []
            for row in try ProactiveSQL.campaigns.rows(db, [mailbox]) {
                let name: String = row["name"]
                if let campaign = Campaign(rawValue: name), campaigns.contains(campaign) {
                    known.insert(name)
                } else {
                    try ProactiveSQL.endCampaign.run(db, [mailbox, name])
                }
            }
            for campaign in campaigns where !known.contains(campaign.rawValue) {
                try ProactiveSQL.beginCampaign.run(db, [mailbox, campaign.rawValue, now.milliseconds])
            }
        }
    }

    public func withdrawProactive(because reason: String, at now: Instant) async throws(LedgerError) {
        try await write("withdraw proactive mail") { transaction in
            for row in try ProactiveSQL.allPending.rows(transaction.db) {
                try transaction.end(Reply(row), because: reason, at: now)
            }
        }
    }

    public var rulesOfReview: String? {
        get async throws(LedgerError) {
            try await read("look up the rules of review") { db in try EventSQL.meta.text(db, ["proactive_rules"]) }
        }
    }

    public func setRulesOfReview(_ rules: String) async throws(LedgerError) {
        try await write("note the rules of review") { transaction in
            try EventSQL.setMeta.run(transaction.db, ["proactive_rules", rules])
        }
    }

    public func lookAnew(after key: Int64, limit: Int) async throws(LedgerError) -> Int64? {
        try await write("think of orders anew") { transaction in
            guard let last = try ProactiveSQL.page.rows(transaction.db, [key, limit]).last else { return nil }
            let end: Int64 = last["key"]
            try ProactiveSQL.lookAnew.run(transaction.db, [key, end])
            return end
        }
    }

    public func reviewOrders(
        at now: Instant, limit: Int, decide: @escaping @Sendable (KnownOrder, ReviewDesk) throws -> OrderReview
    ) async throws(LedgerError) -> ReviewOutcome {
        try await write("think of orders") { transaction in
            let db = transaction.db
            let desk = ReviewDesk(db: db, now: now)
            var outcome = ReviewOutcome()
            for row in try ProactiveSQL.due.rows(db, [now.milliseconds, limit]) {
                guard let id = OrderID(row["id"]), let order = try Facts.order(db, id) else { continue }
                outcome.orders += 1
                let review = try decide(order, desk)
                for withdrawal in review.withdraw {
                    try transaction.end(
                        transaction.reply(withdrawal.reply), because: withdrawal.because, at: now)
                    outcome.withdrawn += 1
                }
                if let plan = review.plan {
                    try transaction.plan(plan, order, at: now)
                    outcome.planned += 1
                }
                try ProactiveSQL.setLook.run(db, [review.look?.milliseconds, row["key"] as Int64])
            }
            return outcome
        }
    }

    public func nextReview() async throws(LedgerError) -> Instant? {
        try await read("look up the next order") { db in Instant(column: try ProactiveSQL.nextLook.integer(db)) }
    }

    public func consult<T: Sendable>(
        at now: Instant, _ ask: @escaping @Sendable (ReviewDesk) throws -> T
    ) async throws(LedgerError) -> T {
        try await read("look up what went between") { db in try ask(ReviewDesk(db: db, now: now)) }
    }

    public func orders(
        after key: Int64, limit: Int
    ) async throws(LedgerError) -> [(key: Int64, order: KnownOrder)] {
        try await read("read orders") { db in
            try ProactiveSQL.page.rows(db, [key, limit]).compactMap { row in
                guard let id = OrderID(row["id"]), let order = try Facts.order(db, id) else { return nil }
                return (row["key"], order)
            }
        }
    }

    public func proactiveStop(_ mailbox: String) async throws(LedgerError) -> ProactiveStop? {
        try await read("look up a stop") { db in try ProactiveStop.stored(db, mailbox) }
    }

    public func setProactiveStop(
        _ stop: Bool, _ mailbox: String, because reason: String, at now: Instant
    ) async throws(LedgerError) {
        try await write("stop proactive mail") { transaction in
            try transaction.setProactiveStop(stop, mailbox, because: reason, at: now)
        }
    }

    public func closeForGood(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError) {
        try await write("close a reply") { transaction in
            try transaction.end(transaction.reply(id), because: reason, at: now)
            try ReplySQL.forPerson.run(transaction.db, [id])
        }
    }

    public var restoredAt: Instant? {
        get async throws(LedgerError) { try await read("look up a restore") { db in try Restoring.time(db) } }
    }

    /// The Message-ID of an order's mail of a campaign: the same in every store, so that a mail which went out is found in
    /// Sent also by a store that was restored from before it.
    public static func messageID(_ campaign: Campaign, _ order: OrderID, domain: String) -> String {
        "replyd.\(campaign.rawValue).\(order)@\(domain)"
    }
}

extension Transaction {
    func setProactiveStop(_ stop: Bool, _ mailbox: String, because reason: String, at now: Instant) throws {
        guard (try ProactiveStop.stored(db, mailbox) != nil) != stop else { return }
        let value = stop ? try json(ProactiveStop(since: now, reason: reason)) : ""
        try EventSQL.setMeta.run(db, [ProactiveStop.key(mailbox), value])
        try append(stop ? .proactiveStopped(at: now, mailbox, reason) : .proactiveResumed(at: now, mailbox, reason))
        // Whatever waits is withdrawn or planned at the next look.
        try ProactiveSQL.lookAtPending.run(db, [mailbox])
        if !stop { try ProactiveSQL.lookAtPutOff.run(db, [(now + ProactiveRules.again).milliseconds]) }
    }

    /// The row, and the mail that it is an answer to as far as the outbox goes: none came in, so it says nothing, is closed
    /// from the beginning and counts nowhere as mail.
    fileprivate func plan(_ plan: PlannedNotice, _ order: KnownOrder, at now: Instant) throws {
        let conversation = ConversationKey(campaign: plan.campaign, order: order.id)
        let name = "\(conversation)"
        let digest = Data(Digest(of: Array("\(plan.mailbox)/\(name)/\(now.milliseconds)".utf8)).bytes)
        let columns: [(any DatabaseValueConvertible)?] = [
            plan.mailbox, nil, digest, digest, "[]", "", now.milliseconds, now.milliseconds, "[]",
            Source.proactive.rawValue, plan.buyer.site, plan.language, try json([order.id]), "[]", "[]", nil,
            conversation.value, plan.buyer.alias, plan.buyerName, plan.buyer.address.description, nil, "", nil,
            Decision.Course.ignore.rawValue, "we write first: \(plan.campaign.rawValue)", nil, nil, nil, nil, nil,
        ]
        try MailSQL.add.run(db, StatementArguments(columns))
        let seed = db.lastInsertedRowID
        try AnswerSQL.addOrder.run(db, [order.id.value, seed])
        let held = plan.action == .hold
        try ReplySQL.add.run(
            db,
            [
                plan.mailbox, seed, conversation.value, plan.buyer.alias, order.id.value, plan.campaign.kind.rawValue,
                plan.action.rawValue, plan.template, plan.language, held ? nil : plan.due.milliseconds,
                plan.deadline.milliseconds, held ? "held" : "scheduled", now.milliseconds, held ? Self.heldBy : "",
                plan.campaign.rawValue,
            ])
        let reply = try self.reply(db.lastInsertedRowID)
        try ProactiveSQL.closeSeed.run(db, [reply.id, seed])
        try append(
            .noticeScheduled, of: reply, at: now,
            reply.plan.merging(["due": .time(plan.due)]) { _, new in new })
        if held { try append(.replyHeld, of: reply, at: now, ["reason": .text(Self.heldBy)]) }
    }

    private static let heldBy = "the policy's action is hold"
}

/// Statements of proactive mail.
enum ProactiveSQL: String, Statements {
    case campaigns = "SELECT name, began FROM campaign WHERE mailbox = ?"
    case beginCampaign = "INSERT INTO campaign (mailbox, name, began) VALUES (?, ?, ?)"
    case endCampaign = "DELETE FROM campaign WHERE mailbox = ? AND name = ?"
    case lookAnew = """
        UPDATE "order" SET look = 0 WHERE key > ? AND key <= ? AND look IS NOT 0
        """
    case lookAtPending = """
        UPDATE "order" SET look = 0 WHERE id IN (
            SELECT order_id FROM reply
            WHERE mailbox = ? AND campaign IS NOT NULL AND state IN ('scheduled', 'drafted', 'held'))
        """
    case lookAtPutOff = "UPDATE \"order\" SET look = 0 WHERE look > 0 AND look <= ?"
    case due = """
        SELECT key, id FROM "order" WHERE look IS NOT NULL AND look <= ? ORDER BY look LIMIT ?
        """
    case nextLook = "SELECT look FROM \"order\" WHERE look IS NOT NULL ORDER BY look LIMIT 1"
    case setLook = "UPDATE \"order\" SET look = ? WHERE key = ?"
    case page = "SELECT key, id FROM \"order\" WHERE key > ? ORDER BY key LIMIT ?"
    case closeSeed = "UPDATE message SET answered_by = ? WHERE id = ?"
    case countSince = """
        SELECT COUNT(*) FROM reply JOIN message ON message.id = reply.message
        WHERE reply.mailbox = ? AND reply.campaign = ? AND message.arrived >= ?
        """
    case ofOrder = """
        SELECT * FROM reply
        WHERE order_id = ? AND campaign IS NOT NULL
            AND (state <> 'superseded' OR message_id IS NOT NULL OR for_person = 1)
        """
    case allPending = """
        SELECT * FROM reply
        WHERE campaign IS NOT NULL AND released_by IS NULL AND state IN ('scheduled', 'drafted', 'held')
        """
    case pending = """
        SELECT * FROM reply
        WHERE order_id = ? AND campaign IS NOT NULL AND state IN ('scheduled', 'drafted', 'held')
        """
    case otherCheckIn = """
        SELECT order_id FROM reply
        WHERE mailbox = ? AND alias = ? AND order_id <> ? AND campaign = 'check_in'
            AND (state <> 'superseded' OR message_id IS NOT NULL OR for_person = 1) LIMIT 1
        """

    case writer = """
        SELECT reply_to, buyer_name, language FROM message_order
        JOIN message ON message.id = message_order.message
        WHERE message_order.order_id = ? AND source = 'buyer' AND reply_to IS NOT NULL
        ORDER BY clock_start DESC LIMIT 1
        """
    case mailsOfOrder = """
        SELECT classification, correction.label FROM message_order
        JOIN message ON message.id = message_order.message
        LEFT JOIN correction ON correction.message = message.id
        WHERE message_order.order_id = ? AND source = 'buyer'
        """
    case openOfBuyer = """
        SELECT 1 FROM message
        WHERE mailbox = ? AND alias = ? AND answered_by IS NULL AND answered_by_person IS NULL AND course <> 'ignore'
        LIMIT 1
        """
    case openOfOrder = """
        SELECT 1 FROM message_order JOIN message ON message.id = message_order.message
        WHERE message_order.order_id = ? AND conversation IS NOT NULL AND answered_by IS NULL
            AND answered_by_person IS NULL AND course <> 'ignore' LIMIT 1
        """
    case lastOfBuyer = """
        SELECT max(clock_start) FROM message WHERE mailbox = ? AND alias = ? AND source = 'buyer'
        """
    case lastReply = """
        SELECT max(sent_at) FROM reply WHERE mailbox = ? AND alias = ? AND campaign IS NULL
        """
    case lastAnswer = "SELECT max(at) FROM answer WHERE mailbox = ? AND alias = ?"
    case cameBack = "SELECT 1 FROM reply WHERE mailbox = ? AND alias = ? AND state = 'bounced' LIMIT 1"
    case cameBackOfOrder = "SELECT 1 FROM reply WHERE order_id = ? AND state = 'bounced' LIMIT 1"
    case claim = "SELECT 1 FROM notice WHERE order_id = ? AND effect = 'claim_filed' LIMIT 1"
}
