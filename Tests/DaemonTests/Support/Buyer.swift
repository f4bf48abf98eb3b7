import Foundation

/// Buyers' mail as the relay delivers it (domain facts 1).
enum Buyer {
    static let question = "Could you please send me an invoice with VAT for this order?"

    /// A mail under `id`, from a buyer of its own unless `alias` names one.
    static func mail(
        _ id: String, _ words: String = question, alias: String? = nil, order: String? = "111-2233445-6677889",
        date: Date = Date(), headers: [String] = [], messageID: Bool = true
    ) -> [UInt8] {
        let alias =
            alias
            ?? "a\(id.unicodeScalars.map { String($0.value % 36, radix: 36) }.joined())000000000".prefix(15)
            .lowercased()
        var lines = [
            "From: \"Dana Reyes - Amazon Marketplace\" <\(alias)+133a066e@marketplace.amazon.com>",
            "To: \(World.user)",
            "Subject: Inquiry from Amazon customer Dana Reyes" + (order.map { " (Order: \($0))" } ?? ""),
            "Date: \(stamp(date))", "X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT",
            "X-Marketplace-ID: ATVPDKIKX0DER", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        ]
        if messageID { lines.append("Message-ID: <\(id)@buyers.example>") }
        lines += headers
        lines += [
            "", "You have received a message.", "", order.map { "# \($0):" } ?? "", "1 / A lamp [ASIN: B0C4EXAMPL]", "",
            "------------- Message:  -------------", words, "------------- End message -------------", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    static func stranger(_ id: String) -> [UInt8] {
        Array(
            """
            From: Max <max@somewhere.example>\r
            To: \(World.user)\r
            Subject: Partnership\r
            Date: \(stamp(Date()))\r
            Message-ID: <\(id)@strangers.example>\r
            \r
            We offer you a partnership.\r

            """.utf8)
    }

    static func stamp(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, d MMM yyyy HH:mm:ss Z"
        return format.string(from: date)
    }
}
