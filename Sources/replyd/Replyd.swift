import ArgumentParser

/// The command line (contract, design section 8): one file a subcommand, no logic here.
@main
struct Replyd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replyd",
        abstract: "Answers marketplace buyers' mail in time, and can prove it.",
        discussion: """
            replyd watches IMAP mailboxes, tells inquiry, return, problem and claim apart, renders the right template
            and sends it over SMTP inside the response window, unless a person has answered first.

            Exit codes: 0 done, 1 the thing asked for failed, 64 usage, 78 configuration.
            """,
        version: "replyd \(Version.current)",
        subcommands: [
            Run.self, Check.self, Inspect.self, Simulate.self, Orders.self, Status.self, Log.self, Pause.self,
            Resume.self,
            Reload.self, Release.self, Backup.self, Restore.self, DossierFiles.self, Report.self, Forget.self,
            Train.self,
            Evaluate.self,
            Suggest.self, Login.self,
        ])
}

/// What every subcommand that reads the configuration takes.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file.")
    var config = "/etc/replyd/replyd.toml"
}
