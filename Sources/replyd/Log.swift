import ArgumentParser
import Daemon

struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what was done, readable and filtered.",
        discussion: """
            Reads the ledger, or the files that are named: JSON logs, or what journalctl -o json prints.

              replyd log --order 302-1234567-7654321
              replyd log --event reply --since 2026-10-01
              replyd log --follow --mailbox main
              journalctl -u replyd -o json -f | replyd log -
            """)

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "Log files instead of the ledger; - is standard input.")
    var files: [String] = []

    @Option(help: "Only about this order.")
    var order: String?

    @Option(help: "Only about this buyer: a part of the address, the name or the conversation.")
    var buyer: String?

    @Option(help: "Only of this kind: inquiry, return, problem, claim.")
    var kind: String?

    @Option(help: "Only this event, or those that begin so: reply is every reply.….")
    var event: String?

    @Option(help: "Only of this mailbox.")
    var mailbox: String?

    @Option(help: "Only about the mail with this Message-ID.")
    var message: String?

    @Option(help: "From this day or time on, such as 2026-10-01 or 2026-10-01T09:30:00Z.")
    var since: String?

    @Option(help: "Up to this day or time, which is left out.")
    var until: String?

    @Flag(help: "Print JSON, each field as text.")
    var json = false

    @Flag(name: .shortAndLong, help: "Go on with what comes in, until interrupted.")
    var follow = false

    func validate() throws {
        guard files.isEmpty || !follow else {
            throw ValidationError("--follow reads the ledger; for a file write: tail -F FILE | replyd log -")
        }
    }

    func run() async throws {
        var filter = LogFilter()
        filter.order = order
        filter.buyer = buyer
        filter.kind = kind
        filter.event = event
        filter.mailbox = mailbox
        filter.message = message
        try await exiting {
            try filter.between(since, until)
            let command = LogCommand(filter: filter, json: json)
            if files.isEmpty {
                try await command.readStore(configuration: options.config, follow: follow)
            } else {
                try command.read(files: files)
            }
        }
    }
}
