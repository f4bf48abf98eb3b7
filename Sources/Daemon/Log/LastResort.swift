import Foundation

/// Where neither store nor log can take a line: the journal and standard error, whichever is there.
enum LastResort {
    static func tell(_ message: String) {
        let line = "replyd: \(message.replacingOccurrences(of: "\n", with: " "))\n"
        FileHandle.standardError.write(Data(line.utf8))
        guard getenv("JOURNAL_STREAM") == nil else { return }
        _ = Journal.send(["MESSAGE=\(message)", "PRIORITY=3", "SYSLOG_IDENTIFIER=replyd"])
    }
}
