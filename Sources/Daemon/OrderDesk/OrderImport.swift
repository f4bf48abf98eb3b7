import Correspondence
import Foundation
import Ledger
import Orders

/// Reads one report file into the ledger, some thousand rows a transaction.
struct OrderImport {
    let ledger: any Ledger
    let forms: [ReportForm]
    let clock: any WallClock

    enum Outcome {
        /// - Parameter problems: of the rows that were not taken, the first ten thousand.
        case taken(ImportedFile, problems: [RowProblem])
        /// The same bytes were imported before.
        case known(since: Instant)
    }

    /// Throws `NotAReport`, `ReportFile.Trouble`, `LedgerError`, `CancellationError`. What was taken before stays; a
    /// second time adds the rest.
    ///
    /// - Parameter progress: called after each batch with the rows so far.
    func run(_ file: ReportFile, progress: (Int) -> Void = { _ in }) async throws -> Outcome {
        let digest = try Digest(pieces: { try file.read() })
        if let since = try await ledger.importedOrders(digest) { return .known(since: since) }
        file.rewind()
        let now = clock.now
        let seen = min(Instant(milliseconds: file.modified), now)
        var report = try Report(forms: forms, otherwise: seen) { try file.read() }
        var done = ImportedFile(name: (file.path as NSString).lastPathComponent, form: report.form.name)
        var problems: [RowProblem] = []
        var batch: [OrderTelling] = []
        var quota = Self.toldAtMost
        while let row = try report.next() {
            done.rows += 1
            switch row {
            case .rejected(let problem):
                done.rejected += 1
                if problems.count < Self.problemsKept { problems.append(problem) }
            case .taken(let row):
                done.taken += 1
                batch.append(OrderTelling(order: row.order, facts: row.facts, item: row.orderItem))
            }
            guard batch.count >= Self.batchSize else { continue }
            try await take(&batch, &done, seen: seen, &quota, now)
            progress(done.rows)
            try Task.checkCancellation()
        }
        try await take(&batch, &done, seen: seen, &quota, now)
        progress(done.rows)
        if done.taken == 0, let first = problems.first {
            throw NotAReport(reason: "none of its \(done.rows) rows can be used; the first: \(first)")
        }
        try await ledger.finishOrders(done, digest: digest, at: clock.now)
        return .taken(done, problems: problems)
    }

    private func take(
        _ batch: inout [OrderTelling], _ done: inout ImportedFile, seen: Instant, _ quota: inout Int, _ now: Instant
    ) async throws {
        guard !batch.isEmpty else { return }
        let result = try await ledger.takeOrders(batch, seen: seen, quota: quota, at: now)
        batch.removeAll(keepingCapacity: true)
        done.fresh += result.fresh
        done.changed += result.changed
        quota -= result.told
    }

    static let batchSize = 4000
    static let problemsKept = 10_000
    /// `order.changed` events of one file; the rest is counted in `order.imported`.
    static let toldAtMost = 1000
}
