import Correspondence
import GRDB

/// A person's word on what a mail is, and what it does to the reply that waits.
extension SQLiteLedger {
    public func correct(
        _ message: Int64, to kind: Kind?, by person: String, at now: Instant,
        replan: @escaping @Sendable (StoredMessage, ConversationFacts) -> Verdict
    ) async throws(LedgerError) -> CorrectionOutcome {
        try await write("correct a mail") { transaction in
            guard let row = try MailSQL.message.row(transaction.db, [message]) else {
                throw LedgerError(
                    .noSuchMessage, what: "correct mail \(message)", path: "", words: "there is no such mail",
                    advice: "look its Message-ID up in the log")
            }
            let mail = try StoredMessage(row, position: MailSQL.positions.row(transaction.db, [message]))
            guard mail.buyer != nil else {
                throw LedgerError(
                    .notABuyersMail, what: "correct mail \(message)", path: "",
                    words: "no buyer wrote it: it is \(mail.source?.rawValue ?? "a mail that could not be read")",
                    advice: "only buyers' mails have a kind")
            }
            return try CorrectionStep(transaction: transaction, mail: mail, kind: kind, person: person, now: now)
                .take(replan)
        }
    }

    public func correction(_ message: Int64) async throws(LedgerError) -> Correction? {
        try await read("look up a correction") { db in try Correction.stored(db, message) }
    }

    public func labelledMails() async throws(LedgerError) -> [LabelledMail] {
        try await read("read corrections") { db in
            try CorrectionSQL.labelled.rows(db).map { row in
                LabelledMail(
                    message: row["message"],
                    conversation: (row["conversation"] as String?).map(ConversationKey.init(stored:)),
                    words: row["words"], language: row["language"], correction: Correction(row),
                    classification: try (row["classification"] as String?).map { try fromJSON($0) })
            }
        }
    }

    public func messages(withID messageID: String) async throws(LedgerError) -> [StoredMessage] {
        try await read("look up mails") { db in
            try CorrectionSQL.mailsByID.rows(db, [messageID]).map { row in
                try StoredMessage(row, position: MailSQL.positions.row(db, [row["id"] as Int64]))
            }
        }
    }
}

/// Statements of corrections.
enum CorrectionSQL: String, Statements {
    case find = "SELECT label, corrected_by, at FROM correction WHERE message = ?"
    case set = "INSERT OR REPLACE INTO correction (message, label, corrected_by, at) VALUES (?, ?, ?, ?)"
    case active = """
        SELECT * FROM reply
        WHERE message = ? AND state IN ('scheduled', 'drafted', 'sending', 'held', 'failed')
        ORDER BY id DESC LIMIT 1
        """
    case isForPerson = "SELECT for_person FROM reply WHERE id = ?"
    case labelled = """
        SELECT correction.*, message.conversation, message.words, message.language, message.classification
        FROM correction JOIN message ON message.id = correction.message WHERE message.kept > 0 ORDER BY correction.message
        """
    case mailsByID = """
        SELECT message.* FROM mailbox CROSS JOIN message ON message.mailbox = mailbox.name AND message.message_id = ?
        ORDER BY message.id
        """
}

/// One correction, inside its transaction.
private struct CorrectionStep {
    let transaction: Transaction
    let mail: StoredMessage
    let kind: Kind?
    let person: String
    let now: Instant

    var db: Database { transaction.db }

    func take(_ replan: (StoredMessage, ConversationFacts) -> Verdict) throws -> CorrectionOutcome {
        let last = try Correction.stored(db, mail.key)
        if let last, last.kind == kind, last.by == person { return .known }
        let before = last == nil ? mail.classification?.kind : last?.kind
        try CorrectionSQL.set.run(db, [mail.key, Correction.label(kind), person, now.milliseconds])
        try transaction.append(
            .messageCorrected(
                at: now, mailbox: mail.mailbox, message: mail.messageID, conversation: mail.conversation,
                order: mail.orderIDs.first, from: before, to: kind, by: person))
        let reply = try settle(confirmed: before == kind, replan)
        return before == kind ? .confirmed(reply: reply) : .corrected(from: before, reply: reply)
    }

    /// The reply of the old kind gives way to one of the new kind, where an answer is still due.
    private func settle(
        confirmed: Bool, _ replan: (StoredMessage, ConversationFacts) -> Verdict
    ) throws -> Int64? {
        let old = try CorrectionSQL.active.row(db, [mail.key]).map { try Reply($0) }
        if let old {
            // What may have gone out is not answered again; a confirmed reply that waits is the right one.
            let isForPerson = try CorrectionSQL.isForPerson.integer(db, [old.id]) == 1
            if old.state.name == "sending" || isForPerson { return old.id }
            if confirmed, old.state.name != "held" { return old.id }
        } else if try mail.answeredBy != nil || mail.answeredByPerson || isOvertaken() {
            return nil
        }
        guard let kind else {
            if let old { try transaction.end(old, because: "\(person): it asks for no answer", at: now) }
            return nil
        }
        var verdict = try replan(corrected(kind), facts())
        if let old, case .failed(let reason) = old.state {
            verdict.decision = Decision(
                .hold, because: "the reply of the former kind failed: \(reason)", deadline: verdict.decision.deadline)
        }
        // A confirmed mail that is held all the same: the same row, the same reason.
        if confirmed, let old, verdict.reply == nil || !verdict.decision.course.replies { return old.id }
        if let old {
            let why = confirmed ? "confirmed as \(kind.rawValue)" : "corrected to \(kind.rawValue)"
            try transaction.end(old, because: "\(why) by \(person)", at: now)
        }
        return try plan(kind, verdict, old)
    }

    /// True where a newer mail of the conversation is there: its reply answers both.
    private func isOvertaken() throws -> Bool {
        guard let conversation = mail.conversation else { return true }
        let state = try ConversationState.stored(db, conversation, mail.mailbox)
        return state.newest.map { $0 > mail.clockStart } ?? false
    }

    /// The mail with the person's word in place of the classifier's; what is never automatic stays so.
    private func corrected(_ kind: Kind) -> StoredMessage {
        var mail = mail
        var classification = mail.classification ?? Classification(kind: kind, confidence: 1)
        classification.kind = kind
        classification.confidence = 1
        classification.because = ["\(person) says so"]
        classification.also.removeAll { $0 == kind }
        mail.classification = classification
        return mail
    }

    private func facts() throws -> ConversationFacts {
        var facts = ConversationFacts(
            conversation: mail.conversation, earliestUnanswered: mail.clockStart, newest: mail.clockStart,
            closedByLaterAnswer: false, personWroteSince: nil, heldBefore: [], lastReplies: [:],
            openClaim: false, repliesCopied: [:],
            firstStart: Instant(column: try MailSQL.firstStart.integer(db, [mail.mailbox])))
        facts.openClaim = try mail.orderIDs.contains { try Facts.openClaim(db, $0) }
        facts.order = try mail.orderIDs.first.flatMap { try Facts.order(db, $0) }
        guard let buyer = mail.buyer else { return facts }
        try Facts.addCourse(
            db, buyer.conversation, mail.mailbox, words: mail.words, before: mail.clockStart, to: &facts)
        let state = try ConversationState.stored(db, buyer.conversation, mail.mailbox)
        facts.earliestUnanswered = min(state.earliestUnanswered ?? mail.clockStart, mail.clockStart)
        facts.newest = max(state.newest ?? mail.clockStart, mail.clockStart)
        facts.personWroteSince = try AnswerSQL.unmatchedAfter.text(
            db,
            [
                mail.mailbox, buyer.alias, mail.clockStart.milliseconds,
                (mail.clockStart + .seconds(30 * 86_400)).milliseconds,
            ])
        facts.lastReplies = try Facts.lastReplies(db, buyer.conversation, mail.mailbox)
        facts.heldBefore = try ReplySQL.pending.rows(db, [mail.mailbox, buyer.conversation.value]).compactMap { row in
            let reply = try Reply(row)
            guard reply.message != mail.key, case .held(let reason) = reply.state else { return nil }
            return reason
        }
        return facts
    }

    /// The new row: as the fresh rules say, else held for a person under the fresh kind.
    private func plan(_ kind: Kind, _ verdict: Verdict, _ old: Reply?) throws -> Int64? {
        guard let buyer = mail.buyer else { return nil }
        let decision = verdict.decision
        let goes = decision.course.replies && verdict.reply != nil
        let reply =
            verdict.reply
            ?? PlannedReply(
                kind: kind, action: .hold, template: kind.rawValue, language: old?.language ?? mail.language ?? "en",
                order: mail.orderIDs.first)
        let deadline = decision.deadline ?? old?.deadline ?? mail.clockStart + .seconds(86_400)
        try ReplySQL.add.run(
            db,
            [
                mail.mailbox, mail.key, buyer.conversation.value, buyer.alias, reply.order?.value, reply.kind.rawValue,
                reply.action.rawValue, reply.template, reply.language,
                goes ? (decision.due ?? now).milliseconds : nil, deadline.milliseconds, goes ? "scheduled" : "held",
                now.milliseconds, goes ? "" : decision.reason, nil,
            ])
        let added = try transaction.reply(db.lastInsertedRowID)
        try transaction.append(
            goes ? .replyScheduled : .replyHeld, of: added, at: now,
            goes ? added.plan : ["reason": .text(decision.reason)])
        return added.id
    }
}

extension Correction {
    init(_ row: Row) {
        // `other` is no kind.
        self.init(
            kind: Kind(rawValue: row["label"]), by: row["corrected_by"], at: Instant(milliseconds: row["at"]))
    }

    static func stored(_ db: Database, _ message: Int64) throws -> Correction? {
        try CorrectionSQL.find.row(db, [message]).map { Correction($0) }
    }
}
