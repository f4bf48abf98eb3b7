import ArgumentParser
import Daemon

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watches the mailboxes and answers, until it is told to stop.",
        discussion: """
            SIGHUP reads the configuration anew (a wrong one is refused and the old one kept), SIGUSR1 opens the log
            file anew, SIGTERM finishes the reply in flight and ends within ten seconds.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await exiting { try await RunCommand.run(configuration: options.config, version: Version.current) }
    }
}
