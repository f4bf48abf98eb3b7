import ArgumentParser
import Daemon

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows mailboxes, what waits, what is due next, and what is held.",
        discussion: "Asks the running daemon; where none runs, it reads the store alone and says so.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await exiting { try await StatusCommand.run(configuration: options.config, json: json) }
    }
}
