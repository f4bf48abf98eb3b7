import ArgumentParser
import Daemon

struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How buyers were answered in a stretch of time, as the marketplace counts and by your own windows.",
        discussion: """
            A date is a day in the first mailbox's time zone, which begins it, or an ISO 8601 time; --to is the first that is
            left out. Without dates it is the last 30 days.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "Mails from then on.") var from: String?
    @Option(help: "Mails before then (default: now).") var to: String?
    @Option(help: "Write a page with plots to this file.", completion: .file()) var html: String?
    @Flag(help: "Replace a page that is there.") var force = false
    @Flag(help: "Print CSV.") var csv = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if [csv, json, html != nil].count(where: { $0 }) > 1 {
            throw ValidationError("one of --html, --csv and --json")
        }
    }

    func run() async throws {
        try await exiting {
            let form: ReportCommand.Form =
                html.map { .html($0, force: force) } ?? (csv ? .csv : json ? .json : .text)
            try await ReportCommand.run(from: from, to: to, form: form, configuration: options.config)
        }
    }
}
