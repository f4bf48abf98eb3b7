@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Runs the seller's alert program: no shell, the event's JSON on standard input, no longer than a limit, and on no
/// cooperative thread.
struct AlertCommand: Sendable {
    let words: [String]
    let limit: Duration

    init(words: [String], limit: Duration = .seconds(30)) {
        self.words = words
        self.limit = limit
    }

    struct Trouble: Error, CustomStringConvertible { var description: String }

    /// Returns when the program has ended well. Cancelling ends it.
    func run(_ input: String) async throws {
        let said = try Self.file("")
        defer { close(said) }
        let given = try Self.file(input)
        defer { close(given) }
        let (child, code) = spawn(input: given, errors: said)
        guard code == 0 else {
            throw Trouble(description: "it cannot be run: \(String(cString: strerror(code))); write its whole path")
        }
        let isOver = Mutex(false)
        let limiter = Task { [limit] in
            try await Task.sleep(for: limit)
            isOver.withLock { $0 = true }
            kill(-child, SIGKILL)
        }
        let status = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    var status: Int32 = 0
                    while waitpid(child, &status, 0) < 0, errno == EINTR {}
                    continuation.resume(returning: status)
                }
            }
        } onCancel: {
            kill(-child, SIGKILL)
        }
        limiter.cancel()
        try Task.checkCancellation()
        if isOver.withLock({ $0 }) {
            throw Trouble(description: "it did not end within \(limit.components.seconds) seconds and was killed")
        }
        guard status == 0 else {
            let signal = status & 0x7F
            let how = signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(signal)"
            var buffer = [UInt8](repeating: 0, count: 500)
            let count = max(0, pread(said, &buffer, buffer.count, 0))
            let line = String(decoding: buffer[..<count], as: UTF8.self).split(whereSeparator: \.isNewline).first
            throw Trouble(description: "it ended with \(how)\(line.map { ": \($0)" } ?? "")")
        }
    }

    /// A nameless file that holds `text`, open at its beginning.
    private static func file(_ text: String) throws -> Int32 {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/replyd-alert-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw Trouble(description: "no file for it in \(folder): \(String(cString: strerror(errno)))")
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let bytes = Array(text.utf8)
        guard bytes.isEmpty || pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            close(descriptor)
            throw Trouble(description: "no room for it in \(folder)")
        }
        return descriptor
    }

    /// The leader of a process group of its own, with signals as a fresh process has them.
    private func spawn(input: Int32, errors: Int32) -> (child: pid_t, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var everything = sigset_t()
        var nothing = sigset_t()
        sigfillset(&everything)
        sigemptyset(&nothing)
        posix_spawnattr_setsigdefault(&attributes, &everything)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, words[0], &actions, &attributes, arguments, environ)
        return (child, code)
    }
}
