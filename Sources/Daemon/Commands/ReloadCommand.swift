import Configuration
import Foundation

/// `replyd reload`: what SIGHUP does, with the daemon's answer.
public enum ReloadCommand {
    public static func run(configuration path: String, json: Bool) async throws {
        // A file that is wrong is the daemon's to refuse: it must be told of it in its log and status.
        let loaded = Result { try LoadedConfiguration.load(path) }
        let store = (try? loaded.get())?.storePath ?? ""
        let whole = URL(fileURLWithPath: path).standardizedFileURL.path
        guard let answer = try ControlClient.ask(ControlRequest(.reload, store: store, configuration: whole)) else {
            throw CommandEnd.failed("no daemon runs on \(try loaded.get().storePath)")
        }
        try CommandOutput.print(answer, json: json)
    }
}
