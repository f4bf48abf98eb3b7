import Correspondence
import GRDB

/// What is known: of mails, conversations, buyers and orders.
extension SQLiteLedger {
    public func watchedMails(_ mailbox: String, _ folder: String) async throws(LedgerError) -> [WatchedMail] {
        try await read("look up mails to watch") { db in
            try ReplySQL.watched.rows(db, [mailbox, folder]).map { row in
                WatchedMail(
                    message: row["message"], uidValidity: row["uid_validity"], uid: row["uid"],
                    flags: try fromJSON(row["flags"]))
            }
        }
    }

    public func setFlags(_ message: Int64, _ flags: [String]) async throws(LedgerError) {
        try await write("note flags") { transaction in
            try MailSQL.setFlags.run(transaction.db, [try json(flags), message])
        }
    }

    public func message(_ key: Int64) async throws(LedgerError) -> StoredMessage? {
        try await read("look up a mail") { db in try Self.stored(db, MailSQL.message.row(db, [key])) }
    }

    public func message(_ mailbox: String, messageID: String) async throws(LedgerError) -> StoredMessage? {
        try await read("look up a mail") { db in
            try Self.stored(db, MailSQL.messageByID.row(db, [mailbox, messageID]))
        }
    }

    public func source(_ key: Int64) async throws(LedgerError) -> [UInt8]? {
        try await read("read a mail") { db in
            try MailSQL.source.row(db, [key]).map { row in
                let raw: [UInt8] = try row.withUnsafeData(named: "raw") { $0.map(Array.init) ?? [] }
                return raw
            }
        }
    }

    public func conversationState(
        _ conversation: ConversationKey, _ mailbox: String
    ) async throws(LedgerError) -> ConversationState {
        try await read("look up a conversation") { db in
            try ConversationState.stored(db, conversation, mailbox)
        }
    }

    public func conversation(
        forMessageIDs ids: [String], _ mailbox: String
    ) async throws(LedgerError) -> ConversationKey? {
        try await read("look up a conversation") { db in try Facts.conversation(db, of: ids, mailbox) }
    }

    public func recentConversation(
        alias: String, _ mailbox: String, since: Instant
    ) async throws(LedgerError) -> ConversationKey? {
        try await read("look up a buyer") { db in try Facts.recentConversation(db, alias, mailbox, since) }
    }

    public func repliesToBuyer(
        alias: String, _ mailbox: String, since: Instant
    ) async throws(LedgerError) -> Int {
        try await read("count replies") { db in try Facts.repliesToBuyer(db, alias, mailbox, since) }
    }

    public func repliesSent(_ mailbox: String?, since: Instant) async throws(LedgerError) -> Int {
        try await read("count replies") { db in
            let count =
                if let mailbox {
                    try ReplySQL.countSent.integer(db, [mailbox, since.milliseconds])
                } else {
                    try ReplySQL.countAllSent.integer(db, [since.milliseconds])
                }
            return Int(count ?? 0)
        }
    }

    public func lastReply(
        _ conversation: ConversationKey, _ mailbox: String, template: String, since: Instant
    ) async throws(LedgerError) -> Instant? {
        try await read("look up replies") { db in
            try Facts.lastReplies(db, conversation, mailbox)[template].flatMap { $0 >= since ? $0 : nil }
        }
    }

    public func openClaim(_ order: OrderID) async throws(LedgerError) -> Bool {
        try await read("look up a claim") { db in try Facts.openClaim(db, order) }
    }

    static func stored(_ db: Database, _ row: Row?) throws -> StoredMessage? {
        guard let row else { return nil }
        return try StoredMessage(row, position: MailSQL.positions.row(db, [row["id"] as Int64]))
    }
}

extension ConversationState {
    static func stored(_ db: Database, _ conversation: ConversationKey, _ mailbox: String) throws -> Self {
        var state = ConversationState(earliestUnanswered: nil, newest: nil, messageIDs: [])
        for row in try MailSQL.conversationMails.rows(db, [mailbox, conversation.value]) {
            let clock = Instant(milliseconds: row["clock_start"])
            if state.earliestUnanswered == nil, row["open"] { state.earliestUnanswered = clock }
            state.newest = clock
            if let id: String = row["message_id"] { state.messageIDs.append(id) }
        }
        return state
    }
}

/// Questions that intake asks inside its transaction and others ask outside.
enum Facts {
    static func conversation(_ db: Database, of ids: [String], _ mailbox: String) throws -> ConversationKey? {
        // The nearest ancestor comes last.
        for id in ids.reversed() {
            let known =
                try MailSQL.conversationOfMail.text(db, [mailbox, id])
                ?? ReplySQL.conversationOfReply.text(db, [id, mailbox])
            if let known { return ConversationKey(stored: known) }
        }
        return nil
    }

    static func recentConversation(
        _ db: Database, _ alias: String, _ mailbox: String, _ since: Instant
    ) throws -> ConversationKey? {
        try MailSQL.conversationOfAlias.text(db, [mailbox, alias, since.milliseconds])
            .map(ConversationKey.init(stored:))
    }

    static func repliesToBuyer(_ db: Database, _ alias: String, _ mailbox: String, _ since: Instant) throws -> Int {
        Int(try ReplySQL.countToBuyer.integer(db, [mailbox, alias, since.milliseconds]) ?? 0)
    }

    static func lastReplies(
        _ db: Database, _ conversation: ConversationKey, _ mailbox: String
    ) throws -> [String: Instant] {
        var last: [String: Instant] = [:]
        for row in try ReplySQL.lastByTemplate.rows(db, [mailbox, conversation.value]) {
            if let at = Instant(column: row["at"]) { last[row["template"]] = at }
        }
        return last
    }

    /// How a conversation has gone so far, up to a mail with these words.
    static func addCourse(
        _ db: Database, _ conversation: ConversationKey, _ mailbox: String, words: String, before: Instant,
        to facts: inout ConversationFacts
    ) throws {
        let key = [mailbox, conversation.value]
        facts.answers = Int(
            try (ReplySQL.sentCount.integer(db, StatementArguments(key)) ?? 0)
                + (AnswerSQL.count.integer(db, StatementArguments(key)) ?? 0))
        facts.lastOwnReply = Instant(column: try ReplySQL.lastAutomatic.integer(db, StatementArguments(key)))
        guard !words.isEmpty else { return }
        facts.saidBefore =
            try MailSQL.saidBefore.integer(db, [mailbox, conversation.value, before.milliseconds, words]) != nil
    }

    static func openClaim(_ db: Database, _ order: OrderID) throws -> Bool {
        try NoticeSQL.lastOfClaim.text(db, [order.value]) == Notice.Effect.claimFiled.rawValue
    }
}
