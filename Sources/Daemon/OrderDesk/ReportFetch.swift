@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Runs the seller's command that prints a report: no shell, no standard input, no longer than a limit.
struct ReportFetch {
    let words: [String]
    let limit: Duration

    struct Trouble: Error, CustomStringConvertible { var description: String }

    /// The report lies in `file` when this returns. Cancelling ends the command.
    func run(into file: String) async throws {
        let errors = file + ".errors"
        defer { unlink(errors) }
        let (child, code) = spawn(output: file, errors: errors)
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
            let said = FileManager.default.contents(atPath: errors).map {
                String(decoding: $0.prefix(500), as: UTF8.self)
            }
            let line = said?.split(whereSeparator: \.isNewline).first.map { ": \($0)" } ?? ""
            throw Trouble(description: "it ended with \(how)\(line)")
        }
        var info = stat()
        guard stat(file, &info) == 0, info.st_size > 0 else { throw Trouble(description: "it printed nothing") }
    }

    /// The leader of a process group of its own.
    private func spawn(output: String, errors: String) -> (child: pid_t, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
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
