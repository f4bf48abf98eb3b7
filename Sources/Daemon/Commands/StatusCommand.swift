import Configuration
import Correspondence
import Foundation
import Ledger

/// `replyd status`: what the daemon thinks, or, without one, what the store says.
public enum StatusCommand {
    public static func run(configuration path: String, json: Bool) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let status = try await status(configuration)
        CommandOutput.write(json ? status.json : status.text(now: SystemClock().now))
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
