import Correspondence
import Ledger

extension Past {
    /// The past of a mailbox as a store has it.
    ///
    /// - Parameter time: only what is needed to play it is looked up; `nil`: everything.
    static func read(_ ledger: SQLiteLedger, mailbox: String, time: Range<Instant>?) async throws -> Past {
        let reach = time.map { ($0.lowerBound - before)..<($0.upperBound + after) } ?? .distantPast ..< .distantFuture
        let mails = try await ledger.arrivals(mailbox, in: reach).map { key, arrived in
            Happening(
                time: arrived, name: "ledger#\(key)",
                what: .mail {
                    guard let bytes = try await ledger.source(key) else { throw Forgotten() }
                    return bytes
                })
        }
        let answers = try await ledger.answersOfPeople(mailbox, in: reach).map { answer in
            Happening(time: answer.at, name: "an answer in \(answer.place)", what: .answer(answer))
        }
        let own = try await ledger.repliesByItself(mailbox, in: time ?? reach)
        return Past(mails + answers, ownReplies: own)
    }

    private struct Forgotten: Error, CustomStringConvertible {
        let description = "its bytes are no longer in the store"
    }
}
