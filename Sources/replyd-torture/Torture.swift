import ArgumentParser
import Foundation

/// Breaks replyd on purpose, over loopback servers, and holds it to its promises.
///
/// Each command prints a table and ends with 1 where a promise was broken; what is left of a broken world is kept.
@main
struct Torture: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replyd-torture",
        abstract: "Breaks replyd on purpose and checks that nothing is lost and nothing goes out twice.",
        subcommands: [
            KillCommand.self, SendCommand.self, FaultCommand.self, ServerCommand.self, SoakCommand.self,
            ServeCommand.self, StandIn.self,
        ])
}

/// A line of the report, seen at once also where the output is a file.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
