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

            With --proactive FILE is a report of the marketplace's, and what is shown is who would get which proactive
            mail when, and who is left out and why; without one the orders are the ledger's.
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

    @Flag(help: "Simulate proactive mail instead of replies.")
    var proactive = false

    @Option(help: "With --proactive: a policy to take as enabled; several times (default: the enabled ones, else all).")
    var policy: [String] = []

    @Option(help: "With --proactive: as of when (default: now).")
    var at: String?

    func validate() throws {
        if proactive {
            guard mailbox == nil, from == nil, to == nil, sent.isEmpty, html == nil, diff == nil else {
                throw ValidationError("--proactive goes with --policy, --at, --json and report files only")
            }
        } else if !policy.isEmpty || at != nil {
            throw ValidationError("--policy and --at go with --proactive")
        }
    }

    @Argument(help: "What came in.")
    var files: [String] = []

    func run() async throws {
        if proactive {
            return try await exiting {
                try await SimulateProactiveCommand.run(
                    SimulateProactiveCommand.Request(
                        configuration: options.config, files: files, policies: policy, at: at, json: json))
            }
        }
        try await exiting {
            try await SimulateCommand.run(
                SimulateCommand.Request(
                    configuration: options.config, mailbox: mailbox, files: files, sent: sent, from: from, to: to,
                    json: json, html: html, diff: diff))
        }
    }
}
