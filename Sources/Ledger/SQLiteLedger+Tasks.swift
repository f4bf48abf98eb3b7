import Correspondence
import GRDB

/// Tasks and promises.
extension SQLiteLedger {
    public func openTasks(_ mailboxes: [String]) async throws(LedgerError) -> [SellerTask] {
        try await read("look up tasks") { db in
            try TaskSQL.open.rows(db, [json(mailboxes)]).map { try SellerTask($0) }
        }
    }

    @discardableResult
    public func remindOfTasks(_ mailbox: String, at now: Instant) async throws(LedgerError) -> Int {
        try await write("remind of tasks") { transaction in
            let due = try TaskSQL.toWarn.rows(transaction.db, [mailbox, now.milliseconds]).map { try SellerTask($0) }
            for task in due {
                try TaskSQL.warned.run(transaction.db, [task.id])
                try transaction.append(.taskDue(task, at: now))
            }
            return due.count
        }
    }

    public func nextReminder(_ mailboxes: [String]) async throws(LedgerError) -> Instant? {
        try await read("look up the next reminder") { db in
            Instant(column: try TaskSQL.nextWarning.integer(db, [json(mailboxes)]))
        }
    }

    public func closeTask(_ id: Int64, by person: String, at now: Instant) async throws(LedgerError) -> Bool {
        try await write("close a task") { transaction in
            guard let row = try TaskSQL.task.row(transaction.db, [id]) else { return false }
            try transaction.close([SellerTask(row)], because: "closed by \(person)", at: now)
            return true
        }
    }

    @discardableResult
    public func closeTasks(
        forMessage key: Int64, by person: String, at now: Instant
    ) async throws(LedgerError) -> Int {
        try await write("close a mail's tasks") { transaction in
            guard let mail = try MailSQL.message.row(transaction.db, [key]) else { return 0 }
            var tasks = try TaskSQL.ofMessage.rows(transaction.db, [key]).map { try SellerTask($0) }
            if let conversation: String = mail["conversation"] {
                tasks += try TaskSQL.ofConversation.rows(transaction.db, [mail["mailbox"] as String, conversation])
                    .map { try SellerTask($0) }
            }
            // A notice that came twice has its task under the first.
            for notice in try TaskSQL.noticesOf.rows(transaction.db, [key]) {
                guard let order: String = notice["order_id"] else { continue }
                let work = try Notice(type: notice["type"], fields: fromJSON(notice["fields"])).work(at: now)
                for kind in work.opens.keys {
                    tasks += try TaskSQL.ofOrder.rows(
                        transaction.db, [mail["mailbox"] as String, order, kind.rawValue]
                    ).map { try SellerTask($0) }
                }
            }
            var seen: Set<Int64> = []
            tasks = tasks.filter { seen.insert($0.id).inserted }
            try transaction.close(tasks, because: "closed by \(person)", at: now)
            return tasks.count
        }
    }

    public func notePromise(_ reply: Int64, until day: Instant, at now: Instant) async throws(LedgerError) {
        try await write("note a promise") { transaction in
            let reply = try transaction.reply(reply)
            try TaskSQL.plan.run(
                transaction.db,
                [
                    reply.mailbox, SellerTaskKind.promise.rawValue, reply.message, reply.id, reply.conversation.value,
                    reply.order?.value, now.milliseconds, day.milliseconds,
                    SellerTask.warning(opened: now, due: day).milliseconds, "",
                ])
        }
    }
}

extension Transaction {
    /// The tasks that a notice opens and closes; `mail` is its row's key.
    func takeWork(
        of notice: Notice, mail: Int64, _ mailbox: String, order: OrderID?, came: Instant, at now: Instant
    ) throws {
        let work = notice.work(at: came)
        if let order {
            for kind in work.closes.sorted(by: { $0.rawValue < $1.rawValue }) {
                let open = try TaskSQL.ofOrder.rows(db, [mailbox, order.value, kind.rawValue])
                try close(open.map { try SellerTask($0) }, because: "a notice, \(notice.type)", at: now)
            }
        }
        for (kind, due) in work.opens.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try open(kind, until: due, notice, mail: mail, mailbox: mailbox, order: order, came: came, at: now)
        }
    }

    private func open(
        _ kind: SellerTaskKind, until due: Instant, _ notice: Notice, mail: Int64, mailbox: String, order: OrderID?,
        came: Instant, at now: Instant
    ) throws {
        if let order {
            let later = try TaskSQL.laterNotices.rows(db, [order.value, came.milliseconds]).map { $0["type"] as String }
            if later.contains(where: kind.closingNotices.contains) { return }
            if let known = try TaskSQL.ofOrder.row(db, [mailbox, order.value, kind.rawValue]) {
                // The same matter again: the nearer end counts.
                let task = try SellerTask(known)
                let end = min(task.due, due)
                try TaskSQL.move.run(
                    db, [end.milliseconds, SellerTask.warning(opened: task.opened, due: end).milliseconds, task.id])
                return
            }
        }
        let facts = ["amount", "ground", "reason", "item", "action_required", "tracking"]
        let detail = facts.compactMap { fact in notice.fields[fact].map { "\(fact): \($0)" } }.joined(separator: "; ")
        try TaskSQL.add.run(
            db,
            [
                mailbox, kind.rawValue, mail, order?.value, came.milliseconds, due.milliseconds,
                SellerTask.warning(opened: came, due: due).milliseconds, detail,
            ])
        guard let row = try TaskSQL.task.row(db, [db.lastInsertedRowID]) else { return }
        try append(.taskOpened(SellerTask(row), at: now))
    }

    func close(_ tasks: [SellerTask], because reason: String, at now: Instant) throws {
        for task in tasks {
            try TaskSQL.close.run(db, [now.milliseconds, reason, task.id])
            try append(.taskDone(task, because: reason, at: now))
        }
    }

    /// The reply is out: the day that it names is promised from now on.
    func makePromise(_ reply: Reply, at now: Instant) throws {
        guard let row = try TaskSQL.planned.row(db, [reply.id]) else { return }
        try TaskSQL.begin.run(db, [now.milliseconds, row["id"] as Int64])
        try append(.taskOpened(SellerTask(row), at: now))
    }

    /// Somebody answered: what was promised in the conversation before is kept.
    func keepPromises(
        _ conversation: ConversationKey, _ mailbox: String, madeBefore time: Instant = .distantFuture,
        because reason: String, at now: Instant
    ) throws {
        let open = try TaskSQL.ofConversation.rows(db, [mailbox, conversation.value]).map { try SellerTask($0) }
        try close(open.filter { $0.kind == .promise && $0.opened < time }, because: reason, at: now)
    }
}

/// Statements of tasks.
enum TaskSQL: String, Statements {
    case add = """
        INSERT INTO task (mailbox, kind, message, order_id, state, opened, due, warn_at, detail)
        VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?)
        """
    case plan = """
        INSERT INTO task (mailbox, kind, message, reply, conversation, order_id, state, opened, due, warn_at, detail)
        VALUES (?, ?, ?, ?, ?, ?, 'planned', ?, ?, ?, ?)
        ON CONFLICT (reply) WHERE reply IS NOT NULL DO UPDATE SET due = excluded.due, warn_at = excluded.warn_at
            WHERE state = 'planned'
        """
    case task = "SELECT * FROM task WHERE id = ? AND state = 'open'"
    case planned = "SELECT * FROM task WHERE reply = ? AND state = 'planned'"
    case begin = "UPDATE task SET state = 'open', opened = ? WHERE id = ?"
    case open = """
        SELECT * FROM task WHERE state = 'open' AND mailbox IN (SELECT value FROM json_each(?)) ORDER BY due, id
        """
    case toWarn = """
        SELECT * FROM task WHERE state = 'open' AND warned = 0 AND mailbox = ? AND warn_at <= ? ORDER BY warn_at, id
        """
    case nextWarning = """
        SELECT MIN(warn_at) FROM task
        WHERE state = 'open' AND warned = 0 AND mailbox IN (SELECT value FROM json_each(?))
        """
    case warned = "UPDATE task SET warned = 1 WHERE id = ?"
    case move = "UPDATE task SET due = ?, warn_at = ? WHERE id = ?"
    case close = "UPDATE task SET state = 'done', closed = ?, closed_because = ? WHERE id = ?"
    case ofOrder = """
        SELECT * FROM task WHERE state = 'open' AND reply IS NULL AND mailbox = ? AND order_id = ? AND kind = ?
        """
    case ofMessage = "SELECT * FROM task WHERE state = 'open' AND message = ?"
    case ofConversation = "SELECT * FROM task WHERE state = 'open' AND mailbox = ? AND conversation = ?"
    case laterNotices = "SELECT type FROM notice WHERE order_id = ? AND at > ?"
    case noticesOf = "SELECT type, order_id, fields FROM notice WHERE message = ?"
}

extension SellerTask {
    init(_ row: Row) throws {
        let name: String = row["kind"]
        guard let kind = SellerTaskKind(rawValue: name) else { throw StoredValueError(what: "a task \(name)") }
        self.init(
            id: row["id"], mailbox: row["mailbox"], kind: kind, message: row["message"], reply: row["reply"],
            conversation: (row["conversation"] as String?).map(ConversationKey.init(stored:)),
            order: (row["order_id"] as String?).flatMap { OrderID($0) }, opened: Instant(milliseconds: row["opened"]),
            due: Instant(milliseconds: row["due"]), warnAt: Instant(milliseconds: row["warn_at"]),
            detail: row["detail"])
    }
}
