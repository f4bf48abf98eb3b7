import Foundation
import Synchronization

/// What the lanes have done together.
final class Tally: Sendable {
    private struct State {
        var kills = 0
        var missed = 0
        var places: [String: Int] = [:]
        var worlds: [Provider: Int] = [:]
        var broken: [String] = []
    }

    private let goal: Int
    private let state = Mutex(State())

    init(goal: Int) { self.goal = goal }

    /// A broken promise ends the run: what follows would only be more of the same.
    var wantsMore: Bool { state.withLock { $0.kills < goal && $0.broken.count < 50 } }
    var isBroken: Bool { state.withLock { !$0.broken.isEmpty } }

    func killed(at point: KillPoint, hit: Bool) {
        let line: String? = state.withLock { state in
            state.kills += 1
            if hit { state.places[point.place, default: 0] += 1 } else { state.missed += 1 }
            return state.kills % 500 == 0 ? "\(state.kills) kills, \(state.broken.count) broken promises" : nil
        }
        if let line { say(line) }
    }

    func judged(_ provider: Provider, broken: [String]) {
        state.withLock { state in
            state.worlds[provider, default: 0] += 1
            state.broken += broken
        }
        for words in broken { say("BROKEN: \(words)") }
    }

    func summary(took: Duration, seed: UInt64) -> String {
        state.withLock { state in
            var lines = state.places.sorted { $0.key < $1.key }.map { place, count in
                place.padding(toLength: 48, withPad: " ", startingAt: 0) + "\(count)"
            }
            let worlds = Provider.allCases.map { "\($0.rawValue) \(state.worlds[$0] ?? 0)" }.joined(separator: ", ")
            lines += [
                "",
                "\(state.kills) kills at \(state.places.count) places (\(state.missed) lives had nothing more to do),"
                    + " seed \(seed), \(took.components.seconds) s",
                "worlds judged, by provider: \(worlds)",
                state.broken.isEmpty ? "every promise held" : "\(state.broken.count) broken promises, see above",
            ]
            return lines.joined(separator: "\n")
        }
    }
}
