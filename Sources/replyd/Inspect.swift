import ArgumentParser
import Daemon

struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what a mail is, what it asks for, and what would become of it; sends nothing.",
        discussion: """
            FILE is a mail, - for standard input, an mbox, a Maildir or a folder of mails. The configuration is used
            where it can be read; without one the defaults are. With --correct KIND the argument is the Message-ID of a
            mail in the ledger: the reply that waits is planned anew under that kind.
            """)

    @Option(help: "The configuration file.")
    var config: String?

    @Option(help: "The mailbox of the configuration whose rules are used (default: the first).")
    var mailbox: String?

    @Flag(help: "One JSON object a mail.")
    var json = false

    @Flag(help: "Print what spoke for and against the kind.")
    var explain = false

    @Flag(help: "Print the finished reply, as it would go out.")
    var render = false

    @Option(help: "Say what the mail with the Message-ID given is: inquiry, return, problem, claim or other.")
    var correct: String?

    @Argument(help: "What to read; with --correct the Message-ID.")
    var files: [String]

    func validate() throws {
        if correct != nil, files.count != 1 { throw ValidationError("--correct takes one Message-ID") }
        if render, files.count != 1 { throw ValidationError("--render takes one mail") }
    }

    func run() async throws {
        try await exiting {
            if let correct {
                return try await CorrectCommand.run(
                    kind: correct, messageID: files[0], mailbox: mailbox,
                    configuration: config ?? "/etc/replyd/replyd.toml", json: json)
            }
            if render {
                return try await RenderCommand.run(
                    file: files[0], configuration: config ?? "/etc/replyd/replyd.toml", mailbox: mailbox)
            }
            try await InspectCommand.run(
                files: files, configuration: config, mailbox: mailbox, explain: explain, json: json)
        }
    }
}
