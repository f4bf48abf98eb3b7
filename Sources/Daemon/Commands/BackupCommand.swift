import Configuration
import Correspondence
import Foundation
import Ledger

/// `replyd backup FILE`: a whole, proven copy of the store, while the daemon works.
public enum BackupCommand {
    public static func run(file: String, configuration path: String, json: Bool) async throws {
        let store = try LoadedConfiguration.load(path).storePath
        try StoreOwner.become(store: store)
        do {
            let events = try await SQLiteLedger.backUp(store, to: file)
            let words = "\(file): \(events) events, the chain is whole"
            try CommandOutput.print(ControlResponse(done: true, message: words), json: json)
        } catch {
            try CommandOutput.print(ControlResponse(done: false, message: "\(error)"), json: json)
        }
    }
}

/// `replyd restore FILE`: a backup takes the store's place, and nothing goes out until a person says so.
public enum RestoreCommand {
    public static func run(file: String, configuration path: String, json: Bool) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let store = configuration.storePath
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw CommandEnd.failed("there is no file \(file) that can be read")
        }
        try StoreOwner.become(store: store)
        let now = SystemClock().now
        let aside = "\(store).before-restore-\(now.milliseconds / 1000)"
        let domains = Dictionary(
            configuration.mailboxes.map { ($0.key, $0.address.domain) }, uniquingKeysWith: { first, _ in first })
        do {
            let restored = try await SQLiteLedger.restore(file, to: store, domains: domains, aside: aside, at: now)
            try CommandOutput.print(
                ControlResponse(done: true, message: words(restored, store: store, aside: aside)), json: json)
        } catch {
            try CommandOutput.print(
                ControlResponse(done: false, message: "\(error). The store is as it was."), json: json)
        }
    }

    private static func words(_ restored: RestoredStore, store: String, aside: String) -> String {
        let until = restored.knowsUntil.map { "it knows all until \($0)" } ?? "nothing had happened yet"
        let old =
            FileManager.default.fileExists(atPath: aside)
            ? "What was there is kept as \(aside)." : "There was no store before."
        return """
            \(store) is restored: \(restored.events) events, \(until). \(old)
            Sending is paused. Start the daemon: it looks up \(restored.lookedUp) replies in Sent that may have gone out \
            since, and holds mail that has come since for a person. Look at replyd status, then run replyd resume.
            """
    }
}
