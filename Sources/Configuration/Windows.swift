import Correspondence

extension Configuration {
    /// `[windows]`, or what of it is in force for one kind: when a reply may and must go out.
    public struct Windows: Hashable, Sendable {
        public internal(set) var window: ResponseWindow
        public internal(set) var repeatAfter: Duration
        public internal(set) var whenLate: KindRules.WhenLate
        public internal(set) var ifStillHeld: IfStillHeld

        /// What happens at the guard time to a mail that nobody took.
        public enum IfStillHeld: String, Hashable, Sendable, CaseIterable {
            case report
            case holdingAnswer = "holding_answer"
        }
    }

    /// `[kinds.K]`: the rules for one kind.
    public struct KindSettings: Hashable, Sendable {
        public internal(set) var rules: KindRules
        public internal(set) var ifStillHeld: Windows.IfStillHeld
    }

    /// The rules for each kind.
    public struct KindTable: Hashable, Sendable {
        public internal(set) var inquiry: KindSettings
        public internal(set) var `return`: KindSettings
        public internal(set) var problem: KindSettings
        public internal(set) var claim: KindSettings

        public subscript(kind: Kind) -> KindSettings {
            switch kind {
            case .inquiry: inquiry
            case .return: `return`
            case .problem: problem
            case .claim: claim
            }
        }

        /// What is done with each kind where the seller says nothing.
        public static func defaultAction(_ kind: Kind) -> Action {
            switch kind {
            case .inquiry: .guardDeadline
            case .return, .problem: .draft
            case .claim: .hold
            }
        }
    }
}
