import Foundation

/// Where neither store nor log can take a line: the journal and standard error, whichever is there.
enum LastResort {
    static func tell(_ message: String) {
        let line = Array("replyd: \(message.replacingOccurrences(of: "\n", with: " "))\n".utf8)
        // A full disk under standard error is no reason to fail.
        _ = write(STDERR_FILENO, line, line.count)
        guard getenv("JOURNAL_STREAM") == nil else { return }
        _ = Journal.send(["MESSAGE=\(message)", "PRIORITY=3", "SYSLOG_IDENTIFIER=replyd"])
    }
}
