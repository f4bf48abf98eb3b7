import GRDB

/// A table of the statements of one subject. Each is prepared once a connection; a test asks SQLite how it would run
/// each, so that none ever reads a whole table.
protocol Statements: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

extension Statements {
    func run(_ db: Database, _ arguments: StatementArguments = StatementArguments()) throws {
        try db.cachedStatement(sql: rawValue).execute(arguments: arguments)
    }

    func rows(_ db: Database, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(db.cachedStatement(sql: rawValue), arguments: arguments)
    }

    func row(_ db: Database, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(db.cachedStatement(sql: rawValue), arguments: arguments)
    }

    func integer(_ db: Database, _ arguments: StatementArguments = StatementArguments()) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: rawValue), arguments: arguments)
    }

    func text(_ db: Database, _ arguments: StatementArguments = StatementArguments()) throws -> String? {
        try String.fetchOne(db.cachedStatement(sql: rawValue), arguments: arguments)
    }
}

/// Statements of mailboxes, folders and mails.
enum MailSQL: String, Statements {
    case addMailbox = "INSERT OR IGNORE INTO mailbox (name, first_start) VALUES (?, ?)"
    case firstStart = "SELECT first_start FROM mailbox WHERE name = ?"

    case cursor = "SELECT uid_validity, last_uid FROM folder WHERE mailbox = ? AND name = ?"
    case setCursor = "INSERT OR REPLACE INTO folder (mailbox, name, uid_validity, last_uid) VALUES (?, ?, ?, ?)"
    case forgetPositions = "DELETE FROM position WHERE mailbox = ? AND folder = ?"
    case saidBefore = """
        SELECT 1 FROM message WHERE mailbox = ? AND conversation = ? AND clock_start < ? AND words = ? LIMIT 1
        """
    case positioned = """
        SELECT message FROM position WHERE mailbox = ? AND folder = ? AND uid_validity = ? AND uid = ?
        """
    case nextPosition = """
        SELECT uid, previous_uid FROM position
        WHERE mailbox = ? AND folder = ? AND uid_validity = ? AND uid > ? ORDER BY uid LIMIT 1
        """
    case addPosition = """
        INSERT OR REPLACE INTO position (mailbox, folder, uid_validity, uid, previous_uid, message)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    case positions = "SELECT * FROM position WHERE message = ? ORDER BY uid DESC LIMIT 1"

    case sameMail = """
        SELECT id FROM message WHERE mailbox = ? AND message_id = ? AND body_digest = ? ORDER BY id LIMIT 1
        """
    case sameNamelessMail = """
        SELECT id FROM message WHERE mailbox = ? AND digest = ? AND message_id IS NULL ORDER BY id LIMIT 1
        """
    case add = """
        INSERT INTO message (
            mailbox, message_id, digest, body_digest, "references", subject, arrived, clock_start, flags, source, site,
            language, orders, asins, because, authentication_failure, conversation, alias, buyer_name, reply_to, topic,
            words, classification, course, reason, due, deadline, problem, answered_by, answered_by_person
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    case addSource = "INSERT INTO mail_source (message, raw) VALUES (?, ?)"
    case source = "SELECT raw FROM mail_source WHERE message = ?"
    case message = "SELECT * FROM message WHERE id = ?"
    case messageByID = "SELECT * FROM message WHERE mailbox = ? AND message_id = ? ORDER BY id DESC LIMIT 1"

    case conversationOfMail = """
        SELECT conversation FROM message
        WHERE mailbox = ? AND message_id = ? AND conversation IS NOT NULL ORDER BY id DESC LIMIT 1
        """
    case conversationOfAlias = """
        SELECT conversation FROM message WHERE mailbox = ? AND alias = ? AND clock_start >= ?
        ORDER BY clock_start DESC LIMIT 1
        """
    case conversationMails = """
        SELECT message_id, clock_start, answered_by IS NULL AND answered_by_person IS NULL AS open FROM message
        WHERE mailbox = ? AND conversation = ? ORDER BY clock_start
        """
    case answerAfter = """
        SELECT answered_by FROM message
        WHERE mailbox = ? AND conversation = ? AND clock_start > ? AND answered_by IS NOT NULL
        ORDER BY clock_start LIMIT 1
        """
    case close = """
        UPDATE message SET answered_by = ?
        WHERE mailbox = ? AND conversation = ? AND answered_by IS NULL
            AND clock_start <= (SELECT clock_start FROM message WHERE id = ?)
        """
    case setFlags = "UPDATE message SET flags = ? WHERE id = ?"
    case reopen = "UPDATE message SET answered_by = NULL WHERE answered_by = ?"
}

/// Statements of the outbox.
enum ReplySQL: String, Statements {
    case add = """
        INSERT INTO reply (
            mailbox, message, conversation, alias, order_id, kind, action, template, language, due, deadline, state,
            since, detail, campaign
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    case reply = "SELECT * FROM reply WHERE id = ?"
    case byMessageID = "SELECT * FROM reply WHERE message_id = ?"
    case conversationOfReply = "SELECT conversation FROM reply WHERE message_id = ? AND mailbox = ?"
    case due = """
        SELECT * FROM reply
        WHERE state = 'scheduled' AND due <= ? AND mailbox IN (SELECT value FROM json_each(?))
            AND (action = 'draft' AND released_by IS NULL) = ?
        ORDER BY deadline, id LIMIT ?
        """
    case nextDue = """
        SELECT due FROM reply
        WHERE state = 'scheduled' AND due IS NOT NULL AND mailbox IN (SELECT value FROM json_each(?))
            AND (action = 'draft' AND released_by IS NULL) = ?
        ORDER BY due LIMIT 1
        """
    case watched = """
        SELECT reply.message AS message, position.uid_validity, position.uid, message.flags
        FROM reply JOIN position ON position.message = reply.message JOIN message ON message.id = reply.message
        WHERE reply.mailbox = ? AND reply.state = 'scheduled' AND position.folder = ?
        """
    case sending = "SELECT * FROM reply WHERE state = 'sending' ORDER BY id"
    case countSending = "SELECT COUNT(*) FROM reply WHERE state = 'sending' AND mailbox = ?"
    /// Pending replies of a conversation that a newer mail may overtake.
    case sentCount = """
        SELECT count(*) FROM reply WHERE mailbox = ? AND conversation = ? AND state = 'sent'
        """
    case lastAutomatic = """
        SELECT max(sent_at) FROM reply
        WHERE mailbox = ? AND conversation = ? AND state = 'sent' AND released_by IS NULL
        """
    case pending = """
        SELECT reply.*, message.clock_start AS clock FROM reply JOIN message ON message.id = reply.message
        WHERE reply.mailbox = ? AND reply.conversation = ? AND reply.state IN ('scheduled', 'drafted', 'held')
            AND reply.for_person = 0
        """
    case move = "UPDATE reply SET state = ?, since = ?, detail = ? WHERE id = ?"
    case schedule = """
        UPDATE reply SET due = ?, deadline = ?, attempts = ?, for_person = ? WHERE id = ?
        """
    /// What goes out by itself and has not begun to.
    case replannable = """
        SELECT * FROM reply
        WHERE state = 'scheduled' AND mailbox = ? AND due IS NOT NULL AND released_by IS NULL AND for_person = 0
            AND template <> 'holding' AND campaign IS NULL
        ORDER BY deadline, id
        """
    case replan = "UPDATE reply SET action = ?, due = ?, deadline = ? WHERE id = ?"
    case undue = "UPDATE reply SET due = NULL WHERE id = ?"
    case forPerson = "UPDATE reply SET for_person = 1, due = NULL WHERE id = ?"
    case unfinished = "SELECT * FROM reply WHERE state IN ('scheduled', 'drafted', 'sending', 'held', 'failed')"
    case setTemplate = "UPDATE reply SET template = ? WHERE id = ?"
    case name = "UPDATE reply SET message_id = ? WHERE id = ?"
    case keepMail = "INSERT OR REPLACE INTO reply_mail (reply, raw) VALUES (?, ?)"
    case mail = "SELECT raw FROM reply_mail WHERE reply = ?"
    case release = "UPDATE reply SET released_by = ? WHERE id = ?"
    case sent = "UPDATE reply SET sent_at = ?, filing = 1 WHERE id = ?"
    case filing = "SELECT * FROM reply WHERE mailbox = ? AND filing = 1 ORDER BY id"
    case filed = "UPDATE reply SET filing = 0 WHERE id = ?"
    case countToBuyer = """
        SELECT COUNT(*) FROM reply
        WHERE mailbox = ? AND alias = ? AND since >= ? AND state IN ('sending', 'sent', 'bounced')
        """
    case countSent = "SELECT COUNT(*) FROM reply WHERE mailbox = ? AND sent_at >= ?"
    case countAllSent = "SELECT COUNT(*) FROM reply WHERE sent_at >= ?"
    case lastByTemplate = """
        SELECT template, MAX(sent_at) AS at FROM reply
        WHERE mailbox = ? AND conversation = ? AND state IN ('sent', 'bounced') GROUP BY template
        """
}

/// Statements of the events, the logs and the store's own facts.
enum EventSQL: String, Statements {
    case last = "SELECT number, hash FROM event WHERE number = (SELECT MAX(number) FROM event)"
    case append = "INSERT INTO event (number, salt, content, digest, hash) VALUES (?, ?, ?, ?, ?)"
    case after = "SELECT number, content, hash FROM event WHERE number > ? ORDER BY number LIMIT ?"
    case chain = "SELECT number, salt, content, digest, hash FROM event WHERE number > ? ORDER BY number LIMIT ?"
    case logPosition = "SELECT number FROM log_position WHERE log = ?"
    case setLogPosition = "INSERT OR REPLACE INTO log_position (log, number) VALUES (?, ?)"
    case meta = "SELECT value FROM meta WHERE key = ?"
    case setMeta = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
}
