import ArgumentParser

/// Servers that lie, shout and contradict themselves.
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "servers", abstract: "Hostile and odd servers and mails: bounded memory, and nothing believed.")

    @OptionGroup var options: MatrixOptions

    func run() async throws {
        let stage = try await Stage()
        try await options.run(OddServers.cells(stage))
        withExtendedLifetime(stage) {}
    }
}
