import Configuration
import Correspondence
import Ledger

/// Carries changed rules to the replies that wait already: at each start and reload, before anything is sent.
///
/// Only what waits by itself: what a person released, and what is held for one, stays as it is.
struct Replanning: Sendable {
    let settings: Configuration.Mailbox
    let now: Instant
    /// When the mailbox was first watched: mail before it is backlog.
    let firstStart: Instant

    /// - Returns: how many replies have another time, another action or are held now.
    @discardableResult
    static func run(_ context: MailboxContext) async throws -> Int {
        let now = context.clock.now
        let replanning = Replanning(
            settings: context.settings, now: now,
            firstStart: try await context.ledger.firstStart(context.name, at: now))
        return try await context.ledger.replan(context.name, at: now) { replanning.decide($0, $1, $2) }
    }

    /// The decision of today's rules; `nil` where the reply may stay as it is.
    func decide(_ reply: Reply, _ mail: StoredMessage, _ state: ConversationState) -> Decision? {
        guard let understanding = mail.understanding, let classification = mail.classification else { return nil }
        let isBacklog = mail.arrived < Instant(milliseconds: firstStart.milliseconds / 1000 * 1000)
        var decision = Policy.decide(
            understanding, classification, rules: settings.rules(reply.kind),
            in: Circumstances(
                now: now, earliestUnanswered: state.earliestUnanswered ?? mail.clockStart,
                newest: state.newest ?? mail.clockStart, backlog: isBacklog ? settings.backlog : nil,
                markedAnswered: mail.flags.contains { $0.lowercased() == "\\answered" }))
        if let due = reply.due, let planned = decision.due {
            // Due already, or put off by a limit or a busy server: not a matter of the rules.
            let putOff = reply.attempts > 0 && planned < due
            if putOff || max(due, now) == planned { decision.due = due }
        }
        return decision
    }
}
