import Correspondence
import Foundation
import Synchronization

/// Where log lines go. A sink either takes an event whole or throws; the writer then tries the same event again.
protocol LogSink: Sendable {
    func write(_ event: Event, number: Int64?, as line: LogLine) throws(LogError)
    /// After a rotation (SIGUSR1).
    func reopen() throws(LogError)
}

/// Why a line could not be written.
struct LogError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "log \(path): \(reason); free space or correct [log] file, nothing is lost meanwhile" }
}

/// A file or standard error: each line one `write`, so that lines of two processes never mix.
final class FileSink: LogSink {
    /// `nil`: standard error.
    private let path: String?
    private let descriptor: Mutex<Int32>

    init(path: String?) throws(LogError) {
        self.path = path
        descriptor = Mutex(try Self.open(path))
    }

    deinit { descriptor.withLock { if path != nil { close($0) } } }

    func write(_ event: Event, number: Int64?, as line: LogLine) throws(LogError) {
        let bytes = Array(line.line(event, number: number).utf8)
        let failure: Int32? = descriptor.withLock { descriptor in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Foundation.write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                sent += count
            }
            return nil
        }
        if let failure { throw LogError(path: path ?? "standard error", reason: String(cString: strerror(failure))) }
    }

    func reopen() throws(LogError) {
        guard path != nil else { return }
        let fresh = try Self.open(path)
        descriptor.withLock { old in
            close(old)
            old = fresh
        }
    }

    private static func open(_ path: String?) throws(LogError) -> Int32 {
        guard let path else { return STDERR_FILENO }
        let descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw LogError(path: path, reason: String(cString: strerror(errno))) }
        return descriptor
    }
}

/// The journal's native protocol: each field of its own, no parsing needed.
struct JournalSink: LogSink {
    func write(_ event: Event, number: Int64?, as line: LogLine) throws(LogError) {
        let result = Journal.send(line.journalFields(event, number: number))
        if result < 0 { throw LogError(path: "journal", reason: String(cString: strerror(-result))) }
    }

    func reopen() throws(LogError) {}
}
