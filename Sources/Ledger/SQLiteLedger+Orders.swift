import Correspondence
import Foundation
import GRDB

extension SQLiteLedger {
    public func takeOrders(
        _ tellings: [OrderTelling], seen: Instant, quota: Int, at now: Instant
    ) async throws(LedgerError) -> OrderBatch {
        try await write("take orders in") { transaction in
            var batch = OrderBatch()
            var touched: [OrderID: OrderTouch] = [:]
            for telling in tellings {
                try transaction.take(telling, seen: seen, &touched)
            }
            for (order, touch) in touched.sorted(by: { $0.value.key < $1.value.key }) where touch.hasNews {
                let mark = try OrderState(Facts.orderFacts(transaction.db, touch.key)).mark
                if touch.isNew { batch.fresh += 1 }
                try OrderSQL.lookAnew.run(transaction.db, [touch.key])
                guard mark != touch.mark else { continue }
                try OrderSQL.setMark.run(transaction.db, [mark, touch.key])
                guard !touch.isNew else { continue }
                batch.changed += 1
                guard batch.told < quota else { continue }
                batch.told += 1
                try transaction.append(
                    .orderChanged(at: now, order: order, from: touch.mark, to: mark, source: touch.source))
            }
            return batch
        }
    }

    public func importedOrders(_ digest: Digest) async throws(LedgerError) -> Instant? {
        try await read("look up a report file") { db in
            Instant(column: try OrderSQL.file.integer(db, [Data(digest.bytes)]))
        }
    }

    public func finishOrders(_ file: ImportedFile, digest: Digest, at now: Instant) async throws(LedgerError) {
        try await write("finish a report file") { transaction in
            try OrderSQL.addFile.run(
                transaction.db,
                [
                    Data(digest.bytes), file.name, file.form, now.milliseconds, file.rows, file.taken, file.rejected,
                ])
            try transaction.append(.orderImported(at: now, file))
        }
    }

    public func order(_ id: OrderID) async throws(LedgerError) -> KnownOrder? {
        try await read("look up an order") { db in try Facts.order(db, id) }
    }

    public func newestOrderFacts() async throws(LedgerError) -> Instant? {
        try await read("look up the newest order facts") { db in Instant(column: try OrderSQL.newest.integer(db)) }
    }

    public func correspondence(on order: OrderID) async throws(LedgerError) -> [OrderLetter] {
        try await read("look up an order's mails") { db in
            try OrderSQL.letters.rows(db, [order.value, order.value, order.value]).map {
                OrderLetter(at: Instant(milliseconds: $0["at"]), what: $0["what"], words: $0["words"])
            }
        }
    }
}

extension Facts {
    static func order(_ db: Database, _ id: OrderID) throws -> KnownOrder? {
        guard let row = try OrderSQL.order.row(db, [id.value]) else { return nil }
        let key: Int64 = row["key"]
        let items = try OrderSQL.items.rows(db, [key]).map {
            OrderItem(id: $0["id"], sku: $0["sku"], asin: $0["asin"], title: $0["title"], quantity: $0["quantity"])
        }
        return KnownOrder(
            id: id, facts: try orderFacts(db, key), items: items, seen: Instant(milliseconds: row["seen"]))
    }

    static func orderFacts(_ db: Database, _ key: Int64) throws -> [OrderFact] {
        try OrderSQL.facts.rows(db, [key]).compactMap { row in
            OrderFactName(rawValue: row["name"]).map {
                OrderFact($0, row["value"] as String, source: row["source"], at: Instant(milliseconds: row["at"]))
            }
        }
    }
}

/// An order of which a batch tells.
private struct OrderTouch {
    var key: Int64
    var mark: String
    var isNew: Bool
    var hasNews = false
    var source = ""
}

extension Transaction {
    fileprivate func take(_ telling: OrderTelling, seen: Instant, _ touched: inout [OrderID: OrderTouch]) throws {
        var touch = try touched[telling.order] ?? self.touch(telling.order, seen: seen)
        for fact in telling.facts {
            try OrderSQL.addFact.run(
                db, [touch.key, fact.name.rawValue, fact.source, fact.value, fact.at.milliseconds])
            if db.changesCount > 0 {
                touch.hasNews = true
                touch.source = fact.source
            }
        }
        if let item = telling.item {
            try OrderSQL.addItem.run(db, [touch.key, item.id, item.sku, item.asin, item.title, item.quantity])
        }
        touched[telling.order] = touch
    }

    private func touch(_ order: OrderID, seen: Instant) throws -> OrderTouch {
        if let row = try OrderSQL.order.row(db, [order.value]) {
            let key: Int64 = row["key"]
            if (row["seen"] as Int64) < seen.milliseconds { try OrderSQL.setSeen.run(db, [seen.milliseconds, key]) }
            return OrderTouch(key: key, mark: row["mark"], isNew: false)
        }
        try OrderSQL.add.run(db, [order.value, seen.milliseconds])
        return OrderTouch(key: db.lastInsertedRowID, mark: "", isNew: true, hasNews: true)
    }

    /// What a marketplace notice says of its order.
    func takeOrderNotice(_ notice: Notice, order: OrderID, at time: Instant, now: Instant) throws {
        guard let name = OrderPrecedence.notices[notice.type] else { return }
        try take(OrderFact(name, time, source: "notice:\(notice.type)", at: time), of: order, now: now)
    }

    /// What a buyer's mail says of the order that it names, where reports know it.
    func takeOrderMail(_ classification: Classification, order: OrderID, at time: Instant, now: Instant) throws {
        guard let name = OrderPrecedence.told(by: classification), try OrderSQL.order.row(db, [order.value]) != nil
        else { return }
        let kind = classification.kind?.rawValue ?? "other"
        try take(OrderFact(name, time, source: "mail:\(kind)", at: time), of: order, now: now)
    }

    private func take(_ fact: OrderFact, of order: OrderID, now: Instant) throws {
        let time = fact.at
        var touched: [OrderID: OrderTouch] = [:]
        try take(OrderTelling(order: order, facts: [fact], item: nil), seen: time, &touched)
        guard let touch = touched[order], touch.hasNews else { return }
        try OrderSQL.lookAnew.run(db, [touch.key])
        let mark = OrderState(try Facts.orderFacts(db, touch.key)).mark
        guard mark != touch.mark else { return }
        try OrderSQL.setMark.run(db, [mark, touch.key])
        guard !touch.isNew else { return }
        try append(.orderChanged(at: now, order: order, from: touch.mark, to: mark, source: fact.source))
    }
}

/// Statements of orders.
enum OrderSQL: String, Statements {
    case order = "SELECT key, seen, mark FROM \"order\" WHERE id = ?"
    case add = "INSERT INTO \"order\" (id, seen, mark) VALUES (?, ?, '')"
    case setSeen = "UPDATE \"order\" SET seen = ?, look = 0 WHERE key = ?"
    case lookAnew = "UPDATE \"order\" SET look = 0 WHERE key = ? AND look IS NOT 0"
    case lookAnewByID = "UPDATE \"order\" SET look = 0 WHERE id = ? AND look IS NOT 0"
    case setMark = "UPDATE \"order\" SET mark = ? WHERE key = ?"
    case newest = "SELECT max(seen) FROM \"order\""
    case facts = "SELECT name, source, value, at FROM order_fact WHERE \"order\" = ?"
    case addFact = """
        INSERT INTO order_fact ("order", name, source, value, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at > at
        """
    case items = "SELECT id, sku, asin, title, quantity FROM order_item WHERE \"order\" = ?"
    case addItem = """
        INSERT INTO order_item ("order", id, sku, asin, title, quantity) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET sku = coalesce(sku, excluded.sku), asin = coalesce(asin, excluded.asin),
            title = coalesce(title, excluded.title), quantity = coalesce(quantity, excluded.quantity)
        WHERE sku IS NULL OR asin IS NULL OR title IS NULL OR quantity IS NULL
        """
    case file = "SELECT at FROM order_file WHERE digest = ?"
    case addFile = """
        INSERT OR IGNORE INTO order_file (digest, name, form, at, rows, taken, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    case letters = """
        SELECT clock_start AS at, 'mail' AS what, subject AS words FROM message_order
        JOIN message ON message.id = message_order.message
        WHERE message_order.order_id = ? AND (source IS NULL OR source NOT IN ('notice', 'proactive'))
        UNION ALL SELECT at, 'notice', type FROM notice WHERE order_id = ?
        UNION ALL SELECT coalesce(sent_at, since), 'reply', template || ' ' || state FROM reply WHERE order_id = ?
        ORDER BY at
        """
}
