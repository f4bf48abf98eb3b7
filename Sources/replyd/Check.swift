import ArgumentParser
import Daemon

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads the configuration and all templates and reports every error at once.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Log in to each server and look at the folders; nothing is changed there.")
    var connect = false

    @Flag(help: "Create the folders that people move mails to.")
    var createFolders = false

    @Option(help: "Write a page into this folder that shows every template in every language.", completion: .directory)
    var preview: String?

    @Flag(help: "Print what is in force for each mailbox and kind as JSON.")
    var json = false

    func run() async throws {
        try await exiting {
            try await CheckCommand.run(
                configuration: options.config, connect: connect || createFolders, createFolders: createFolders,
                preview: preview, json: json)
        }
    }
}
