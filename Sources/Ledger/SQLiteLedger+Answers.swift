import Correspondence
import Foundation
import GRDB

/// Answers of people: they close mails as replies of ours do, and what waits for those mails is no longer wanted.
extension SQLiteLedger {
    public func lastAnswer(_ mailbox: String, from place: String) async throws(LedgerError) -> Instant? {
        try await read("look up answers") { db in
            Instant(column: try AnswerSQL.lastFrom.integer(db, [mailbox, place]))
        }
    }

    public func answeredByPersons(
        _ answers: [PersonsAnswer], mailbox: String, folder: String, uidValidity: UInt32, upTo uid: UInt32,
        at now: Instant
    ) async throws(LedgerError) {
        try await write("record answers of people") { transaction in
            for answer in answers { _ = try transaction.take(answer, at: now) }
            try transaction.setCursor(mailbox, folder, uidValidity: uidValidity, upTo: uid)
        }
    }

    public func answeredByPerson(
        _ answer: PersonsAnswer, at now: Instant
    ) async throws(LedgerError) -> PersonsAnswerResult {
        try await write("record a person's answer") { transaction in try transaction.take(answer, at: now) }
    }
}

/// Statements of people's answers.
enum AnswerSQL: String, Statements {
    case known = "SELECT id FROM answer WHERE mailbox = ? AND message_id = ?"
    case add = """
        INSERT INTO answer (mailbox, at, place, who, message_id, conversation, alias, words, raw)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    /// What people answered to what buyers asked, the newest first.
    case answered = """
        SELECT message.*, answer.words AS answer_words FROM message
        JOIN answer ON answer.id = message.answered_by_person
        WHERE answer.words <> '' ORDER BY answer.at DESC LIMIT ?
        """
    case addReference = "INSERT OR IGNORE INTO answer_reference (message_id, answer) VALUES (?, ?)"
    /// The person's answer that a mail came in after: to its conversation, to the mail itself.
    case after = "SELECT id FROM answer WHERE mailbox = ? AND conversation = ? AND at > ? ORDER BY at LIMIT 1"
    case referring = """
        SELECT answer.id FROM answer_reference JOIN answer ON answer.id = answer_reference.answer
        WHERE answer_reference.message_id = ? AND answer.mailbox = ? AND answer.at > ? LIMIT 1
        """
    case tie = "UPDATE answer SET conversation = ? WHERE id = ?"
    /// Where a person wrote to the buyer after a mail, and nobody knows about what.
    case unmatchedAfter = """
        SELECT place FROM answer
        WHERE conversation IS NULL AND mailbox = ? AND alias = ? AND at > ? AND at < ? ORDER BY at LIMIT 1
        """
    case addOrder = "INSERT OR IGNORE INTO message_order (order_id, message) VALUES (?, ?)"

    case count = "SELECT count(*) FROM answer WHERE mailbox = ? AND conversation = ?"
    case lastFrom = "SELECT max(at) FROM answer WHERE mailbox = ? AND place = ?"
    case clockStart = "SELECT MAX(clock_start) FROM message WHERE mailbox = ? AND message_id = ?"
    case waiting = """
        SELECT id, message_id, classification FROM message
        WHERE mailbox = ? AND conversation = ? AND clock_start < ? AND answered_by IS NULL
            AND answered_by_person IS NULL
        ORDER BY clock_start
        """
    case close = "UPDATE message SET answered_by_person = ? WHERE id = ?"
    /// What may still go out, or waits for a person, over mails older than the answer.
    case overtaken = """
        SELECT reply.* FROM reply JOIN message ON message.id = reply.message
        WHERE reply.mailbox = ? AND reply.conversation = ?
            AND reply.state IN ('scheduled', 'drafted', 'held', 'failed') AND message.clock_start < ?
        ORDER BY reply.id
        """

    case sentShortlyBefore = """
        SELECT reply.id, reply_mail.raw FROM reply JOIN reply_mail ON reply_mail.reply = reply.id
        WHERE reply.mailbox = ? AND reply.sent_at BETWEEN ? AND ? AND (? IS NULL OR reply.alias = ?)
        ORDER BY reply.sent_at DESC LIMIT 50
        """

    // Conversations that an answer may belong to, with the number of mails in them that wait for one.
    case ofConversation = """
        SELECT conversation, SUM(answered_by IS NULL AND answered_by_person IS NULL) AS open, MAX(clock_start) AS newest
        FROM message WHERE mailbox = ? AND conversation = ? AND clock_start < ? GROUP BY conversation
        """
    case ofOrder = """
        SELECT conversation, SUM(answered_by IS NULL AND answered_by_person IS NULL) AS open, MAX(clock_start) AS newest
        FROM message_order JOIN message ON message.id = message_order.message
        WHERE message_order.order_id = ? AND message.mailbox = ? AND (? IS NULL OR alias = ?) AND clock_start < ?
            AND conversation IS NOT NULL
        GROUP BY conversation ORDER BY newest DESC
        """
    case ofAlias = """
        SELECT conversation, SUM(answered_by IS NULL AND answered_by_person IS NULL) AS open, MAX(clock_start) AS newest
        FROM message WHERE mailbox = ? AND alias = ? AND clock_start < ? GROUP BY conversation ORDER BY newest DESC
        """
    case ofName = """
        SELECT conversation, SUM(answered_by IS NULL AND answered_by_person IS NULL) AS open, MAX(clock_start) AS newest
        FROM message WHERE mailbox = ? AND buyer_name = ? AND clock_start < ? AND conversation IS NOT NULL
        GROUP BY conversation ORDER BY newest DESC
        """
    case ordersOfConversation = """
        SELECT DISTINCT message_order.order_id FROM message JOIN message_order ON message_order.message = message.id
        WHERE message.mailbox = ? AND message.conversation = ?
        """
}

extension Transaction {
    /// Ties the answer to its conversation and closes the mails that it answers.
    func take(_ answer: PersonsAnswer, at now: Instant) throws -> PersonsAnswerResult {
        var answer = answer
        if let ancestor = answer.references.last,
            let start = try AnswerSQL.clockStart.integer(db, [answer.mailbox, ancestor]),
            start >= answer.at.milliseconds
        {
            // Whatever the clock of the one who wrote it says: an answer comes after what it answers.
            answer.at = Instant(milliseconds: start + 1)
        }
        if let reply = try ourReply(answer) {
            switch reply.state {
            case .sending, .sent, .bounced: return .ours(reply: reply.id)
            case .drafted:
                try acceptDraft(reply, answer, at: now)
                return .draftSent(reply: reply.id)
            // It was offered to a server that did not say that it took it, and lies in Sent: the buyer has it.
            case .scheduled, .failed, .held:
                guard try ReplySQL.mail.row(db, [reply.id]) != nil else { break }
                try accept(reply, receipt: "found in \(answer.place)", by: .found, at: now)
                return .ours(reply: reply.id)
            // Not ours any more: somebody sent it in spite of that.
            case .superseded: break
            }
        }
        if let id = answer.messageID, try AnswerSQL.known.integer(db, [answer.mailbox, id]) != nil { return .known }
        switch try AnswerSearch(db: db, answer: answer).find() {
        case .one(let conversation, let match): return try close(conversation, match, answer, at: now)
        case .several(let conversations): return try hold(conversations, answer, at: now)
        case .none:
            try record(answer, nil)
            // To a buyer who has written nothing that we know: nothing waits for it.
            if answer.alias == nil { try append(.answerUnmatched(answer, waiting: [], at: now)) }
            return .unmatched
        }
    }

    /// The mails of replies that the marketplace may have sent a copy of, by the replies' keys.
    func sentShortlyBefore(_ answer: PersonsAnswer) throws -> [Int64: [UInt8]] {
        let (first, last) = (answer.at - .seconds(86_400), answer.at + .seconds(3_600))
        let rows = try AnswerSQL.sentShortlyBefore.rows(
            db, [answer.mailbox, first.milliseconds, last.milliseconds, answer.alias, answer.alias])
        return Dictionary(rows.map { ($0["id"], [UInt8]($0["raw"] as Data)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The reply of ours that this is a copy of.
    private func ourReply(_ answer: PersonsAnswer) throws -> Reply? {
        for id in [answer.replydReply, answer.messageID].compactMap({ $0 }) {
            if let row = try ReplySQL.byMessageID.row(db, [id]) {
                let reply = try Reply(row)
                if reply.mailbox == answer.mailbox { return reply }
            }
        }
        return nil
    }

    private func close(
        _ conversation: ConversationKey, _ match: PersonsAnswer.Match, _ answer: PersonsAnswer, at now: Instant
    ) throws -> PersonsAnswerResult {
        let id = try record(answer, conversation)
        let waiting = try AnswerSQL.waiting.rows(
            db, [answer.mailbox, conversation.value, answer.at.milliseconds])
        for mail in waiting {
            try AnswerSQL.close.run(db, [id, mail["id"] as Int64])
            try append(
                .messageAnsweredByPerson(
                    answer, match, message: mail["message_id"], conversation: conversation, at: now))
        }
        let overtaken = try AnswerSQL.overtaken
            .rows(db, [answer.mailbox, conversation.value, answer.at.milliseconds]).map { try Reply($0) }
        for reply in overtaken { try end(reply, because: "a person answered: \(answer.place)", at: now) }
        try keepPromises(
            conversation, answer.mailbox, madeBefore: answer.at, because: "a person answered: \(answer.place)", at: now)
        return .matched(
            conversation, by: match, mails: waiting.map { $0["id"] }, superseded: overtaken.map(\.id))
    }

    /// Closes what waits in the conversation by a person's word alone.
    ///
    /// - Parameter saying: whether the word is that it has been answered.
    /// - Returns: how many mails.
    func settle(
        _ conversation: ConversationKey, by answer: PersonsAnswer, saying: Bool, at now: Instant
    ) throws -> Int {
        let id = try record(answer, conversation)
        let waiting = try AnswerSQL.waiting.rows(db, [answer.mailbox, conversation.value, answer.at.milliseconds])
        for mail in waiting {
            try AnswerSQL.close.run(db, [id, mail["id"] as Int64])
            guard saying else { continue }
            try append(
                .messageAnsweredByPerson(
                    answer, .folder, message: mail["message_id"], conversation: conversation, at: now))
        }
        return waiting.count
    }

    /// Nothing goes out by itself to a buyer who may have the answer already.
    private func hold(
        _ conversations: [ConversationKey], _ answer: PersonsAnswer, at now: Instant
    ) throws -> PersonsAnswerResult {
        try record(answer, nil)
        var held: [Int64] = []
        for conversation in conversations {
            let pending = try AnswerSQL.overtaken
                .rows(db, [answer.mailbox, conversation.value, answer.at.milliseconds]).map { try Reply($0) }
            for reply in pending where reply.state == .scheduled {
                let reason = "a person wrote to this buyer (\(answer.place)), and it cannot be told about which mail"
                try hold(reply, because: reason, at: now)
                held.append(reply.id)
            }
        }
        try append(.answerUnmatched(answer, waiting: conversations, at: now))
        return .ambiguous(held: held)
    }

    @discardableResult
    private func record(_ answer: PersonsAnswer, _ conversation: ConversationKey?) throws -> Int64 {
        try AnswerSQL.add.run(
            db,
            [
                answer.mailbox, answer.at.milliseconds, answer.place, answer.who?.description, answer.messageID,
                conversation?.value, answer.alias, answer.words,
                answer.raw.isEmpty ? nil : Data(answer.raw),
            ])
        let id = db.lastInsertedRowID
        if conversation == nil {
            for reference in answer.references.suffix(Self.mostReferences) {
                try AnswerSQL.addReference.run(db, [reference, id])
            }
        }
        return id
    }

    /// The nearest ancestors of an answer; those before them have been answered long since.
    private static let mostReferences = 20
}
