import Correspondence
import Foundation
import Ledger

/// Writes the ledger's events to the log, in their order.
///
/// It follows the ledger by number and remembers in the ledger how far it has got, so that after a crash lines are
/// repeated rather than lost. Where the log cannot be written it says so once on the journal and standard error, tries
/// again, and the daemon goes on.
actor LogWriter {
    private let ledger: any Ledger
    private let sink: any LogSink
    private let line: LogLine
    private var position: Int64?
    private var failing = false
    /// The ledger may feed several logs.
    private static let name = "log"

    init(ledger: any Ledger, sink: any LogSink, line: LogLine) {
        self.ledger = ledger
        self.sink = sink
        self.line = line
    }

    /// Follows the ledger until cancelled, then writes what is still there.
    func run() async {
        let commits = ledger.commits()
        try? await drain()
        for await _ in commits {
            do { try await drain() } catch { await retryLater(error) }
            if Task.isCancelled { break }
        }
        try? await drain()
    }

    /// An event that the store itself cannot take.
    func writeOutsideTheStore(_ event: Event) {
        do { try sink.write(event, number: nil, as: line) } catch { tell(error) }
    }

    func reopen() {
        do {
            try sink.reopen()
            failing = false
        } catch { tell(error) }
    }

    /// Writes all that is not yet written. Called once more at the end, when no commit wakes anybody.
    func drain() async throws {
        var position = try await startingPosition()
        while true {
            let events = try await ledger.events(after: position, limit: 500)
            guard let last = events.last else { break }
            for numbered in events {
                // An erased event has nothing left to tell.
                if let event = numbered.event { try sink.write(event, number: numbered.number, as: line) }
            }
            failing = false
            position = last.number
            self.position = position
            try await ledger.setLogPosition(Self.name, to: position)
        }
    }

    private func startingPosition() async throws -> Int64 {
        if let position { return position }
        let stored = try await ledger.logPosition(Self.name)
        position = stored
        return stored
    }

    private func retryLater(_ error: any Error) async {
        tell(error)
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            do { return try await drain() } catch { tell(error) }
        }
    }

    private func tell(_ error: any Error) {
        guard !failing else { return }
        failing = true
        LastResort.tell("log.failed \(error)")
    }
}
