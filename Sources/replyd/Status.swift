import ArgumentParser
import Daemon

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows mailboxes, what waits, what is due next, and what is held.",
        discussion: """
            Asks the running daemon; where none runs, it reads the store alone and says so.

            With --check: one line for Nagios and its kin, and the exit codes 0 well, 1 warning, 2 critical, 3 unknown.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print one line for a monitoring system; the exit code is the state.")
    var check = false

    @Flag(help: "Print metrics in the text form of OpenMetrics and Prometheus.")
    var metrics = false

    @Flag(help: "Show it again every few seconds, until interrupted.")
    var watch = false

    @Option(help: "Seconds between two looks of --watch.")
    var interval = 5

    func validate() throws {
        guard [json, check, metrics, watch].count(where: { $0 }) <= 1 else {
            throw ValidationError("--json, --check, --metrics and --watch exclude each other")
        }
        guard interval >= 1 else { throw ValidationError("--interval is at least 1") }
    }

    func run() async throws {
        try await exiting {
            if check { return try await StatusCommand.check(configuration: options.config) }
            if watch { return try await StatusCommand.watch(configuration: options.config, every: interval) }
            try await StatusCommand.run(
                configuration: options.config, form: json ? .json : metrics ? .metrics : .text)
        }
    }
}
