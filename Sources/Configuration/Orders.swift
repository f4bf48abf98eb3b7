import Correspondence

extension Configuration {
    /// `[orders]`: where the facts about orders come from.
    public struct Orders: Hashable, Sendable {
        /// Report files dropped here are imported.
        public internal(set) var drop: String?
        public internal(set) var fetch: Fetch?
        /// What an order is when nothing says.
        public internal(set) var fulfilment: Fulfilment
        /// Older facts say nothing about an order's state.
        public internal(set) var factsMaxAge: Duration

        public enum Fulfilment: String, Hashable, Sendable, CaseIterable { case merchant, amazon, unknown }

        /// A command that prints a report, and how often it runs.
        public struct Fetch: Hashable, Sendable {
            public internal(set) var command: [String]
            public internal(set) var every: Duration
        }
    }
}

extension Configuration.Orders {
    init(_ scope: Scope) {
        drop = scope.read("drop", .absolutePath(example: "\"/var/lib/replyd/orders\""))
        fulfilment = scope.read("fulfilment", .word()) ?? .merchant
        factsMaxAge =
            scope.read("facts_max_age", .duration(atLeast: .seconds(60), example: "\"24h\"")) ?? .seconds(86_400)
        let fetch = scope.child("fetch")
        guard !fetch.sections.isEmpty else { return }
        if drop == nil {
            scope.problems.report(
                fetch.sections[0].path, "fetch needs a folder to put the report into", "set orders.drop as well")
        }
        let every = fetch.read("every", .duration(atLeast: .seconds(60), example: "\"1h\"")) ?? .seconds(3600)
        if let command = fetch.require("command", .command) { self.fetch = Fetch(command: command, every: every) }
    }
}

extension Wanted<[String]> {
    /// A program and its arguments.
    static let command = command(orEmpty: false)
    /// The same, where `[]` stands for none.
    static let commandOrNone = command(orEmpty: true)

    private static func command(orEmpty: Bool) -> Wanted {
        let example = "[\"/usr/local/bin/program\", \"argument\"]"
        return Wanted(noun: "a list of strings", example: example) { value in
            guard case .list(let values) = value else { return .wrongType }
            var words: [String] = []
            for value in values {
                guard case .text(let word) = value else { return .wrongType }
                words.append(word)
            }
            let unusable = words.contains { $0.contains("\0") } || words.first == ""
            if unusable || words.isEmpty && !orEmpty {
                return .wrong(problem: "names no program", remedy: "write for example \(example)")
            }
            return .right(words)
        }
    }
}
