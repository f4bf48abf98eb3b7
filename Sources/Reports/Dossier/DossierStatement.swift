import Correspondence
import Ledger

/// The words for a claim's form, which takes plain text only: tracking and delivery first, then the buyer's own words,
/// then what was written when (domain facts 5).
enum DossierStatement {
    static func text(_ record: DossierRecord) -> String {
        var parts: [String] = []
        for order in record.orders {
            let state = order.state
            var lines = ["Order \(order.id.value)"]
            func add(_ name: String, _ value: String?) { if let value { lines.append("\(name): \(value)") } }
            add("Carrier", state.text(.carrier))
            add("Tracking number", state.text(.tracking))
            add("Dispatched", state.time(.shipped)?.iso8601)
            add("Promised delivery", state.dueAtBuyer?.iso8601)
            add("Delivered", state.time(.delivered)?.iso8601)
            add("Refunded", state.time(.refunded)?.iso8601)
            add("Return requested", state.time(.returnRequested)?.iso8601)
            add("Returned", state.time(.returned)?.iso8601)
            parts.append(lines.joined(separator: "\n"))
        }
        let buyers = record.letters.filter { $0.message.source == .buyer && !$0.message.words.isEmpty }
        if !buyers.isEmpty {
            let words = buyers.map { "\($0.message.clockStart.iso8601): \(oneLine($0.message.words))" }
            parts.append("What the buyer wrote (messages of Buyer-Seller Messaging):\n" + words.joined(separator: "\n"))
        }
        var answers: [(Instant, String)] = record.replies.compactMap { sent in
            guard case .sent(let at, let receipt) = sent.reply.state else { return nil }
            return (at, "answered (\(sent.reply.template)); accepted by the mail server: \(receipt)")
        }
        answers += record.persons.map { ($0.at, "answered by our staff: \(oneLine($0.words))") }
        if !answers.isEmpty {
            let lines = answers.sorted { $0.0 < $1.0 }.map { "\($0.0.iso8601): \($0.1)" }
            parts.append("What we answered:\n" + lines.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func oneLine(_ words: String) -> String {
        let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 1500 ? line.prefix(1499) + "…" : line
    }
}
