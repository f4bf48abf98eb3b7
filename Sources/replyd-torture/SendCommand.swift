import ArgumentParser
import LoopbackMail

/// A send whose answer is lost, under every kind of provider and every setting.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sends",
        abstract: "The answer to the final dot is lost: by provider, by fault, by `confirm` and `when_unsure`.")

    @OptionGroup var options: MatrixOptions

    func run() async throws {
        let stage = try await Stage()
        try await options.run(LostAnswers.cells(stage))
        withExtendedLifetime(stage) {}
    }
}
