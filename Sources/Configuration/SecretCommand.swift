import Foundation

/// Runs the program that prints a secret: no shell, no standard input, no longer than a time limit.
struct SecretCommand {
    var words: [String]
    var source: SecretSource
    var limit: TimeInterval = 30
    /// Longer output is no password.
    private static let longest = 65_536

    init(words: [String], source: SecretSource, limit: TimeInterval = 30) {
        self.words = words
        self.source = source
        self.limit = limit
    }

    /// Standard output, whole. Errors carry the first line of standard error and never the output.
    func output() throws(SecretError) -> Data {
        guard let out = Pipe(), let err = Pipe() else {
            throw failure("no pipe can be made: \(String(cString: strerror(errno)))", "raise the limit of open files")
        }
        let (child, code) = Self.spawn(words, output: out.writing, errors: err.writing)
        close(out.writing)
        close(err.writing)
        defer {
            close(out.reading)
            close(err.reading)
        }
        guard code == 0 else {
            throw failure("it cannot be run: \(String(cString: strerror(code)))", "write its whole path")
        }
        let deadline = DispatchTime.now() + limit
        let texts = Self.drain([out.reading, err.reading], until: deadline)
        let ended = Self.wait(for: child, until: texts == nil ? .now() : deadline)
        guard let texts, let status = ended else {
            throw failure("it did not end within \(Int(limit)) seconds", "see what it waits for: it has no terminal")
        }
        guard status == 0 else {
            let line = String(decoding: texts[1], as: UTF8.self).split(whereSeparator: \.isNewline).first
            let signal = status & 0x7F
            let how = signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(signal)"
            throw failure("it ended with \(how)" + (line.map { ": \($0)" } ?? ""), "run it as the service's user")
        }
        return texts[0]
    }

    /// Starts the program as the leader of a process group of its own, with signals as a fresh process has them.
    ///
    /// Not Foundation's `Process`: on Linux that waits for every descendant that outlives the program.
    private static func spawn(_ words: [String], output: Int32, errors: Int32) -> (child: pid_t, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var arguments = words.map { strdup($0) } + [nil]
        var environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var child = pid_t()
        let code = posix_spawnp(&child, words.first ?? "", &actions, &attributes, &arguments, &environment)
        return (child, code)
    }

    /// The program's wait status; `nil` where it had to be ended, with all that it started.
    private static func wait(for child: pid_t, until deadline: DispatchTime) -> Int32? {
        let overdue = DispatchWorkItem { kill(-child, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: deadline, execute: overdue)
        var info = siginfo_t()
        // Looked at first and reaped only when nothing can kill it any more, so that its number is still its own.
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        overdue.cancel()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == SIGKILL && DispatchTime.now() >= deadline ? nil : status
    }

    /// What comes out of the descriptors until all are at their end; `nil` where that takes too long or never ends.
    private static func drain(_ descriptors: [Int32], until deadline: DispatchTime) -> [Data]? {
        var texts = [Data](repeating: Data(), count: descriptors.count)
        var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while polls.contains(where: { $0.fd >= 0 }) {
            let now = DispatchTime.now().uptimeNanoseconds
            guard now < deadline.uptimeNanoseconds else { return nil }
            let wait = Int32((deadline.uptimeNanoseconds - now) / 1_000_000 + 1)
            guard poll(&polls, nfds_t(polls.count), wait) > 0 else { continue }
            for index in polls.indices where polls[index].fd >= 0 && polls[index].revents != 0 {
                let count = read(polls[index].fd, &buffer, buffer.count)
                if count > 0 {
                    texts[index].append(contentsOf: buffer[..<count])
                    if texts[index].count > longest { return nil }
                } else if count == 0 || errno != EINTR {
                    polls[index].fd = -1
                }
            }
        }
        return texts
    }

    private func failure(_ problem: String, _ remedy: String) -> SecretError {
        SecretError(source: source, problem: problem, remedy: remedy)
    }
}

/// A pipe whose ends no other program inherits.
private struct Pipe {
    var reading: Int32
    var writing: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        writing = ends[1]
    }
}
