import Correspondence
import Ledger

/// What stands against sending a reply by itself now.
enum Objection: Hashable, Sendable {
    case hold(String)
    case wait(until: Instant, String)
}

/// Whether a reply that is due is still wanted, by what people did meanwhile: no program answers over a person's head.
/// Pure.
enum StillWanted {
    /// - Parameters:
    ///   - flags: what the mail has on the server.
    ///   - draft: the folder of a draft that a person has begun for this buyer.
    /// - Returns: `nil` where it may go out.
    static func objection(
        to reply: Reply, flags: [String], draft: String?, rules: KindRules, now: Instant
    ) -> Objection? {
        if reply.releasedBy != nil { return nil }
        if reply.deadline < now, rules.whenLate == .hold {
            return .hold("the deadline has passed, and when_late is hold")
        }
        guard let sign = signOfAPerson(flags, draft) else { return nil }
        // It proves no answer, so that people have until the guard time to finish theirs; then one of them must look.
        let last = guardTime(reply, rules)
        return now < last
            ? .wait(until: last, "\(sign): it waits for them")
            : .hold("\(sign), but no answer of theirs is known: see whether the buyer has one")
    }

    /// From here on a reply is urgent: the deadline counts more than what cannot be found out.
    static func guardTime(_ reply: Reply, _ rules: KindRules) -> Instant {
        reply.deadline - rules.window.guardBefore
    }

    private static func signOfAPerson(_ flags: [String], _ draft: String?) -> String? {
        if let flag = flags.first(where: { signs.contains($0.lowercased()) }) {
            return "a person marked the mail \(flag)"
        }
        return draft.map { "a person has begun a draft for this buyer in \($0)" }
    }

    private static let signs: Set = ["\\answered", "$forwarded"]
}
