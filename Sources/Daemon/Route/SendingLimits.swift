import Correspondence
import Ledger

/// Limits put replies off, each once and to the time at which there is room for it; only what would then miss its deadline
/// is held for a person.
struct SendingLimits: Sendable {
    let context: MailboxContext

    private var rules: [LimitRule] {
        let limits = context.settings.limits
        return [
            LimitRule("replies_per_hour", most: limits.repliesPerHour, within: .seconds(3600)),
            LimitRule("replies_per_day", most: limits.repliesPerDay, within: .seconds(86_400)),
        ]
    }

    /// The limit that is reached now.
    func reached(at now: Instant) async throws -> LimitRule? {
        for rule in rules
        where try await context.ledger.repliesSent(context.name, since: now - rule.within) >= rule.most {
            return rule
        }
        return nil
    }

    /// Puts off what is due now.
    func putOff(_ rule: LimitRule, at now: Instant) async throws {
        let ledger = context.ledger
        let due = try await ledger.due(at: now, limit: Self.most, mailboxes: [context.name], drafts: false)
        let sent = try await ledger.sentTimes(context.name, since: now - rule.within)
        var room = rule.room(for: due.count, after: sent, now: now)[...]
        guard let first = room.first else { return }
        await context.record([.limitReached(at: now, mailbox: context.name, limit: rule.words, until: first)])
        for reply in due {
            guard let later = room.first else { break }
            if later > reply.deadline, reply.releasedBy == nil, reply.deadline > now {
                try await ledger.hold(
                    reply.id, because: "\(rule.words), and waiting would miss the deadline", at: now)
                continue
            }
            room.removeFirst()
            try await ledger.reschedule(
                reply.id, due: max(later, now + .seconds(1)), deadline: reply.deadline, because: rule.words, at: now)
        }
    }

    /// Puts one reply off where its buyer has had as many within a day as may be.
    ///
    /// - Returns: false where it may go out.
    func putOffForBuyer(_ reply: Reply, at now: Instant) async throws -> Bool {
        guard reply.releasedBy == nil else { return false }
        let rule = LimitRule(
            "replies_per_buyer_per_day", most: context.settings.limits.repliesPerBuyerPerDay, within: .seconds(86_400))
        let sent = try await context.ledger.repliesToBuyer(of: reply.id, since: now - rule.within)
        guard sent.count >= rule.most, let later = rule.room(for: 1, after: sent, now: now).first, later > now else {
            return false
        }
        if later > reply.deadline {
            try await context.ledger.hold(
                reply.id, because: "\(rule.words), and waiting would miss the deadline", at: now)
        } else {
            try await context.ledger.reschedule(
                reply.id, due: later, deadline: reply.deadline, because: rule.words, at: now)
        }
        return true
    }

    /// So many are put off at once.
    private static let most = 5000
}
