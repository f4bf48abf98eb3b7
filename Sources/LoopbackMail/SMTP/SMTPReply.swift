/// One line of an answer: a code, an enhanced code (RFC 3463) where the server gives them, and words.
struct SMTPReply: Sendable {
    let code: Int

    private let enhanced: String?
    private let text: String

    init(_ code: Int, _ enhanced: String?, _ text: String) {
        (self.code, self.enhanced, self.text) = (code, enhanced, text)
    }

    /// A line that a test wants said as it is.
    init(verbatim line: String) {
        code = Int(line.prefix(3)) ?? 550
        enhanced = nil
        text = String(line.dropFirst(4))
    }

    func line(isLast: Bool, enhanced showsEnhanced: Bool) -> String {
        let middle = showsEnhanced ? enhanced.map { $0 + " " } ?? "" : ""
        return "\(code)\(isLast ? " " : "-")\(middle)\(text)"
    }

    /// Looks like Postfix's.
    static func queueID(_ number: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return "4L" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}

/// MAIL's and RCPT's argument: `FROM:<address> SIZE=100 BODY=8BITMIME` (RFC 5321 section 4.1.2).
enum SMTPPath {
    /// The extension each parameter belongs to.
    static let parameters: [String: SMTPOptions.Extension] = [
        "SIZE": .size, "BODY": .eightBitMIME, "SMTPUTF8": .smtpUTF8, "AUTH": .auth,
    ]

    /// The address between the brackets, and the parameters in capitals; nil where it is neither.
    static func parse(_ text: String, after keyword: String) -> (address: String, parameters: [String])? {
        guard text.uppercased().hasPrefix(keyword) else { return nil }
        let rest = text.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let close = rest.firstIndex(of: ">") else { return nil }
        let address = rest[rest.index(after: rest.startIndex)..<close]
        guard !address.contains(where: { $0 == " " || $0 == "<" }) else { return nil }
        let parameters = rest[rest.index(after: close)...].split(separator: " ").map { $0.uppercased() }
        return (String(address), parameters)
    }
}
