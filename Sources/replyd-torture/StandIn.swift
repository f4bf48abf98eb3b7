import ArgumentParser
import Daemon
import Foundation
import Synchronization

/// `replyd run` with one change: it pulls its own plug right before or right after a commit to its store.
struct StandIn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "daemon", shouldDisplay: false)

    @Option var config: String
    /// `"finish.before"`, `"record mails.after"`.
    @Option var dieAt: String
    /// The how-manieth time, from 1.
    @Option var occurrence = 1
    /// The names of the commits that were reached are added to this file.
    @Option var seen: String

    func run() async throws {
        let (step, occurrence) = (dieAt, occurrence)
        let notes = try FileHandle(forWritingTo: URL(fileURLWithPath: seen))
        try notes.seekToEnd()
        let state = Mutex((reached: 0, noted: Set<String>()))
        try await RunCommand.run(configuration: config, version: "torture") { name in
            state.withLock { state in
                if state.noted.insert(name).inserted { try? notes.write(contentsOf: Data("\(name)\n".utf8)) }
                guard name == step else { return }
                state.reached += 1
                if state.reached == occurrence { kill(getpid(), SIGKILL) }
            }
        }
    }
}
