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
        guard let program = words.first, let path = Self.find(program) else {
            throw failure("there is no program \(words.first ?? "")", "write its whole path")
        }
        let process = Process()
        let out = Pipe()
        let err = Pipe()
        let ended = DispatchSemaphore(value: 0)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = Array(words.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = err
        process.terminationHandler = { _ in ended.signal() }
        do {
            try process.run()
        } catch {
            throw failure("\(path) cannot be run: \(error.localizedDescription)", "make it executable")
        }
        let deadline = DispatchTime.now() + limit
        let texts = Self.drain(
            [out.fileHandleForReading.fileDescriptor, err.fileHandleForReading.fileDescriptor], until: deadline)
        guard let texts, ended.wait(timeout: deadline) == .success else {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw failure("it did not end within \(Int(limit)) seconds", "see what it waits for: it has no terminal")
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let line = String(decoding: texts[1], as: UTF8.self).split(whereSeparator: \.isNewline).first
            let how = process.terminationReason == .exit ? "exit status" : "signal"
            throw failure(
                "it ended with \(how) \(process.terminationStatus)" + (line.map { ": \($0)" } ?? ""),
                "run it as the service's user")
        }
        return texts[0]
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

    private static func find(_ program: String) -> String? {
        if program.contains("/") { return program }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    private func failure(_ problem: String, _ remedy: String) -> SecretError {
        SecretError(source: source, problem: problem, remedy: remedy)
    }
}
