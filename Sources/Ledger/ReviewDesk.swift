import Correspondence
import GRDB

/// What may be asked of the ledger while one order's proactive mail is decided.
public struct ReviewDesk {
    let db: Database
    let now: Instant

    /// As of when the newest report tells of any order.
    public func newestFacts() throws -> Instant? { Instant(column: try OrderSQL.newest.integer(db)) }

    /// Since when a mailbox's campaigns are enabled.
    public func began(_ mailbox: String) throws -> [Campaign: Instant] {
        var began: [Campaign: Instant] = [:]
        for row in try ProactiveSQL.campaigns.rows(db, [mailbox]) {
            if let campaign = Campaign(rawValue: row["name"]) { began[campaign] = Instant(milliseconds: row["began"]) }
        }
        return began
    }

    public func isStopped(_ mailbox: String) throws -> Bool { try ProactiveStop.stored(db, mailbox) != nil }

    /// How many mails of a campaign were planned within the last 24 hours, those that a person has dropped included.
    public func planned(_ campaign: Campaign, _ mailbox: String) throws -> Int {
        let since = now - .seconds(86_400)
        return Int(
            try ProactiveSQL.countSince.integer(db, [mailbox, campaign.rawValue, since.milliseconds]) ?? 0)
    }

    /// Proactive rows on an order that have not gone out.
    public func pending(on order: OrderID) throws -> [Reply] {
        try ProactiveSQL.pending.rows(db, [order.value]).map { try Reply($0) }
    }

    /// The address, name and language of the buyer's newest mail on an order.
    public func writer(of order: OrderID) throws -> (address: EmailAddress, name: String?, language: String?)? {
        guard let row = try ProactiveSQL.writer.row(db, [order.value]),
            let address = EmailAddress(row["reply_to"] as String)
        else { return nil }
        return (address, row["buyer_name"], row["language"])
    }

    /// - Parameters:
    ///   - alias: the buyer's address without its case.
    public func contact(on order: OrderID, _ mailbox: String, alias: String) throws -> OrderContact {
        var contact = OrderContact()
        if let writer = try writer(of: order) {
            contact.buyerName = writer.name
            contact.language = writer.language
        }
        for row in try ProactiveSQL.mailsOfOrder.rows(db, [order.value]) {
            if let label: String = row["label"] {
                if let kind = Kind(rawValue: label) { contact.kinds.insert(kind) }
            } else if let text: String = row["classification"],
                let kind = try fromJSON(text, as: Classification.self).kind
            {
                contact.kinds.insert(kind)
            }
        }
        contact.hasOpenMail =
            try ProactiveSQL.openOfBuyer.integer(db, [mailbox, alias]) != nil
            || ProactiveSQL.openOfOrder.integer(db, [order.value]) != nil
        contact.lastMail = [
            try ProactiveSQL.lastOfBuyer.integer(db, [mailbox, alias]),
            try ProactiveSQL.lastReply.integer(db, [mailbox, alias]),
            try ProactiveSQL.lastAnswer.integer(db, [mailbox, alias]),
        ].compactMap { Instant(column: $0) }.max()
        contact.optedOut =
            try NoticeSQL.optedOut(db, mailbox, alias: alias, order: order) != nil
        contact.cameBack =
            try ProactiveSQL.cameBack.integer(db, [mailbox, alias]) != nil
            || ProactiveSQL.cameBackOfOrder.integer(db, [order.value]) != nil
        contact.hasClaim = try ProactiveSQL.claim.integer(db, [order.value]) != nil
        for row in try ProactiveSQL.ofOrder.rows(db, [order.value]) {
            let reply = try Reply(row)
            guard let campaign = reply.campaign else { continue }
            contact.written[campaign] = Instant(milliseconds: row["since"])
            switch reply.state {
            case .scheduled, .drafted, .held: contact.pending[campaign] = reply
            case .sending, .sent, .failed, .superseded, .bounced: break
            }
        }
        contact.otherCheckIn = try ProactiveSQL.otherCheckIn.text(db, [mailbox, alias, order.value])
            .flatMap { OrderID($0) }
        return contact
    }
}

extension ProactiveStop {
    static func key(_ mailbox: String) -> String { "proactive_stop.\(mailbox)" }

    static func stored(_ db: Database, _ mailbox: String) throws -> ProactiveStop? {
        try EventSQL.meta.text(db, [key(mailbox)]).flatMap { $0.isEmpty ? nil : try fromJSON($0) }
    }
}
