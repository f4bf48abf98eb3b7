@preconcurrency import Dispatch
import Foundation
import Synchronization

/// A program of the seller's: no shell, a process group of its own, no longer than a limit, and on no cooperative thread.
struct SellersProgram: Sendable {
    let words: [String]
    let limit: Duration

    struct Trouble: Error, CustomStringConvertible { var description: String }

    /// Returns when it has ended well. Cancelling ends it. Of its errors the first line is told.
    ///
    /// - Parameters: open descriptors; `nil`: nothing to read, nowhere to write.
    func run(input: Int32? = nil, output: Int32? = nil) async throws {
        let errors = try Self.namelessFile()
        defer { close(errors) }
        let (child, code) = spawn(input: input, output: output, errors: errors)
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
            throw Trouble(description: "it ended with \(how)\(Self.firstLine(of: errors).map { ": \($0)" } ?? "")")
        }
    }

    /// A file that nobody else can open, open at its beginning, with these bytes in it.
    static func namelessFile(_ bytes: [UInt8] = []) throws -> Int32 {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/replyd-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw Trouble(description: "no file for it in \(folder): \(String(cString: strerror(errno)))")
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        guard bytes.isEmpty || pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            close(descriptor)
            throw Trouble(description: "no room for it in \(folder)")
        }
        return descriptor
    }

    private static func firstLine(of file: Int32) -> String? {
        var buffer = [UInt8](repeating: 0, count: 500)
        let count = max(0, pread(file, &buffer, buffer.count, 0))
        return String(decoding: buffer[..<count], as: UTF8.self).split(whereSeparator: \.isNewline).first.map(
            String.init)
    }

    /// The leader of a process group, with signals as a fresh process has them.
    private func spawn(input: Int32?, output: Int32?, errors: Int32) -> (child: pid_t, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        func give(_ descriptor: Int32?, as number: Int32, _ mode: Int32) {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            } else {
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", mode, 0)
            }
        }
        give(input, as: 0, O_RDONLY)
        give(output, as: 1, O_WRONLY)
        give(errors, as: 2, O_WRONLY)
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
