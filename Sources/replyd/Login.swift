import ArgumentParser
import Daemon

struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Logs a mailbox in by OAuth 2: a person agrees in a browser, and the refresh token is kept.",
        discussion: """
            For mailboxes with oauth2 = { … }. The browser comes back to a port of this machine; --paste takes the address
            that it ended at instead, and --device a code that is typed on any machine, where the provider has that for
            mail (Microsoft does, Google does not). The token goes where refresh_token = { file = … } says, or to --output.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Type a code on any machine.")
    var device = false

    @Flag(help: "Paste the address that the browser ended at.")
    var paste = false

    @Option(help: "Write the refresh token to this file (mode 0600).")
    var output: String?

    @Option(help: "How many seconds to wait for the browser.")
    var wait = 600

    @Argument(help: "The mailbox of the configuration; needed where several have oauth2.")
    var mailbox: String?

    func validate() throws {
        guard !(device && paste) else { throw ValidationError("--device and --paste exclude each other") }
        guard (1...3600).contains(wait) else { throw ValidationError("--wait is from 1 to 3600 seconds") }
    }

    func run() async throws {
        try await exiting {
            try await LoginCommand.run(
                LoginCommand.Request(
                    configuration: options.config, mailbox: mailbox, device: device, paste: paste, output: output,
                    wait: .seconds(wait)))
        }
    }
}
