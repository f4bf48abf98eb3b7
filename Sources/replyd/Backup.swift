import ArgumentParser
import Daemon

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copies the store into a new file while the daemon works, and proves the copy.",
        discussion: """
            The file belongs to the store's user and nobody else can read it: it holds buyers' mail. A file that is there
            already is never overwritten.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The new file.", completion: .file()) var file: String

    func run() async throws {
        try await exiting { try await BackupCommand.run(file: file, configuration: options.config, json: json) }
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup in the store's place; the daemon must not run.",
        discussion: """
            The backup is checked first, and the store that was there is kept beside it. The restored store is paused:
            replies that may have gone out since the backup are looked up in Sent, and mail that came since is held.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The backup.", completion: .file()) var file: String

    func run() async throws {
        try await exiting { try await RestoreCommand.run(file: file, configuration: options.config, json: json) }
    }
}
