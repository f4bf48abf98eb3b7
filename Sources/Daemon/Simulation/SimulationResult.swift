import Configuration
import Correspondence
import Ledger
import Reports

extension Simulation {
    /// Plays the part of a past that `time` needs under one configuration, and tells of the mails that arrived in it.
    ///
    /// - Parameter now: the real time: what lies after it is not known to have been missed.
    static func report(
        _ past: Past, in time: Range<Instant>, _ settings: Configuration.Mailbox, _ configuration: Configuration,
        path: String, now: Instant, progress: (Int, Int, Instant) -> Void = { _, _, _ in }
    ) async throws -> SimulationReport {
        let happenings = past.around(time)
        let mailbox = try SimulatedMailbox(
            settings, configuration, path: path, start: happenings.first?.time ?? time.lowerBound)
        var simulation = Simulation(mailbox)
        try await simulation.play(happenings) { done, at in progress(done, happenings.count, at) }
        let known = min(now, past.end ?? now)
        let outcomes = try await mailbox.ledger.outcomes(mailbox.context.name, in: time)
        let steps = try await ReplySteps(mailbox.ledger)
        let reading = OutcomeReading(
            context: mailbox.context, names: simulation.names, steps: steps, known: known,
            drafted: OutcomeReading.drafted(outcomes))
        let mails = await concurrently(outcomes) { reading.mail($0) }
        let limits = try await mailbox.ledger.events(named: .limitReached).count { time.contains($0.time) }
        let unreadable = past.unreadable + simulation.unreadable
        return SimulationReport(
            mailbox: mailbox.context.name, configuration: path, time: time, known: known,
            hours: settings.windows.window.hours, mails: mails, putOff: limits,
            ownReplies: past.ownReplies.count { time.contains($0) },
            markedAnswered: mails.count { $0.answeredAt == nil && $0.wantsAnswer && isMarkedAnswered($0.file) },
            unreadable: unreadable.map { SimulationReport.Unreadable(file: $0.file, why: $0.why) })
    }

    /// A Maildir's file name says with R after `:2,` that somebody answered.
    private static func isMarkedAnswered(_ file: String) -> Bool {
        file.range(of: ":2,", options: .backwards).map { file[$0.upperBound...].contains("R") } ?? false
    }
}

/// When replies came into Drafts or were held, and why: the rows keep only their last state.
struct ReplySteps: Sendable {
    let drafted: [Int64: Instant]
    let held: [Int64: (at: Instant, why: String)]

    init(_ ledger: SQLiteLedger) async throws {
        var drafted: [Int64: Instant] = [:]
        for event in try await ledger.events(named: .replyDrafted) {
            if case .number(let reply) = event.fields["reply"] { drafted[reply] = event.time }
        }
        var held: [Int64: (at: Instant, why: String)] = [:]
        for event in try await ledger.events(named: .replyHeld) {
            guard case .number(let reply) = event.fields["reply"], case .text(let why) = event.fields["reason"] else {
                continue
            }
            held[reply] = (event.time, why)
        }
        self.drafted = drafted
        self.held = held
    }
}

/// Turns what the ledger knows of a mail into what a report tells.
struct OutcomeReading: Sendable {
    let context: MailboxContext
    let names: [Int64: String]
    let steps: ReplySteps
    let known: Instant
    /// Conversations with a reply in Drafts, which answers their older mails too.
    let drafted: Set<ConversationKey>

    static func drafted(_ outcomes: [MailOutcome]) -> Set<ConversationKey> {
        Set(outcomes.lazy.flatMap(\.replies).filter { $0.state == .drafted }.map(\.conversation))
    }

    func mail(_ outcome: MailOutcome) -> SimulatedMail {
        let mail = outcome.mail
        let wantsAnswer = mail.conversation != nil && mail.decision.course != .ignore
        let answer = answer(outcome)
        let own = mail.classification?.kind.map { mail.clockStart + context.settings.rules($0).window.replyWithin }
        let deadline = wantsAnswer ? own : nil
        let marketplace = wantsAnswer ? mail.clockStart + Self.marketplaceClock : nil
        return SimulatedMail(
            file: names[mail.key] ?? "ledger#\(mail.key)", messageID: mail.messageID, arrived: mail.arrived,
            clockStart: mail.clockStart, source: mail.source?.rawValue ?? Source.other.rawValue, subject: mail.subject,
            buyer: mail.buyer?.name, order: mail.orderIDs.first?.value, conversation: mail.conversation?.value,
            kind: mail.classification?.kind,
            confidence: mail.classification.map { ($0.confidence * 1000).rounded() / 1000 },
            decision: mail.decision.course.rawValue, reason: mail.decision.reason, due: mail.decision.due,
            deadline: deadline, marketplaceDeadline: marketplace, outcome: answer.outcome, heldBecause: held(outcome),
            reply: reply(outcome, answer.outcome),
            person: outcome.firstByPerson.map { SimulatedMail.ByPerson(at: $0.at, place: $0.place) },
            answeredAt: answer.at,
            ownWindow: SimulatedMail.window(deadline, answered: answer.at, known: known),
            marketplace: SimulatedMail.window(marketplace, answered: answer.at, known: known))
    }

    /// Who was first, and when.
    private func answer(_ outcome: MailOutcome) -> (outcome: SimulatedMail.Outcome, at: Instant?) {
        let mail = outcome.mail
        guard mail.decision.course != .ignore else { return (.ignored, nil) }
        if let reply = outcome.answeredBy, case .sent(let at, _) = reply.state,
            outcome.closedByPerson.map({ at <= $0.at }) ?? true
        {
            return (.replyd, at)
        }
        if let person = outcome.closedByPerson { return (.person, person.at) }
        if let conversation = mail.conversation, drafted.contains(conversation) { return (.draft, nil) }
        return (.held, nil)
    }

    private func held(_ outcome: MailOutcome) -> String? {
        if let reason = outcome.replies.lazy.compactMap({ steps.held[$0.id]?.why }).first { return reason }
        return outcome.mail.decision.course == .hold ? outcome.mail.decision.reason : nil
    }

    private func reply(_ outcome: MailOutcome, _ ending: SimulatedMail.Outcome) -> SimulatedMail.Said? {
        if ending == .replyd, let answer = outcome.answeredBy, answer.message != outcome.mail.key,
            case .sent(let at, _) = answer.state
        {
            return SimulatedMail.Said(
                state: "sent", at: at, template: answer.template, language: answer.language, text: nil,
                answers: names[answer.message])
        }
        guard let reply = outcome.replies.last else { return nil }
        let at: Instant? =
            switch reply.state {
            case .sent(let at, _): at
            case .drafted: steps.drafted[reply.id]
            case .held: steps.held[reply.id]?.at
            case .scheduled, .sending, .failed, .superseded, .bounced: nil
            }
        let text = at.flatMap { try? ReplyComposer(context: context, now: $0).ownWords(reply, outcome.mail) }
        return SimulatedMail.Said(
            state: reply.state.name, at: at, template: reply.template, language: reply.language, text: text)
    }

    /// Domain facts 2: 24 hours, weekends and holidays included.
    private static let marketplaceClock = Duration.seconds(86_400)
}
