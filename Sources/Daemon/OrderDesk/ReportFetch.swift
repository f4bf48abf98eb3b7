import Foundation

/// Runs the seller's command that prints a report.
struct ReportFetch {
    let words: [String]
    let limit: Duration

    /// The report lies in `file`, a new one, when this returns. Cancelling ends the command.
    ///
    /// - Throws: ``SellersProgram/Trouble``.
    func run(into file: String) async throws {
        let output = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else {
            throw SellersProgram.Trouble(description: "\(file) cannot be made: \(String(cString: strerror(errno)))")
        }
        defer { close(output) }
        try await SellersProgram(words: words, limit: limit).run(output: output)
        var info = stat()
        guard fstat(output, &info) == 0, info.st_size > 0 else {
            throw SellersProgram.Trouble(description: "it printed nothing")
        }
    }
}
