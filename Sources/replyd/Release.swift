import ArgumentParser
import Daemon

struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends a held reply, or tries a failed one again, now.",
        discussion: "ID is the number that status and the log name as reply.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Close it without sending.") var drop = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The reply's number.") var id: Int64

    func run() async throws {
        try await exiting {
            try await ReleaseCommand.run(id: id, drop: drop, configuration: options.config, json: json)
        }
    }
}
