import ArgumentParser
import Foundation

/// Many days in an hour, with everything going wrong now and then.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "All faults at once at random, while the wall clock runs fast; memory and descriptors must stay flat."
    )

    @Option(help: "How long, in minutes.")
    var minutes = 60.0
    @Option(help: "How many days the daemon's clock goes meanwhile.")
    var days = 24.0
    @Option var seed: UInt64 = 1

    func run() async throws {
        let stage = try await Stage()
        let soak = try await Soak(stage, seed: seed)
        let broken = await soak.run(for: .seconds(minutes * 60), days: days)
        say(soak.summary)
        for words in broken { say("BROKEN: \(words)") }
        say(broken.isEmpty ? "every promise held" : "its folder: \(soak.world.folder.path)")
        await soak.world.end(keeping: !broken.isEmpty)
        withExtendedLifetime(stage) {}
        if !broken.isEmpty { throw ExitCode(1) }
    }
}
