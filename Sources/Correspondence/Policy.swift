/// The rules that turn what a mail is into what becomes of it. Pure: the same facts, the same decision.
public enum Policy {
    /// When the buyer's clock starts: at the mail's `Date` where that is plausible (not after it arrived, not over 48 h
    /// before), else when it arrived (design section 5; the marketplace counts from its own `Date`, domain facts 1.2).
    public static func clockStart(date: Instant?, arrived: Instant) -> Instant {
        guard let date, date <= arrived, arrived - date <= .seconds(48 * 3600) else { return arrived }
        return date
    }

    /// The marketplace's own clock, where no rules of the seller's apply (domain facts 2).
    public static let marketplaceClock = Duration.seconds(24 * 3600)

    /// What becomes of one mail.
    ///
    /// - Parameters:
    ///   - classification: of the buyer's words; `nil` for mail that is not a buyer's.
    ///   - rules: for the classified kind; `nil` where there is no kind.
    public static func decide(
        _ mail: Understanding, _ classification: Classification?, rules: KindRules?, in circumstances: Circumstances
    ) -> Decision {
        if let verdict = withoutAnswer(mail) { return verdict }
        guard let classification else { return Decision(.hold, because: "a buyer's mail that was not classified") }
        if mail.authenticationFailure == nil, let words = NoReplyNeeded.words(in: mail.text, classification) {
            let clock = rules?.window.replyWithin ?? marketplaceClock
            return Decision(
                .hold, because: "it needs no answer (“\(words)”): mark it so in the marketplace's pages",
                deadline: circumstances.earliestUnanswered + clock)
        }
        guard let rules, classification.kind != nil else {
            // A buyer wrote, whatever it is: the marketplace's clock runs, so a person sees it.
            let reason =
                classification.kind == nil
                ? "it asks for nothing that a template could answer" : "no rules for this kind"
            return Decision(.hold, because: reason, deadline: circumstances.earliestUnanswered + marketplaceClock)
        }
        let window = rules.window
        let deadline = window.deadline(earliest: circumstances.earliestUnanswered)
        func hold(_ reason: String) -> Decision { Decision(.hold, because: reason, deadline: deadline) }

        if let failure = mail.authenticationFailure { return hold("the sender is not proven: \(failure)") }
        if !classification.matters.isEmpty {
            let names = classification.matters.map(\.rawValue).joined(separator: ", ")
            return hold("never answered by a program: \(names)")
        }
        if classification.confidence < rules.minConfidence {
            return hold("confidence \(percent(classification.confidence)) is below \(percent(rules.minConfidence))")
        }

        var action = rules.action
        var reason = "the action for \(classification.kind?.rawValue ?? "none") is \(action.rawValue)"
        if circumstances.backlog == .hold { return hold("it is older than the first start, and backlog is hold") }
        if circumstances.backlog == .draft, action != .hold {
            action = .draft
            reason = "it is older than the first start, and backlog is draft"
        }
        if circumstances.markedAnswered, action != .hold {
            action = .guardDeadline
            reason = "a person marked it answered: it waits for the guard time"
        }
        if deadline < circumstances.now, action == .send || action == .guardDeadline, rules.whenLate == .hold {
            return hold("the deadline has passed, and when_late is hold")
        }
        guard
            let due = window.due(action, earliest: circumstances.earliestUnanswered, newest: circumstances.newest)
        else {
            return hold(action == .hold ? reason : "no sending hour before the deadline, and outside_hours is hold")
        }
        return Decision(course(for: action), because: reason, due: max(due, circumstances.now), deadline: deadline)
    }

    /// Mail that nobody answers; `nil` for a buyer's.
    private static func withoutAnswer(_ mail: Understanding) -> Decision? {
        switch mail.recognition {
        case .buyer: nil
        case .notice(let notice): Decision(.ignore, because: "a marketplace notice, \(notice.type)")
        case .ownCopy: Decision(.ignore, because: "the marketplace's copy of our own message")
        case .autoReply: Decision(.ignore, because: "an automatic reply")
        case .bounce: Decision(.ignore, because: "a delivery failure report")
        case .list: Decision(.ignore, because: "list or bulk mail")
        case .other:
            mail.authenticationFailure.map { Decision(.hold, because: "the sender is not proven: \($0)") }
                ?? mail.doubt.map { Decision(.hold, because: $0) }
                ?? Decision(
                    .ignore, because: "the sender is neither a buyer of an accepted marketplace nor accepted by name")
        }
    }

    private static func course(for action: Action) -> Decision.Course {
        switch action {
        case .send: .send
        case .guardDeadline: .guardDeadline
        case .draft: .draft
        case .hold: .hold
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded(.down))) %" }
}
