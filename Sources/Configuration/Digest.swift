import Correspondence

extension Configuration {
    /// `[digest]`: the summary mails for people.
    public struct Digest: Hashable, Sendable {
        public internal(set) var to: [EmailAddress]
        /// Minutes of the local day, in order.
        public internal(set) var at: [Int]
        public internal(set) var whenEmpty: WhenEmpty

        /// What becomes of a digest that has nothing to tell.
        public enum WhenEmpty: String, Hashable, Sendable, CaseIterable { case skip, send }
    }

    /// `[alerts]`: whom to tell at once.
    public struct Alerts: Hashable, Sendable {
        public internal(set) var mail: [EmailAddress]
        /// Gets the event's JSON on standard input; empty: none.
        public internal(set) var command: [String]
        /// How long before a deadline people are told of it.
        public internal(set) var before: Duration
    }
}

extension Configuration.Digest {
    /// `nil` where there is no such table: then there is no digest.
    init?(_ scope: Scope) {
        guard !scope.sections.isEmpty else { return nil }
        to = scope.require("to", .list(of: .address)) ?? []
        at = (scope.require("at", .list(of: .timeOfDay)) ?? []).sorted()
        whenEmpty = scope.read("when_empty", .word()) ?? .skip
    }
}

extension Configuration.Alerts {
    init(_ scope: Scope) {
        mail = scope.read("mail", .list(of: .address, orEmpty: true)) ?? []
        command = scope.read("command", .commandOrNone) ?? []
        before = scope.read("before", .duration(example: "\"1h\"")) ?? .seconds(3600)
    }
}

extension Wanted<Int> {
    /// A time of day as minutes since midnight.
    static let timeOfDay = Wanted(noun: "a time of day", example: "\"08:30\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        guard let minutes = HoursText.minutes(text), minutes < 1440 else {
            return .wrong(problem: "\"\(text)\" is no time of day", remedy: "write for example \"08:30\"")
        }
        return .right(minutes)
    }
}
