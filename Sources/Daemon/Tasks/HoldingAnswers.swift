import Configuration
import Correspondence
import Ledger

/// `if_still_held = "holding_answer"`: at the guard time a buyer whose mail nobody took learns who looks into it, and by when.
struct HoldingAnswers: Sendable {
    let context: MailboxContext

    func schedule(at now: Instant) async throws {
        let kinds = Kind.allCases.filter { context.settings.kinds[$0].ifStillHeld == .holdingAnswer }
        guard !kinds.isEmpty else { return }
        let earliest = kinds.map { context.settings.rules($0).window.guardBefore }.max() ?? .zero
        var scheduled = false
        for reply in try await context.ledger.heldUntil(now + earliest, context.name) where kinds.contains(reply.kind) {
            guard reply.deadline - context.settings.rules(reply.kind).window.guardBefore <= now,
                try await mayGoOut(reply, now)
            else { continue }
            if try await context.ledger.scheduleHolding(reply.id, at: now) != nil { scheduled = true }
        }
        if scheduled { context.dispatchNudge() }
    }

    private func mayGoOut(_ reply: Reply, _ now: Instant) async throws -> Bool {
        guard context.templates.has(Reply.holdingTemplate, language: reply.language),
            let mail = try await context.ledger.message(reply.message),
            // Only who wrote it is in doubt, or what they mean: never a matter for a person alone.
            let classification = mail.classification, classification.matters.isEmpty, mail.authenticationFailure == nil,
            mail.problem == nil,
            NoReplyNeeded.words(in: mail.words, classification) == nil,
            !mail.flags.contains(where: { $0.lowercased() == "\\answered" }),
            reply.deadline > now || context.settings.rules(reply.kind).whenLate == .send
        else { return false }
        guard let alias = mail.buyer?.alias else { return false }
        let replies = try await context.ledger.repliesToBuyer(
            alias: alias, context.name, since: now - .seconds(86_400))
        return replies < context.settings.limits.repliesPerBuyerPerDay
    }
}
