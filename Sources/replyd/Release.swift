import ArgumentParser
import Daemon

struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends a held reply, or tries a failed one again, now.",
        discussion: "ID is the number that status and the log name as reply, or, with --task, as task.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Close it without sending.") var drop = false
    @Flag(help: "Close a task of yours: it is done.") var task = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The reply's number.") var id: Int64

    func validate() throws {
        if drop && task { throw ValidationError("--drop closes a reply and --task a task: give one of them") }
    }

    func run() async throws {
        try await exiting {
            try await ReleaseCommand.run(
                id: id, task ? .task : drop ? .drop : .send, configuration: options.config, json: json)
        }
    }
}
