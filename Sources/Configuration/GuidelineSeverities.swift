import Correspondence

extension Configuration {
    /// `[guidelines]`: rules of the marketplace's guidelines that the seller has made stricter or looser, by name.
    public struct GuidelineSeverities: Hashable, Sendable {
        private var own: [GuidelineRule: GuidelineRule.Severity] = [:]

        public func severity(of rule: GuidelineRule) -> GuidelineRule.Severity { own[rule] ?? rule.severity }

        /// Those that let through what the rule itself would hold: told at each start.
        public var loosened: [String] {
            own.filter { $0.key.severity == .block && $0.value != .block }
                .map { "\($0.key.id) = \($0.value.rawValue)" }.sorted()
        }

        init(_ scope: Scope) {
            for rule in GuidelineRule.allCases { own[rule] = scope.read(rule.id, .word()) }
        }

        var dump: Dump {
            .table(
                Dictionary(
                    uniqueKeysWithValues: GuidelineRule.allCases.map { ($0.id, Dump.text(severity(of: $0).rawValue)) }))
        }
    }
}
