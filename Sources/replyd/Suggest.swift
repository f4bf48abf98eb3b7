import ArgumentParser
import Daemon

struct Suggest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Proposes templates from what your people answered; adopts nothing by itself.",
        discussion: """
            Answers to one kind of mail in one language that say much the same are put together. What is one buyer's in them
            becomes a variable, and what the guidelines say of them is told. Read them, edit them, then put them into your
            own template folder with the row for rules.toml that is printed beside each.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "So many answers must be alike.") var least = 3
    @Option(help: "Write the proposed files into this folder.", completion: .directory) var output: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if least < 2 { throw ValidationError("--least is at least 2") }
    }

    func run() async throws {
        try await exiting {
            try await SuggestCommand.run(least: least, output: output, configuration: options.config, json: json)
        }
    }
}
