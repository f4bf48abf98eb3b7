import Correspondence
import Foundation
import GRDB

/// What came of a wish to be forgotten.
public enum ForgetOutcome: Hashable, Sendable {
    case done(Forgotten)
    case unknown
    /// A claim on the order is open: its proof is kept until it is closed.
    case openClaim(OrderID)
    /// A reply is going out at this moment, or may have.
    case sending(Int64)
}

/// How much was erased. What is left are digests and hashes: the chain stays provable.
public struct Forgotten: Hashable, Sendable {
    public var mails = 0
    public var replies = 0
    public var events = 0

    public init() {}
}

/// Erasing what is a person's: by wish, and when its time is over. The rows stay, without content, so that the same mail is
/// never taken in or answered again.
extension SQLiteLedger {
    /// Erases a buyer, or what is a person's of an order. Event `privacy.forgotten`.
    ///
    /// - Parameter person: who asked for it.
    public func forget(
        _ subject: DossierSubject, by person: String, at now: Instant
    ) async throws(LedgerError) -> ForgetOutcome {
        try await write("forget a person") { transaction in
            let db = transaction.db
            let keys = try DossierSQL.keys(db, subject)
            var orders = try DossierSQL.orders(db, subject)
            guard !keys.isEmpty || !orders.isEmpty else { return .unknown }
            var done = Forgotten()
            var tokens: Set<String> = []
            if case .order(let id) = subject { tokens.insert(id.value) }
            for order in orders where try Facts.openClaim(db, order) { return .openClaim(order) }
            for key in keys {
                guard let mail = try Self.stored(db, MailSQL.message.row(db, [key])) else { continue }
                for order in mail.orderIDs {
                    if try Facts.openClaim(db, order) { return .openClaim(order) }
                    orders.insert(order)
                }
                if let id = mail.messageID { tokens.insert(id) }
                if let conversation = mail.conversation { tokens.insert(conversation.value) }
            }
            for key in keys {
                for row in try DossierSQL.replies.rows(db, [key]) {
                    let reply = try Reply(row)
                    if case .sending = reply.state { return .sending(reply.id) }
                    done.replies += 1
                    if ReplyStep.supersede.from.contains(reply.state.name) {
                        try transaction.take(.supersede, reply, detail: "forgotten", at: now)
                    }
                }
                done.mails += try transaction.erase(key)
            }
            for order in orders { try ForgetSQL.eraseBuyer.run(db, [order.value]) }
            done.events = try transaction.eraseEvents(about: tokens)
            try transaction.append(.privacyForgotten(at: now, done.mails, done.events, because: person))
            return .done(done)
        }
    }

    /// Erases a little of what has been kept long enough; call it until it returns nothing. Mail of open claims and of
    /// replies that still wait is kept. Event `privacy.forgotten` where something was erased.
    ///
    /// - Parameters:
    ///   - mails: bytes of mails that arrived before; `nil`: never.
    ///   - personal: names, addresses and words, and the content of events, from before; `nil`: never.
    public func expire(
        mailsBefore mails: Instant?, personalBefore personal: Instant?, at now: Instant
    ) async throws(LedgerError) -> Forgotten {
        try await write("let old mail go") { transaction in
            let db = transaction.db
            var done = Forgotten()
            for (kept, cut) in [(Int64(2), personal), (1, personal), (2, mails)] {
                guard let cut else { continue }
                for row in try ForgetSQL.old.rows(db, [kept, cut.milliseconds]) {
                    let key: Int64 = row["id"]
                    guard let mail = try Self.stored(db, row),
                        try !mail.orderIDs.contains(where: { try Facts.openClaim(db, $0) })
                    else {
                        // Looked at again when the next ones are due: it must not stand in their way.
                        continue
                    }
                    if cut == personal {
                        done.mails += try transaction.erase(key)
                    } else {
                        try ForgetSQL.dropSource.run(db, [key])
                        try ForgetSQL.dropReplyMail.run(db, [key])
                        if let conversation = mail.conversation {
                            try ForgetSQL.dropAnswerMail.run(db, [mail.mailbox, conversation.value])
                        }
                        try ForgetSQL.setKept.run(db, [1, key])
                        done.mails += 1
                    }
                }
            }
            if let personal {
                done.events = try transaction.eraseEvents(before: personal)
                try transaction.eraseBuyers(ofOrdersBefore: personal)
            }
            if done != Forgotten() {
                try transaction.append(.privacyForgotten(at: now, done.mails, done.events, because: "retention"))
            }
            return done
        }
    }
}

extension Transaction {
    /// - Returns: 1, or 0 where nothing of it was left.
    fileprivate func erase(_ key: Int64) throws -> Int {
        guard let row = try MailSQL.message.row(db, [key]), (row["kept"] as Int64) > 0 else { return 0 }
        if let conversation: String = row["conversation"] {
            try ForgetSQL.eraseAnswers.run(db, [row["mailbox"] as String, conversation])
        }
        try ForgetSQL.dropSource.run(db, [key])
        try ForgetSQL.dropReplyMail.run(db, [key])
        try ForgetSQL.eraseReplies.run(db, [key])
        try ForgetSQL.eraseNotice.run(db, [key])
        try ForgetSQL.erase.run(db, [key])
        return 1
    }

    /// Of events that name one of these; the whole chain is read.
    fileprivate func eraseEvents(about tokens: Set<String>) throws -> Int {
        var erased = 0
        var last: Int64 = 0
        while true {
            let page = try EventSQL.after.rows(db, [last, 1000])
            guard let end = page.last else { return erased }
            for row in page {
                guard let event = try NumberedEvent(row).event,
                    [event.message, event.conversation?.value, event.order?.value].contains(where: { name in
                        name.map(tokens.contains) ?? false
                    })
                else { continue }
                try ForgetSQL.eraseEvent.run(db, [row["number"] as Int64])
                erased += 1
            }
            last = end["number"]
        }
    }

    /// Of old events on mails, a few hundred at a time; how far it has got is remembered.
    fileprivate func eraseEvents(before cut: Instant) throws -> Int {
        let from = try EventSQL.meta.text(db, [Self.erasedTo]).flatMap { Int64($0) } ?? 0
        var (erased, last) = (0, from)
        for row in try EventSQL.after.rows(db, [from, 500]) {
            let numbered = try NumberedEvent(row)
            if let event = numbered.event {
                guard event.time < cut else { break }
                if event.message != nil || event.conversation != nil || event.order != nil {
                    try ForgetSQL.eraseEvent.run(db, [numbered.number])
                    erased += 1
                }
            }
            last = numbered.number
        }
        if last != from { try EventSQL.setMeta.run(db, [Self.erasedTo, "\(last)"]) }
        return erased
    }

    /// Who the buyers of old orders are, a few hundred at a time; how far it has got is remembered.
    fileprivate func eraseBuyers(ofOrdersBefore cut: Instant) throws {
        let from = try EventSQL.meta.text(db, [Self.buyersErasedTo]).flatMap { Int64($0) } ?? -1
        let rows = try ForgetSQL.oldOrders.rows(db, [from, cut.milliseconds, from])
        for row in rows { try ForgetSQL.eraseBuyerOf.run(db, [row["key"] as Int64]) }
        if let last = rows.last { try EventSQL.setMeta.run(db, [Self.buyersErasedTo, "\(last["seen"] as Int64)"]) }
    }

    private static let erasedTo = "erased_to"
    private static let buyersErasedTo = "buyers_erased_to"
}

/// Statements of forgetting.
enum ForgetSQL: String, Statements {
    /// Old mails for which nothing waits any more.
    case old = """
        SELECT message.* FROM message
        WHERE kept = ? AND arrived < ? AND NOT EXISTS (
            SELECT 1 FROM reply WHERE reply.message = message.id AND reply.state IN ('scheduled', 'drafted', 'sending'))
        ORDER BY arrived LIMIT 50
        """
    case dropSource = "DELETE FROM mail_source WHERE message = ?"
    case dropReplyMail = "DELETE FROM reply_mail WHERE reply IN (SELECT id FROM reply WHERE message = ?)"
    case setKept = "UPDATE message SET kept = ? WHERE id = ?"
    case eraseReplies = "UPDATE reply SET alias = 'forgotten', conversation = 'forgotten:' || message WHERE message = ?"
    case eraseNotice = "UPDATE notice SET fields = '{}' WHERE message = ?"
    case eraseAnswers = """
        UPDATE answer SET words = '', raw = NULL, who = NULL, alias = NULL, conversation = 'forgotten' WHERE mailbox = ? AND conversation = ?
        """
    case erase = """
        UPDATE message SET kept = 0, subject = '', words = '', buyer_name = NULL, reply_to = NULL, alias = NULL,
            conversation = NULL, topic = NULL, because = '[]', "references" = '[]', classification = NULL, reason = ''
        WHERE id = ?
        """
    /// All of one moment together: a file tells of its orders as of one time.
    case oldOrders = """
        SELECT key, seen FROM "order" WHERE seen > ? AND seen < ? AND seen <= coalesce((
            SELECT seen FROM "order" WHERE seen > ? ORDER BY seen LIMIT 1 OFFSET 500), 9223372036854775807)
        ORDER BY seen
        """
    case eraseBuyerOf = "DELETE FROM order_fact WHERE \"order\" = ? AND name IN ('buyer_address', 'buyer_name')"
    case eraseBuyer = """
        DELETE FROM order_fact
        WHERE "order" = (SELECT key FROM "order" WHERE id = ?) AND name IN ('buyer_address', 'buyer_name')
        """
    case dropAnswerMail = "UPDATE answer SET raw = NULL WHERE mailbox = ? AND conversation = ?"
    case eraseEvent = "UPDATE event SET content = NULL, salt = NULL WHERE number = ?"
}
