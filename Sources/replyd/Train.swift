import ArgumentParser
import Daemon

struct Train: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a model from labelled texts.",
        discussion: """
            Each line of a file is a JSON object with id, text and label (inquiry, return, problem, claim or other), and
            where known lang, group and source. The same lines and seed give the same file. With --from-ledger it
            learns a layer on the shipped model from the mails that people corrected or confirmed, and adopts it only
            where it is better.
            """)

    @Option(parsing: .upToNextOption, help: "Files of labelled texts.") var data: [String] = []
    @Flag(help: "Learn from the corrections in the ledger.") var fromLedger = false
    @Option(help: "The configuration file, for --from-ledger.") var config = "/etc/replyd/replyd.toml"
    @Option(help: "The model to write; with --from-ledger by default where the daemon looks.") var out: String?
    @Option(help: "What the random choices begin with.") var seed: UInt64 = 1

    func validate() throws {
        if fromLedger == !data.isEmpty { throw ValidationError("give either --data or --from-ledger") }
        if !fromLedger, out == nil { throw ValidationError("--data needs --out") }
    }

    func run() async throws {
        try await exiting {
            guard fromLedger else { return try TrainCommand.run(data: data, out: out ?? "", seed: seed) }
            try await OwnTrainCommand.run(configuration: config, out: out)
        }
    }
}

struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the classifier on labelled texts: accuracy, macro-F1, calibration, coverage.")

    @Option(help: "Write one {\"id\",\"label\",\"confidence\"} a line here.") var predictions: String?
    @Option(help: "Write a page with the figures and the worst mistakes here.") var html: String?
    @Option(help: "Another model than the shipped one.") var model: String?
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "Files of labelled texts.") var files: [String]

    func run() async throws {
        try await exiting {
            try EvaluateCommand.run(files: files, predictions: predictions, html: html, model: model, json: json)
        }
    }
}
