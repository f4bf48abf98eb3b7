import ArgumentParser
import Daemon

struct Reload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has the running daemon read its configuration, templates and model anew.",
        discussion: "Where something is wrong, the daemon keeps what it has, and says what.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await exiting { try await ReloadCommand.run(configuration: options.config, json: json) }
    }
}
