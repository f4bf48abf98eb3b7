import Foundation

/// What a server has seen and done wrong, step by step, for tests to look at and to wait upon.
public final class StepLog: Sendable {
    /// One line of the log.
    public struct Entry: Sendable, CustomStringConvertible {
        public enum Event: Hashable, Sendable {
            /// A step was reached.
            case step

            /// The script did something at that step.
            case fault(Script.Fault)

            /// The connection is over, for this reason where there is one.
            case ended(String?)
        }

        public let time: Date

        /// The connection's number, from 1.
        public let session: Int

        public let step: Script.Step

        /// The step's words; secrets are replaced by `****`.
        public let words: String

        public let event: Event

        public var description: String {
            switch event {
            case .step: "#\(session) \(step) \(words)"
            case .fault(let fault): "#\(session) \(step) ! \(fault)"
            case .ended(let reason): "#\(session) ended \(reason ?? "")"
            }
        }
    }

    private struct Contents: Sendable {
        var entries: [Entry] = []
        var counts: [Script.Step: Int] = [:]
        var faults: [Script.Fault: Int] = [:]
    }

    private let contents = Watched(Contents())

    /// How many entries are kept at least; older ones are dropped, and still counted.
    private let capacity: Int

    init(capacity: Int = 100_000) { self.capacity = capacity }

    public var entries: [Entry] { contents.read { $0.entries } }

    /// How often a step was reached.
    public func count(of step: Script.Step) -> Int { contents.read { $0.counts[step, default: 0] } }

    /// Returns once a step was reached that often, counted from the server's start.
    ///
    /// - Throws: `WaitTimedOut` after `limit`.
    public func waitFor(_ step: Script.Step, count: Int = 1, within limit: Duration = .seconds(180)) async throws {
        try await contents.wait(for: "\(count) × \(step)", within: limit) { $0.counts[step, default: 0] >= count }
    }

    /// How often the script has done this.
    public func count(of fault: Script.Fault) -> Int { contents.read { $0.faults[fault, default: 0] } }

    /// The steps that were reached, in any order.
    public var steps: Set<Script.Step> { contents.read { Set($0.counts.keys) } }

    /// Returns once the script has done this at least so often: a session stalls now, say.
    ///
    /// - Throws: `WaitTimedOut` after `limit`.
    public func waitFor(_ fault: Script.Fault, count: Int = 1, within limit: Duration = .seconds(180)) async throws {
        try await contents.wait(for: "\(count) × \(fault)", within: limit) { $0.faults[fault, default: 0] >= count }
    }

    /// Returns once `condition` holds of the entries.
    ///
    /// - Throws: `WaitTimedOut` after `limit`.
    public func waitUntil(
        _ what: String = "a step", within limit: Duration = .seconds(180),
        _ condition: @escaping @Sendable ([Entry]) -> Bool
    ) async throws {
        try await contents.wait(for: what, within: limit) { condition($0.entries) }
    }

    func add(_ event: Entry.Event, session: Int, steps: [Script.Step], words: String) {
        guard let step = steps.first else { return }
        let entry = Entry(time: Date(), session: session, step: step, words: words, event: event)
        contents.update { contents in
            if contents.entries.count >= 2 * capacity { contents.entries.removeFirst(capacity) }
            contents.entries.append(entry)
            switch event {
            case .step: for step in steps { contents.counts[step, default: 0] += 1 }
            case .fault(let fault): contents.faults[fault, default: 0] += 1
            case .ended: break
            }
        }
    }
}
