import ArgumentParser
import Daemon

struct Orders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads the marketplace's report files, and shows what is known of an order.",
        subcommands: [OrdersImport.self, OrdersShow.self])
}

struct OrdersImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Reads report files; each form is known by its header row.",
        discussion: "Where a daemon runs, the files are copied into its orders.drop folder.")

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "Report files.") var files: [String]

    func run() async throws {
        try await exiting { try await OrdersImportCommand.run(files: files, configuration: options.config) }
    }
}

struct OrdersShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows an order's facts with their sources, and its mails and replies.")

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The order's number.") var order: String

    func run() async throws {
        try await exiting {
            try await OrdersShowCommand.run(order: order, configuration: options.config, json: json)
        }
    }
}
