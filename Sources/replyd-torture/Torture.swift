import ArgumentParser

/// Breaks replyd on purpose, over loopback servers, and holds it to its promises.
///
/// Each command prints a table and ends with 1 where a promise was broken; what is left of a broken world is kept.
@main
struct Torture: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replyd-torture",
        abstract: "Breaks replyd on purpose and checks that nothing is lost and nothing goes out twice.",
        subcommands: [KillCommand.self, StandIn.self])
}
