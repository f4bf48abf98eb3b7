import Correspondence
import Ledger

/// What happened to a mailbox, in the order of time: mails that came in, and what people answered.
struct Past: Sendable {
    let happenings: [Happening]
    /// Names and reasons of what could not be read, or has no place in time.
    let unreadable: [(file: String, why: String)]
    /// When replyd itself sent replies then: they are no part of what happened without it.
    let ownReplies: [Instant]

    /// One of them.
    struct Happening: Sendable {
        let time: Instant
        /// Where it lies, for people.
        let name: String
        let what: What
    }

    enum What: Sendable {
        /// A mail that came in.
        case mail(@Sendable () async throws -> [UInt8])
        /// A mail that a person sent; the name of its folder.
        case sent(@Sendable () async throws -> [UInt8], place: String)
        /// A person's answer as a ledger has it.
        case answer(PersonsAnswer)
    }

    init(
        _ happenings: [Happening], unreadable: [(file: String, why: String)] = [], ownReplies: [Instant] = []
    ) {
        self.happenings = happenings.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
        self.unreadable = unreadable
        self.ownReplies = ownReplies
    }

    /// The time from the first to just after the last mail that came in; `nil` where none did.
    var extent: Range<Instant>? {
        let mails = happenings.lazy.filter(\.isMail).map(\.time)
        guard let first = mails.first, let last = mails.reversed().first else { return nil }
        return first..<(last + .milliseconds(1))
    }

    /// When it ends.
    var end: Instant? { happenings.last?.time }

    /// What is needed to play `time`: conversations that began before it, and answers that came after it.
    func around(_ time: Range<Instant>) -> [Happening] {
        let reach = (time.lowerBound - Self.before)..<(time.upperBound + Self.after)
        return happenings.filter { reach.contains($0.time) }
    }

    /// As far as a buyer's last conversation reaches (``IntakeRecord/sameConversationWithin``).
    static let before = Duration.seconds(30 * 86_400)
    /// Longer than any window of use.
    static let after = Duration.seconds(14 * 86_400)
}

extension Past.Happening {
    var isMail: Bool {
        if case .mail = what { true } else { false }
    }
}
