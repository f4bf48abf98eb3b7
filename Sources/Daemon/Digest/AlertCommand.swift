import Foundation

/// Runs the seller's alert program with the event's JSON on standard input.
struct AlertCommand: Sendable {
    private let program: SellersProgram

    init(words: [String], limit: Duration = .seconds(30)) { program = SellersProgram(words: words, limit: limit) }

    /// Returns when the program has ended well. Cancelling ends it.
    ///
    /// - Throws: ``SellersProgram/Trouble``.
    func run(_ input: String) async throws {
        let given = try SellersProgram.namelessFile(Array(input.utf8))
        defer { close(given) }
        try await program.run(input: given)
    }
}
