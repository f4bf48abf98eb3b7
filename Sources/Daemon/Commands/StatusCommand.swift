import Configuration
import Correspondence
import Foundation
import Ledger

/// `replyd status`: what the daemon thinks, or, without one, what the store says.
public enum StatusCommand {
    public enum Form: Sendable { case text, json, metrics }

    public static func run(configuration path: String, form: Form) async throws {
        let status = try await status(try LoadedConfiguration.load(path))
        switch form {
        case .text: CommandOutput.write(status.text(now: SystemClock().now))
        case .json: CommandOutput.write(status.json)
        case .metrics: CommandOutput.write(Metrics(status).text)
        }
    }

    /// One line for a monitoring system; the exit code is its state.
    public static func check(configuration path: String) async throws {
        var status: DaemonStatus?
        let health: Health
        do {
            let read = try await Self.status(try LoadedConfiguration.load(path))
            (status, health) = (read, Health(read, now: SystemClock().now))
        } catch {
            let words = (error as? CommandEnd)?.message ?? "\(error)"
            health = Health(unknown: words.split(whereSeparator: \.isNewline).joined(separator: " "))
        }
        CommandOutput.write(health.line(status))
        if health.level != .well { throw CommandEnd(code: health.level.rawValue, message: "") }
    }

    /// The text again and again, until interrupted.
    public static func watch(configuration path: String, every seconds: Int) async throws {
        let configuration = try LoadedConfiguration.load(path)
        while true {
            let now = SystemClock().now
            let text = try await status(configuration).text(now: now)
            // Home, what is new, and nothing of what stood below it.
            CommandOutput.write("\u{1B}[H\u{1B}[2J\(now.iso8601)\n\(text)")
            try await Task.sleep(for: .seconds(seconds))
        }
    }

    private static func status(_ configuration: Configuration) async throws -> DaemonStatus {
        let store = configuration.storePath
        if let answer = try ControlClient.ask(ControlRequest(.status, store: store)) {
            guard let status = answer.status else { throw CommandEnd.failed(answer.message) }
            return status
        }
        guard FileManager.default.fileExists(atPath: store) else {
            throw CommandEnd.failed("no daemon runs, and there is no store at \(store); start one with replyd run")
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(readOnly: store)
        var status = try await StatusReport.make(
            ledger, configuration: configuration, running: false, version: "", started: nil, live: nil,
            now: SystemClock().now)
        do { status.model = try ModelInForce.load(configuration).description } catch { status.model = "\(error)" }
        return status
    }
}
