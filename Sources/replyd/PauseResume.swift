import ArgumentParser
import Daemon

struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops all sending at once, until resume; reading and deciding go on. It outlasts restarts.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await exiting { try await PauseCommand.run(.pause, configuration: options.config, json: json) }
    }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lets replies go out again after pause.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await exiting { try await PauseCommand.run(.resume, configuration: options.config, json: json) }
    }
}
