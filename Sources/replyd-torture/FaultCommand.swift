import ArgumentParser
import LoopbackMail

/// What goes wrong on the line, at each step of both protocols; the daemon must come through by itself.
struct FaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults", abstract: "Each network fault at each step of IMAP and SMTP, and below TLS.")

    @OptionGroup var options: MatrixOptions
    @Flag(help: "With the faults that only a time limit of minutes ends: some twenty minutes more.")
    var stalls = false

    func run() async throws {
        let stage = try await Stage()
        let cells = StepFaults.cells(stage, stalls: stalls) + LineFaults.cells(stage, stalls: stalls)
        try await options.run(cells)
        withExtendedLifetime(stage) {}
    }
}

/// What all matrices take.
struct MatrixOptions: ParsableArguments {
    @Option(help: "Only cells whose names contain this.")
    var only: String?
    @Option(help: "Only so many cells, chosen by the seed; 0 is all.")
    var sample = 0
    @Option var seed: UInt64 = 1
    @Option(help: "Cells side by side.")
    var lanes = 8

    func run(_ cells: [Cell]) async throws {
        let matrix = Matrix(cells, only: only, sample: sample, seed: seed)
        if await !matrix.run(lanes: lanes) { throw ExitCode(1) }
    }
}
