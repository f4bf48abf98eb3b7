/// `replyd reload`: what SIGHUP does, with the daemon's answer.
public enum ReloadCommand {
    public static func run(configuration path: String, json: Bool) async throws {
        let store = try LoadedConfiguration.load(path).storePath
        guard let answer = try ControlClient.ask(ControlRequest(.reload, store: store)) else {
            throw CommandEnd.failed("no daemon runs on \(store)")
        }
        try CommandOutput.print(answer, json: json)
    }
}
