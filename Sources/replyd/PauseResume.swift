import ArgumentParser
import Daemon

struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops all sending at once, until resume; reading and deciding go on. It outlasts restarts.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Only the mail that the shop writes first; replies go on.") var proactive = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let command: ControlRequest.Command = proactive ? .pauseProactive : .pause
        try await exiting { try await PauseCommand.run(command, configuration: options.config, json: json) }
    }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lets replies go out again after pause.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Proactive mail, also after the marketplace had restricted it.") var proactive = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let command: ControlRequest.Command = proactive ? .resumeProactive : .resume
        try await exiting { try await PauseCommand.run(command, configuration: options.config, json: json) }
    }
}
