import Foundation

/// One run of the daemon, from its start to its end.
final class Life {
    let pid: pid_t
    private var status: Int32?

    /// Starts a program of this build with its words in `errors`, through another one where `prefix` names it.
    init(
        _ program: String, _ arguments: [String], behind prefix: [String] = [], errors: String,
        environment: [String: String] = [:]
    ) throws {
        let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent(program).path
        var words = (prefix + [path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let all = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        var variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for variable in variables { free(variable) } }
        var pid = pid_t()
        let code = posix_spawn(&pid, prefix.first ?? path, &actions, nil, &words, &variables)
        guard code == 0 else { throw TortureTrouble("cannot start \(path): \(String(cString: strerror(code)))") }
        self.pid = pid
    }

    /// A story that failed must not leave its daemon behind.
    deinit { pullThePlug() }

    var isOver: Bool {
        if status != nil { return true }
        var found: Int32 = 0
        guard waitpid(pid, &found, WNOHANG) == pid else { return false }
        status = found
        return true
    }

    /// Whether it was killed, by itself or by us.
    var wasKilled: Bool { status.map { $0 & 0x7f == SIGKILL } ?? false }

    /// How it ended, in words; empty for a good end.
    var end: String {
        guard let status, status != 0 else { return "" }
        return status & 0x7f == 0 ? "exit code \(status >> 8)" : "signal \(status & 0x7f)"
    }

    /// The most memory it has had, in bytes, as the kernel counts it; 0 where it is over.
    var peakMemory: Int { memory("VmHWM") }
    /// What it has now.
    var residentMemory: Int { memory("VmRSS") }

    var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
    }

    private func memory(_ name: String) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    /// No chance to tidy up.
    func pullThePlug() {
        guard !isOver else { return }
        kill(pid, SIGKILL)
        var found: Int32 = 0
        while waitpid(pid, &found, 0) < 0, errno == EINTR {}
        status = found
    }

    /// SIGTERM; false where it did not end within its ten seconds and a few.
    func stop() async -> Bool {
        guard !isOver else { return true }
        kill(pid, SIGTERM)
        return await soon(within: .seconds(20)) { self.isOver }
    }
}

/// Looks again until it is so: a process and its files tell nobody when they change.
func soon(within limit: Duration, _ condition: () throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { return false }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return true
}

struct TortureTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
