import Foundation
import LoopbackMail

/// The mails that a torture world gets, numbered for ever, and what may become of each.
struct Post {
    enum Fate {
        /// Exactly one reply.
        case answered
        /// Kept and left to a person; never a reply.
        case held
        /// Never a reply.
        case ignored
        /// At most one reply.
        case anything
    }

    struct Letter {
        let id: String
        let fate: Fate
        let bytes: [UInt8]
    }

    private var number = 0
    /// What the mails say of the time.
    var date = Date()
    private let format: DateFormatter
    private var stamp: String { format.string(from: date) }

    init() {
        format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, d MMM yyyy HH:mm:ss Z"
    }

    /// Mostly buyers' questions; every fifth mail is something that must not be answered.
    mutating func next() -> Letter {
        number += 1
        switch number % 5 {
        case 0: return number % 10 == 0 ? stranger() : lawyer()
        default: return buyersQuestion()
        }
    }

    /// A buyer's mail that is to be answered.
    mutating func question() -> Letter {
        number += 1
        return buyersQuestion()
    }

    private func buyersQuestion() -> Letter {
        let id = "q\(number)@buyers.example"
        return Letter(id: id, fate: .answered, bytes: buyer(id, Self.questions[number % Self.questions.count]))
    }

    private func lawyer() -> Letter {
        let id = "l\(number)@buyers.example"
        return Letter(
            id: id, fate: .held, bytes: buyer(id, "My lawyer will write to you and the police know of this fraud."))
    }

    private func stranger() -> Letter {
        let id = "s\(number)@strangers.example"
        let lines = [
            "From: Max <max@somewhere.example>", "To: support@shop.example", "Subject: Partnership", "Date: \(stamp)",
            "Message-ID: <\(id)>", "", "We offer you a partnership.", "",
        ]
        return Letter(id: id, fate: .ignored, bytes: Array(lines.joined(separator: "\r\n").utf8))
    }

    private func buyer(_ id: String, _ words: String) -> [UInt8] {
        let alias = "t" + String(number + 36 * 36 * 36, radix: 36) + "aaaaaaaaaa"
        let order = "111-2233445-" + String(format: "%07d", number)
        let lines = [
            "From: \"Dana Reyes - Amazon Marketplace\" <\(alias)+133a066e@marketplace.amazon.com>",
            "To: support@shop.example", "Subject: Inquiry from Amazon customer Dana Reyes (Order: \(order))",
            "Date: \(stamp)", "X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT",
            "X-Marketplace-ID: ATVPDKIKX0DER", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Message-ID: <\(id)>", "", "You have received a message.", "", "# \(order):",
            "1 / A lamp [ASIN: B0C4EXAMPL]", "", "------------- Message:  -------------", words,
            "------------- End message -------------", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static let questions = [
        "Could you please send me an invoice with VAT for this order?",
        "Can you tell me whether the lamp is dimmable?",
        "I need an invoice for my company, thank you.",
    ]
}
