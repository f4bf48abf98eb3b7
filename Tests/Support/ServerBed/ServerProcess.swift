import Foundation

/// A server of the bed that could not be started; carries what it wrote.
public struct BedError: Error, CustomStringConvertible {
    public let description: String
}

/// A child process that never outlives the test run.
///
/// A small shell stands between: it starts the server and waits on a pipe that only the test process holds open.
/// When the pipe closes, by `stop()` or because the test process died, the shell ends the server by its process id.
public final class ServerProcess: @unchecked Sendable {
    // Unchecked Sendable: `pid` and `output` never change; `pipe` is only touched under `lock`.
    private let pid: pid_t
    private let output: URL
    private let lock = NSLock()
    private var pipe: Int32

    /// Starts `arguments[0]` with its output in the file `output`.
    public init(_ arguments: [String], environment: [String: String] = [:], output: URL) throws {
        var ends: [Int32] = [0, 0]
        // No other child may inherit the writing end, or its closing would go unnoticed: a pair of sockets can be made
        // so from the start.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw BedError(description: "no sockets: \(errno)") }
        // First it closes what it has inherited of tests that run at the same time: their pipes and sockets must not live
        // on in this child.
        let guardian = """
            for fd in /proc/$$/fd/*; do fd=${fd##*/}; [ "$fd" -gt 2 ] && eval "exec $fd>&-"; done 2>/dev/null
            setsid "$@" </dev/null & server=$!
            cat >/dev/null
            kill $server 2>/dev/null
            (sleep 10; kill -9 $server) >/dev/null 2>&1 & watch=$!
            wait $server
            kill $watch 2>/dev/null
            """
        let command = ["/bin/bash", "-c", guardian, "bash"] + arguments
        let merged = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of Swift's runtime block signals, and a child would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        let argv = command.map { strdup($0) } + [nil]
        let envp = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var child: pid_t = 0
        let failed = posix_spawn(&child, "/bin/bash", &actions, &attributes, argv, envp)
        close(ends[0])
        guard failed == 0 else {
            close(ends[1])
            throw BedError(description: "could not start \(arguments[0]): \(String(cString: strerror(failed)))")
        }
        pid = child
        pipe = ends[1]
        self.output = output
    }

    deinit { closePipe() }

    /// Ends the server and returns when it is gone.
    public func stop() async {
        guard closePipe() else { return }
        let child = pid
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0, errno == EINTR {}
                done.resume()
            }
        }
    }

    /// Returns once something listens on `port` of the loopback address.
    public func waitUntilOpen(_ port: Int, within limit: Duration = .seconds(60)) async throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while clock.now < end {
            if Port.isOpen(port) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        let said = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        throw BedError(description: "nothing listens on port \(port): \(said.suffix(2000))")
    }

    @discardableResult
    private func closePipe() -> Bool {
        lock.withLock {
            guard pipe >= 0 else { return false }
            close(pipe)
            pipe = -1
            return true
        }
    }
}

/// Runs a short command to its end; its output, or an error that carries it.
@discardableResult
public func run(_ arguments: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw BedError(description: "\(arguments.joined(separator: " ")) failed: \(output.suffix(2000))")
    }
    return output
}
