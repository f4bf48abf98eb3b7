import Foundation

/// Keeps a file of metrics up to date, for node_exporter's textfile collector: every half minute, each time whole.
struct MetricsFile: Sendable {
    let path: String
    let status: @Sendable () async throws -> DaemonStatus

    /// Until cancelled. The file goes with the daemon, so that no stale figures stay behind.
    func run() async {
        var failing = false
        while !Task.isCancelled {
            do {
                try write(Metrics(try await status()).text + "\n")
                failing = false
            } catch {
                if !failing { LastResort.tell("the metrics cannot be written to \(path): \(error)") }
                failing = true
            }
            try? await Task.sleep(for: Self.interval)
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The collector never sees half a file, and runs as another user.
    private func write(_ text: String) throws {
        let part = path + ".part"
        try Data(text.utf8).write(to: URL(fileURLWithPath: part))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: part)
        guard rename(part, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    private static let interval = Duration.seconds(30)
}
