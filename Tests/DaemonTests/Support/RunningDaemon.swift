import Foundation
import Synchronization

/// `replyd run` as a process, and what it says.
final class RunningDaemon: Sendable {
    private let process: Mutex<Process>
    private let world: World
    let pid: Int32

    init(_ world: World, prefix: [String] = []) throws {
        self.world = world
        let process = Process()
        let said = world.folder.appendingPathComponent("stderr")
        if !FileManager.default.fileExists(atPath: said.path) {
            _ = FileManager.default.createFile(atPath: said.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: said)
        try handle.seekToEnd()
        process.standardError = handle
        process.standardOutput = FileHandle.nullDevice
        let command = prefix + [World.program("replyd").path, "run", "--config", world.configurationPath]
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        try process.run()
        pid = process.processIdentifier
        self.process = Mutex(process)
    }

    /// A story that failed must not leave its daemon behind.
    deinit { signal(SIGKILL) }

    var isRunning: Bool { process.withLock { $0.isRunning } }

    /// SIGTERM, and the exit code.
    @discardableResult
    func stop() async throws -> Int32 {
        signal(SIGTERM)
        return try await exitCode()
    }

    /// SIGKILL: no chance to tidy up.
    func kill() async throws {
        signal(SIGKILL)
        _ = try await exitCode()
    }

    func signal(_ number: Int32) {
        process.withLock { if $0.isRunning { Foundation.kill($0.processIdentifier, number) } }
    }

    func exitCode(within limit: Duration = .seconds(180)) async throws -> Int32 {
        do { try await eventually("the daemon's end", within: limit) { !self.isRunning } } catch {
            let state = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? "it is gone"
            throw StoryFailed(
                cause: "\(error); \(state.prefix(200))", said: said,
                log: (try? String(contentsOfFile: world.logPath, encoding: .utf8)) ?? "")
        }
        return process.withLock { $0.terminationStatus }
    }

    /// What it wrote to standard error.
    var said: String { (try? String(contentsOf: world.folder.appendingPathComponent("stderr"), encoding: .utf8)) ?? "" }
}

extension World {
    /// Runs the daemon for the time of `body`; a story that fails tells what the daemon said.
    func withDaemon(prefix: [String] = [], _ body: (RunningDaemon) async throws -> Void) async throws {
        let daemon = try RunningDaemon(self, prefix: prefix)
        do {
            try await body(daemon)
        } catch {
            try? await daemon.kill()
            throw StoryFailed(
                cause: "\(error)", said: daemon.said, log: (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
            )
        }
        let code = try await daemon.stop()
        guard code == 0 else { throw StoryFailed(cause: "the daemon ended with \(code)", said: daemon.said, log: "") }
    }

    /// The log's lines so far.
    var events: [[String: String]] {
        guard let data = FileManager.default.contents(atPath: logPath) else { return [] }
        return data.split(separator: 10).compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])?.mapValues { "\($0)" }
        }
    }

    func events(_ name: String) -> [[String: String]] { events.filter { $0["event"] == name } }

    /// Waits until the log has so many events of a name (and fields); the last of them.
    @discardableResult
    func event(_ name: String, _ fields: [String: String] = [:], count: Int = 1, within limit: Duration = .seconds(180))
        async throws
        -> [String: String]
    {
        let matching = { @Sendable [self] in
            events(name).filter { event in fields.allSatisfy { event[$0.key] == $0.value } }
        }
        try await eventually("\(count) × \(name) \(fields)", within: limit) { matching().count >= count }
        return matching()[count - 1]
    }

    /// Runs another command of replyd; its exit code and output.
    ///
    /// Off the cooperative threads: the servers of the story need them while the command waits for an answer.
    func replyd(_ arguments: String...) async throws -> (code: Int32, out: String, err: String) {
        try await Self.command(arguments + ["--config", configurationPath])
    }

    /// The same without a world.
    static func command(_ arguments: [String]) async throws -> (code: Int32, out: String, err: String) {
        try await execute(program("replyd").path, arguments)
    }

    /// Any program: off the cooperative threads.
    static func execute(
        _ path: String, _ arguments: [String]
    ) async throws -> (code: Int32, out: String, err: String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try run(path, arguments) }) }
        }
    }

    private static func run(_ path: String, _ arguments: [String]) throws -> (code: Int32, out: String, err: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        try process.run()
        let output = out.fileHandleForReading.readDataToEndOfFile()
        let errors = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self)
        )
    }
}

struct StoryFailed: Error, CustomStringConvertible {
    let cause: String
    let said: String
    let log: String
    var description: String { "\(cause)\nthe daemon said:\n\(said)\nits log ends:\n\(log.suffix(4000))" }
}

struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Looks again until `condition` holds: for what tells nobody when it happens, a process or its file.
func eventually(_ what: String, within limit: Duration = .seconds(180), _ condition: @Sendable () throws -> Bool)
    async throws
{
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            throw NeverHappened(description: "within \(limit) there was not: \(what)")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
