import Synchronization

/// Plays a script for all sessions of one server: counts how often each rule's step was reached, and says what to do.
final class ScriptPlayer: Sendable {
    private struct State {
        var rules: [Script.Rule]

        /// How often each rule's step, moment and words have been met.
        var counts: [Int]
    }

    private let state: Mutex<State>

    init(_ script: Script) {
        state = Mutex(State(rules: script.rules, counts: script.rules.map { _ in 0 }))
    }

    /// Puts another script in place of the old one; counting starts anew.
    func play(_ script: Script) {
        state.withLock { $0 = State(rules: script.rules, counts: script.rules.map { _ in 0 }) }
    }

    /// What to do now that a session has come to this moment of a step, which may go by several names.
    func faults(at steps: [Script.Step], _ moment: Script.Moment, words: String) -> [Script.Fault] {
        state.withLock { state in
            guard !state.rules.isEmpty else { return [] }
            var faults: [Script.Fault] = []
            for (index, rule) in state.rules.enumerated() where rule.moment == moment && steps.contains(rule.step) {
                if let part = rule.containing, !words.lowercased().contains(part.lowercased()) { continue }
                state.counts[index] += 1
                if rule.occurrence.includes(state.counts[index]) { faults += rule.faults }
            }
            return faults
        }
    }
}

extension Script.Occurrence {
    /// Whether the count-th time is meant. Depends on nothing but the count, so that a seed repeats a run.
    func includes(_ count: Int) -> Bool {
        switch self {
        case .every: return true
        case .nth(let n): return count == n
        case .first(let n): return count <= n
        case .from(let n): return count >= n
        case .chance(let probability, let seed):
            var generator = SeededGenerator(seed: seed &+ UInt64(count))
            return Double.random(in: 0..<1, using: &generator) < probability
        }
    }
}

/// Random numbers that a seed repeats (SplitMix64, Steele et al. 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
