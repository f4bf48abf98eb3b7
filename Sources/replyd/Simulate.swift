import ArgumentParser
import Daemon

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plays the past through a configuration: what would have been answered when; sends nothing.",
        discussion: """
            FILE is an mbox, a Maildir or a folder of mails; without one the past is the ledger's. People's answers are
            taken from --sent, from a Sent folder within the Maildir, and from mails of the seller's own address among
            the others. A date is a day in the mailbox's time zone, which begins it, or an ISO 8601 time; --to is the
            first that is left out.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The mailbox of the configuration whose rules are used; needed where there are several.")
    var mailbox: String?

    @Option(help: "Mails that came in from then on (default: from the first).")
    var from: String?

    @Option(help: "Mails that came in before then (default: to the last).")
    var to: String?

    @Option(help: "Where the mails lie that people sent; may be given several times.")
    var sent: [String] = []

    @Flag(help: "Print one JSON object: totals, and each mail with its times.")
    var json = false

    @Option(help: "Write a page with a timeline to this file.")
    var html: String?

    @Option(help: "Another configuration: also tell what it would change.")
    var diff: String?

    @Argument(help: "What came in.")
    var files: [String] = []

    func run() async throws {
        try await exiting {
            try await SimulateCommand.run(
                SimulateCommand.Request(
                    configuration: options.config, mailbox: mailbox, files: files, sent: sent, from: from, to: to,
                    json: json, html: html, diff: diff))
        }
    }
}
