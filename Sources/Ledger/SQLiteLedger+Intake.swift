import Correspondence
import Foundation
import GRDB

/// Mails coming in.
extension SQLiteLedger {
    public func record(
        _ batch: [IntakeRecord], at now: Instant,
        decide: @escaping @Sendable (IntakeRecord, ConversationFacts) -> Verdict
    ) async throws(LedgerError) -> [IntakeResult] {
        try await write("record mails") { transaction in
            let results = try batch.map { try Intake(transaction, $0, now: now).take(decide) }
            for record in batch { try transaction.advance(record.position) }
            return results
        }
    }
}

/// One mail on its way in.
private struct Intake {
    let transaction: Transaction
    let record: IntakeRecord
    let now: Instant
    /// Of the raw mail, and of what follows its header.
    let digest: Digest
    let bodyDigest: Digest

    var db: Database { transaction.db }
    var mailbox: String { record.position.mailbox }

    init(_ transaction: Transaction, _ record: IntakeRecord, now: Instant) {
        self.transaction = transaction
        self.record = record
        self.now = now
        digest = Digest(of: record.raw)
        bodyDigest = Digest(ofSlice: Self.body(of: record.raw))
    }

    func take(_ decide: (IntakeRecord, ConversationFacts) -> Verdict) throws -> IntakeResult {
        if let known = try knownMail() {
            try transaction.place(record.position, message: known)
            return .duplicate(of: known)
        }
        let facts = try self.facts()
        var verdict = decide(record, facts)
        if verdict.reply == nil, verdict.decision.course.replies {
            verdict.decision = Decision(
                .hold, because: "there is no reply to send: \(verdict.decision.reason)",
                deadline: verdict.decision.deadline)
        }
        let key = try insert(facts, verdict)
        for event in verdict.events { try transaction.append(event) }
        try takeEffect(key, verdict)
        if record.buyer != nil, let classification = verdict.classification,
            let order = record.understanding?.orderIDs.first
        {
            try transaction.takeOrderMail(classification, order: order, at: record.clockStart, now: now)
        }
        let reply = try plan(verdict, key, facts)
        return .recorded(message: key, reply: reply, decision: verdict.decision)
    }

    /// The row of the same mail, whether at this position or at another.
    private func knownMail() throws -> Int64? {
        let place = record.position
        let here = try MailSQL.positioned.row(db, [place.mailbox, place.folder, place.uidValidity, place.uid])
        if let known: Int64 = here?["message"] { return known }
        if let id = record.messageID {
            return try MailSQL.sameMail.integer(db, [mailbox, id, Data(bodyDigest.bytes)])
        }
        // Of mails of which nothing could be had, each is its own.
        guard !record.raw.isEmpty else { return nil }
        return try MailSQL.sameNamelessMail.integer(db, [mailbox, Data(digest.bytes)])
    }

    private func facts() throws -> ConversationFacts {
        var facts = ConversationFacts(
            conversation: nil, earliestUnanswered: record.clockStart, newest: record.clockStart,
            closedByLaterAnswer: false, personWroteSince: nil, heldBefore: [], lastReplies: [:],
            openClaim: false,
            repliesCopied: [:],
            firstStart: Instant(column: try MailSQL.firstStart.integer(db, [mailbox])))
        facts.restoredAt = try Restoring.time(db)
        for order in record.understanding?.orderIDs ?? [] where try Facts.openClaim(db, order) {
            facts.openClaim = true
        }
        if let answer = record.answer { facts.repliesCopied = try transaction.sentShortlyBefore(answer) }
        facts.order = try record.understanding?.orderIDs.first.flatMap { try Facts.order(db, $0) }
        guard let buyer = record.buyer else { return facts }
        let conversation = try self.conversation(of: buyer)
        let state = try ConversationState.stored(db, conversation, mailbox)
        facts.conversation = conversation
        facts.earliestUnanswered = min(state.earliestUnanswered ?? record.clockStart, record.clockStart)
        facts.newest = max(state.newest ?? record.clockStart, record.clockStart)
        facts.closedByLaterAnswer = try laterAnswer(conversation) != nil
        facts.personWroteSince = try AnswerSQL.unmatchedAfter.text(
            db,
            [
                mailbox, buyer.alias, record.clockStart.milliseconds,
                (record.clockStart + record.sameConversationWithin).milliseconds,
            ])
        facts.heldBefore = try pending(conversation).compactMap {
            if case .held(let reason) = $0.reply.state { reason } else { nil }
        }
        facts.lastReplies = try Facts.lastReplies(db, conversation, mailbox)
        try Facts.addCourse(
            db, conversation, mailbox, words: record.understanding?.text ?? "", before: record.clockStart, to: &facts)
        return facts
    }

    /// In the order of domain facts 1.2: the case, the mail it answers, the order, the buyer's last conversation.
    private func conversation(of buyer: BuyerMessage) throws -> ConversationKey {
        let own = buyer.conversation
        if own.value.hasPrefix("case:") { return own }
        if let known = try Facts.conversation(db, of: record.references, mailbox) { return known }
        guard own.value.hasPrefix("alias:") else { return own }
        let since = record.clockStart - record.sameConversationWithin
        return try Facts.recentConversation(db, buyer.alias, mailbox, since) ?? own
    }

    /// The answer to a newer mail, or a person's newer answer: it closes this mail as well.
    private func laterAnswer(_ conversation: ConversationKey) throws -> Answer? {
        let clock = record.clockStart.milliseconds
        if let reply = try MailSQL.answerAfter.integer(db, [mailbox, conversation.value, clock]) {
            return .reply(reply)
        }
        if let id = record.messageID, let answer = try AnswerSQL.referring.integer(db, [id, mailbox, clock]) {
            try AnswerSQL.tie.run(db, [conversation.value, answer])
            return .person(answer)
        }
        return try AnswerSQL.after.integer(db, [mailbox, conversation.value, clock]).map(Answer.person)
    }

    private enum Answer {
        case reply(Int64)
        case person(Int64)

        var reply: Int64? { if case .reply(let id) = self { id } else { nil } }
        var person: Int64? { if case .person(let id) = self { id } else { nil } }
    }

    private func pending(_ conversation: ConversationKey) throws -> [(reply: Reply, clock: Instant)] {
        try ReplySQL.pending.rows(db, [mailbox, conversation.value]).map {
            (try Reply($0), Instant(milliseconds: $0["clock"]))
        }
    }

    private func insert(_ facts: ConversationFacts, _ verdict: Verdict) throws -> Int64 {
        let mail = record.understanding
        let decision = verdict.decision
        var answer: Answer?
        if let conversation = facts.conversation {
            answer = try laterAnswer(conversation)
        }
        let columns: [(any DatabaseValueConvertible)?] = [
            mailbox, record.messageID, Data(digest.bytes), Data(bodyDigest.bytes), try json(record.references),
            record.subject, record.arrived.milliseconds, record.clockStart.milliseconds, try json(record.flags),
            mail?.recognition.source.rawValue, mail?.site, mail?.language, try json(mail?.orderIDs ?? []),
            try json(mail?.asins ?? []), try json(mail?.because ?? []), mail?.authenticationFailure,
            facts.conversation?.value, record.buyer?.alias, record.buyer?.name, record.buyer?.replyTo.description,
            record.buyer?.topic, mail?.text ?? "", try verdict.classification.map { try json($0) },
            decision.course.rawValue, decision.reason, decision.due?.milliseconds, decision.deadline?.milliseconds,
            record.problem, answer?.reply, answer?.person,
        ]
        try MailSQL.add.run(db, StatementArguments(columns))
        let key = db.lastInsertedRowID
        try MailSQL.addSource.run(db, [key, Data(record.raw)])
        for order in mail?.orderIDs ?? [] {
            try AnswerSQL.addOrder.run(db, [order.value, key])
            // What the buyer or the marketplace says may end what was to be written unasked.
            try OrderSQL.lookAnewByID.run(db, [order.value])
        }
        try transaction.place(record.position, message: key)
        return key
    }

    /// What a mail that no buyer wrote does to conversations.
    private func takeEffect(_ key: Int64, _ verdict: Verdict) throws {
        switch record.understanding?.recognition {
        case .notice(let notice): try transaction.take(notice, of: record, key, at: now)
        case .bounce(let bounce): try transaction.take(bounce, of: record, at: now)
        case .ownCopy:
            if let answer = record.answer, verdict.copyOf == nil { _ = try transaction.take(answer, at: now) }
        case .buyer, .autoReply, .list, .other, nil: break
        }
    }

    /// The reply's row, and what it does to those before it. `nil` where there is nothing to send.
    private func plan(_ verdict: Verdict, _ key: Int64, _ facts: ConversationFacts) throws -> Int64? {
        let decision = verdict.decision
        guard let conversation = facts.conversation, let buyer = record.buyer, decision.course != .ignore else {
            return nil
        }
        let deadline = decision.deadline ?? facts.earliestUnanswered + Self.marketplaceClock
        guard let planned = verdict.reply, !facts.closedByLaterAnswer else {
            // Nothing takes the place of what waits: it must not go out over the newer mail, nor be forgotten.
            for (reply, clock) in try pending(conversation)
            where clock <= record.clockStart && reply.state == .scheduled {
                try transaction.take(.hold, reply, detail: "the buyer wrote again: \(decision.reason)", at: now)
                try transaction.append(
                    .replyHeld, of: reply, at: now, ["reason": .text("the buyer wrote again: \(decision.reason)")])
            }
            return nil
        }
        for (reply, clock) in try pending(conversation) where clock <= record.clockStart {
            try transaction.end(reply, because: "the buyer wrote again", at: now)
        }
        if decision.course.replies, let newer = try pending(conversation).first(where: { $0.reply.state == .scheduled })
        {
            // An older mail that came late: the newer one's reply answers both, inside this one's window.
            try transaction.reschedule(
                newer.reply, due: decision.due ?? newer.reply.due, deadline: min(deadline, newer.reply.deadline),
                because: "an older mail of the conversation came in", at: now)
            return nil
        }
        let held = !decision.course.replies
        try ReplySQL.add.run(
            db,
            [
                mailbox, key, conversation.value, buyer.alias, planned.order?.value, planned.kind.rawValue,
                planned.action.rawValue, planned.template, planned.language,
                held ? nil : (decision.due ?? now).milliseconds, deadline.milliseconds, held ? "held" : "scheduled",
                now.milliseconds, held ? decision.reason : "", nil,
            ])
        let reply = try transaction.reply(db.lastInsertedRowID)
        if held {
            try transaction.append(.replyHeld, of: reply, at: now, ["reason": .text(decision.reason)])
        } else {
            try transaction.append(.replyScheduled, of: reply, at: now, reply.plan)
        }
        return reply.id
    }

    /// A decision without a deadline still has the marketplace's own: 24 hours (domain facts).
    private static let marketplaceClock = Duration.seconds(86_400)

    /// What follows the first empty line; all of a mail that has none.
    private static func body(of raw: [UInt8]) -> ArraySlice<UInt8> {
        var lineStart = 0
        for (index, byte) in raw.enumerated() where byte == UInt8(ascii: "\n") {
            let line = raw[lineStart..<index]
            if line.isEmpty || line.elementsEqual(CollectionOfOne(UInt8(ascii: "\r"))) { return raw[(index + 1)...] }
            lineStart = index + 1
        }
        return raw[...]
    }
}

extension Decision.Course {
    /// True where a reply is to be made without waiting for a person's word.
    var replies: Bool {
        switch self {
        case .send, .guardDeadline, .draft: true
        case .hold, .ignore: false
        }
    }
}
