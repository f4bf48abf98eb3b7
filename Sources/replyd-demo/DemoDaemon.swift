import Foundation

/// The real `replyd run` as a process, and its log as it grows.
final class DemoDaemon {
    private let process = Process()
    private let log: URL
    private let said: URL

    init(folder: URL, configuration: String, password: String) throws {
        let file = folder.appendingPathComponent("replyd.toml")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let secret = folder.appendingPathComponent("password")
        _ = FileManager.default.createFile(
            atPath: secret.path, contents: Data(password.utf8), attributes: [.posixPermissions: 0o600])
        log = folder.appendingPathComponent("replyd.log")
        said = folder.appendingPathComponent("stderr")
        _ = FileManager.default.createFile(atPath: said.path, contents: nil)
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("replyd")
        process.arguments = ["run", "--config", file.path]
        process.standardError = try FileHandle(forWritingTo: said)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// What it wrote to standard error.
    var errors: String { (try? String(contentsOf: said, encoding: .utf8)) ?? "" }

    /// Hands over each line of the log until `isDone`, the daemon ends, or the time is over.
    func follow(within limit: Duration, _ isDone: (DemoEvent) -> Bool) async throws {
        let deadline = ContinuousClock.now + limit
        var offset: UInt64 = 0
        var rest = Data()
        while ContinuousClock.now < deadline {
            if let handle = try? FileHandle(forReadingFrom: log) {
                try handle.seek(toOffset: offset)
                let fresh = try handle.readToEnd() ?? Data()
                try handle.close()
                offset += UInt64(fresh.count)
                rest += fresh
                while let end = rest.firstIndex(of: 10) {
                    let line = rest[rest.startIndex..<end]
                    rest = rest[rest.index(after: end)...]
                    if let event = DemoEvent(Data(line)), isDone(event) { return }
                }
            }
            guard process.isRunning else {
                throw DemoTrouble(description: "the daemon ended with \(process.terminationStatus)")
            }
            // The log is a file: looking again now and then is all that can be done with one.
            try await Task.sleep(for: .milliseconds(20))
        }
        throw DemoTrouble(description: "not everything was done within \(limit)")
    }

    /// Asks it to end, and returns its exit code.
    func stop() async -> Int32 {
        guard process.isRunning else { return process.terminationStatus }
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }
}

struct DemoTrouble: Error, CustomStringConvertible {
    let description: String
}

/// One line of the log.
struct DemoEvent: Sendable {
    let name: String
    let message: String?
    let fields: [String: String]

    init?(_ line: Data) {
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
            let name = object["event"] as? String
        else { return nil }
        self.name = name
        message = object["message"] as? String
        fields = object.mapValues { "\($0)" }
    }
}
