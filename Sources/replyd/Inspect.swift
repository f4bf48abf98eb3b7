import ArgumentParser
import Daemon

struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what a mail is, what it asks for, and what would become of it; sends nothing.",
        discussion: """
            FILE is a mail, - for standard input, an mbox, a Maildir or a folder of mails. The configuration is used
            where it can be read; without one the defaults are.
            """)

    @Option(help: "The configuration file.")
    var config: String?

    @Option(help: "The mailbox of the configuration whose rules are used (default: the first).")
    var mailbox: String?

    @Flag(help: "One JSON object a mail.")
    var json = false

    @Argument(help: "What to read.")
    var files: [String]

    func run() async throws {
        try await exiting {
            try await InspectCommand.run(files: files, configuration: config, mailbox: mailbox, json: json)
        }
    }
}
