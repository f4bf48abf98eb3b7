import Correspondence
import Ledger

/// What becomes of one mail, given what the ledger knows of its conversation. Called inside the transaction that records
/// the mail, so it is pure.
struct Decider: Sendable {
    let context: MailboxContext
    let readings: [Position: MailReading]
    let now: Instant
    /// A person moved the mail before it was ever seen: nothing goes out before they have said what they want.
    var movedByPerson = false

    func decide(_ record: IntakeRecord, _ facts: ConversationFacts) -> Verdict {
        guard let reading = readings[record.position], let understanding = record.understanding else {
            return Verdict(decision: Decision(.hold, because: record.problem ?? "it could not be read"))
        }
        let known = orderFacts(facts)
        let classification =
            known == .unknown ? reading.classification : context.reader.classify(reading, orderFacts: known)
        var (decision, reply) = decide(record, understanding, classification, facts)
        let copyOf = OwnCopies.reply(in: reading, among: facts.repliesCopied)
        if record.references.contains(where: { OwnMailID.isOurs($0, store: context.ledger.storeID) }) {
            (decision, reply) = (Decision(.ignore, because: "an answer to a digest or an alert of ours"), nil)
        }
        if let copyOf {
            decision = Decision(.ignore, because: "the marketplace's copy of reply \(copyOf)")
        } else if case .ownCopy(let copy) = understanding.recognition, copy.type != nil,
            context.settings.sellerCentral == .unused
        {
            decision = Decision(.hold, because: "somebody answered in Seller Central, and seller_central is unused")
        }
        return Verdict(
            classification: classification, decision: decision, reply: reply, copyOf: copyOf,
            events: events(record, understanding, classification, decision))
    }

    func decide(
        _ record: IntakeRecord, _ understanding: Understanding, _ classification: Classification?,
        _ facts: ConversationFacts
    ) -> (Decision, PlannedReply?) {
        let settings = context.settings
        let rules = classification?.kind.map { settings.rules($0) }
        let firstStart = Self.wholeSecond(facts.firstStart ?? now)
        var decision = Policy.decide(
            understanding, classification, rules: rules,
            in: Circumstances(
                now: now, earliestUnanswered: facts.earliestUnanswered, newest: facts.newest,
                backlog: backlog(record, facts),
                markedAnswered: record.flags.contains { $0.lowercased() == "\\answered" }))
        if let problem = record.problem, record.messageID == nil, understanding.recognition == .other {
            // Nothing that says whose it is: it may well be a buyer's.
            decision = Decision(.hold, because: "it could not be read: \(problem)")
        }
        if record.arrived < firstStart - settings.since, decision.course != .ignore {
            decision = Decision(.hold, because: "it is older than since reaches back", deadline: decision.deadline)
        }
        if let rules, decision.course == .send || decision.course == .guardDeadline,
            facts.earliestUnanswered + rules.window.replyWithin < now,
            record.clockStart + rules.window.replyWithin >= now
        {
            // An answer at once would take from people the time that the newer mail leaves them.
            decision = Decision(
                .hold,
                because: "an earlier mail of the conversation is past its deadline, and no answer to it is known",
                deadline: decision.deadline)
        }
        if decision.course == .send || decision.course == .guardDeadline,
            let reason = Escalation.reason(
                facts, clockStart: record.clockStart, after: context.settings.limits.escalateAfter)
        {
            decision = Decision(.hold, because: reason, deadline: decision.deadline)
        }
        if decision.course == .hold, classification?.matters.contains(.personAsked) == true {
            decision.reason += "; \(Escalation.aboutPhones)"
        }
        if movedByPerson, decision.course != .ignore {
            decision = Decision(.hold, because: "a person moved it before it was read", deadline: decision.deadline)
        }
        if let problem = record.problem, record.buyer != nil {
            decision = Decision(.hold, because: "it could not be read whole: \(problem)", deadline: decision.deadline)
        }
        guard let buyer = record.buyer, let classification, let kind = classification.kind, let rules,
            decision.course != .ignore, NoReplyNeeded.words(in: understanding.text, classification) == nil
        else { return (decision, nil) }
        let choice = ReplyChoice.choose(
            classification, kind, for: understanding, buyerName: buyer.name, order: facts.order,
            in: context.sight(at: now))
        guard let template = choice.template, let language = choice.language else {
            return (Decision(.hold, because: choice.why, deadline: decision.deadline), nil)
        }
        if decision.course != .hold, let last = facts.lastReplies[template], now - last < rules.repeatAfter {
            decision = Decision(
                .hold,
                because: "the same template went out in this conversation at \(last.iso8601), within repeat_after",
                deadline: decision.deadline)
        }
        if decision.course != .hold, let place = facts.personWroteSince {
            decision = Decision(
                .hold,
                because: "a person wrote to this buyer after this mail (\(place)), and it cannot be told about what",
                deadline: decision.deadline)
        }
        if decision.course != .hold, let reason = facts.heldBefore.first {
            // A program must not answer past what a person is to see first.
            decision = Decision(
                .hold, because: "an earlier mail of the conversation waits for a person: \(reason)",
                deadline: decision.deadline)
        }
        if choice.onlyDraft, decision.course == .send || decision.course == .guardDeadline {
            decision = Decision(
                .draft, because: "\(template) goes no further than Drafts", due: now, deadline: decision.deadline)
        }
        let action: Action =
            switch decision.course {
            case .draft: .draft
            case .guardDeadline: .guardDeadline
            case .send: .send
            case .hold, .ignore: .hold
            }
        let reply = PlannedReply(
            kind: kind, action: action, template: template, language: language, order: understanding.orderIDs.first)
        return (decision, reply)
    }

    /// Facts of a report that is too old say nothing about where a parcel is now.
    private func orderFacts(_ facts: ConversationFacts) -> OrderFacts {
        let fresh = facts.order.flatMap { now - $0.seen <= context.configuration.orders.factsMaxAge ? $0 : nil }
        return OrderFacts(openClaim: facts.openClaim, pastPromise: fresh?.state.isPastPromise(at: now))
    }

    /// Mail from before the first start, or from before a restore: it may have been answered.
    private func backlog(_ record: IntakeRecord, _ facts: ConversationFacts) -> Backlog? {
        if let restored = facts.restoredAt, record.arrived < Self.wholeSecond(restored) { return .hold }
        return record.arrived < Self.wholeSecond(facts.firstStart ?? now) ? context.settings.backlog : nil
    }

    /// INTERNALDATE knows whole seconds only: what came in the second of the start came after it.
    private static func wholeSecond(_ time: Instant) -> Instant {
        Instant(milliseconds: time.milliseconds / 1000 * 1000)
    }

    private func events(
        _ record: IntakeRecord, _ understanding: Understanding, _ classification: Classification?, _ decision: Decision
    ) -> [Event] {
        let facts = MailFacts(
            mailbox: context.name, folder: record.position.folder, uid: record.position.uid,
            messageID: record.messageID,
            bytes: record.raw.count, arrived: record.arrived, sha256: Digest(of: record.raw).description)
        let from = record.buyer?.replyTo
        var events = [
            Event.messageReceived(facts, at: now, understanding: understanding, subject: record.subject, from: from)
        ]
        if let problem = record.problem { events.append(.messageUnreadable(facts, at: now, problem: problem)) }
        if let classification {
            events.append(.messageClassified(facts, at: now, understanding: understanding, classification))
        }
        if record.buyer != nil, let words = NoReplyNeeded.words(in: understanding.text, classification) {
            events.append(.messageNoReplyNeeded(facts, at: now, understanding: understanding, because: words))
        }
        switch decision.course {
        case .ignore:
            events.append(.messageIgnored(facts, at: now, understanding: understanding, reason: decision.reason))
        case .hold:
            events.append(
                .messageHeld(
                    facts, at: now, understanding: understanding, decision: decision, kind: classification?.kind))
        case .send, .guardDeadline, .draft: break
        }
        return events
    }
}
