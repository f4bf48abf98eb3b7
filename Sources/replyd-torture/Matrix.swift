import Foundation
import LoopbackMail
import Synchronization

/// One cell of a matrix: a name, and what breaks in it, in words; empty where every promise held.
struct Cell: Sendable {
    let row: String
    let column: String
    let run: @Sendable () async throws -> [String]

    var name: String { "\(row) × \(column)" }
}

/// Many cells side by side, and the table of what came of them.
struct Matrix {
    let cells: [Cell]

    /// Those that `only` names; of these a sample that the seed chooses, where it is not 0.
    init(_ cells: [Cell], only: String?, sample: Int, seed: UInt64) {
        var chosen = cells.filter { cell in only.map { cell.name.contains($0) } ?? true }
        if sample > 0, sample < chosen.count {
            var random = SeededGenerator(seed: seed)
            chosen = Array(chosen.shuffled(using: &random).prefix(sample))
        }
        self.cells = chosen
    }

    /// Runs all of them; whether every one passed.
    func run(lanes: Int) async -> Bool {
        let desk = Desk()
        let began = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<lanes {
                group.addTask {
                    while true {
                        let index = desk.takeNumber()
                        guard index < cells.count else { return }
                        let cell = cells[index]
                        var broken: [String]
                        let start = ContinuousClock.now
                        do { broken = try await cell.run() } catch { broken = ["\(error)"] }
                        if ContinuousClock.now - start > .seconds(60) {
                            say("slow: \(cell.name), \((ContinuousClock.now - start).components.seconds) s")
                        }
                        for words in broken { say("BROKEN: \(cell.name): \(words)") }
                        desk.put(broken, of: cell.name)
                    }
                }
            }
        }
        let found = desk.results
        say(table(found))
        let failed = found.values.count { !$0.isEmpty }
        let took = (ContinuousClock.now - began).components.seconds
        say("\n\(cells.count) cells, \(failed) failed, \(took) s")
        return failed == 0
    }

    /// A line a row: how many of its cells passed, and which did not.
    private func table(_ results: [String: [String]]) -> String {
        cells.map(\.row).uniqued().map { row in
            let inRow = cells.filter { $0.row == row }
            let failed = inRow.filter { results[$0.name]?.isEmpty != true }.map(\.column)
            return row.padding(toLength: 36, withPad: " ", startingAt: 0)
                + "\(inRow.count - failed.count)/\(inRow.count)"
                + (failed.isEmpty ? "" : "  FAILED: \(failed.joined(separator: ", "))")
        }.joined(separator: "\n")
    }
}

/// Where the lanes take their numbers and leave their results.
private final class Desk: Sendable {
    private let state = Mutex((next: 0, results: [String: [String]]()))

    var results: [String: [String]] { state.withLock { $0.results } }

    func takeNumber() -> Int {
        state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
    }

    func put(_ broken: [String], of name: String) { state.withLock { $0.results[name] = broken } }
}

extension [String] {
    fileprivate func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
