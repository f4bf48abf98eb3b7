/// One line of a mail's text, with what the search for history asks of it again and again.
struct TextLine {
    let text: Substring

    /// Whether nothing can be seen on it.
    let isBlank: Bool

    /// Whether it is quoted with `>`.
    let isQuote: Bool

    /// Whether it holds a digit, and whether it holds an `@`: without either no attribution begins.
    let hasDigit: Bool
    let hasAt: Bool

    /// The line in lower case without stars and spaces around it; nil where it is too long or quoted, so that no table
    /// has to look at it.
    let candidate: String?

    /// Longer lines are nobody's markers.
    private static let longest = 400

    init(_ text: Substring) {
        self.text = text
        var first: UInt8 = 0
        var hasDigit = false
        var hasAt = false
        var count = 0
        for byte in text.utf8 {
            if first == 0, byte != 32, byte != 9 { first = byte }
            if byte >= 48, byte <= 57 { hasDigit = true }
            if byte == UInt8(ascii: "@") { hasAt = true }
            count += 1
        }
        self.hasDigit = hasDigit
        self.hasAt = hasAt
        isQuote = first == UInt8(ascii: ">")
        isBlank = first == 0 || LineShape.isBlank(text)
        candidate = isQuote || count > Self.longest ? nil : Self.lower(text)
    }

    /// In lower case, without stars, spaces and marks of direction at both ends.
    static func lower(_ text: Substring) -> String {
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var end = scalars.endIndex
        while start < end, isEdge(scalars[start]) { start = scalars.index(after: start) }
        while start < end, isEdge(scalars[scalars.index(before: end)]) { end = scalars.index(before: end) }
        return text[start..<end].lowercased()
    }

    private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "*", "\u{a0}", "\u{feff}", "\u{200b}", "\u{200e}", "\u{200f}", "\u{202a}"..."\u{202e}",
            "\u{1427}":
            true
        default: false
        }
    }
}

extension [TextLine] {
    /// The first line from `index` on on which something can be seen.
    func nextSeen(after index: Int) -> TextLine? {
        guard index < count else { return nil }
        for line in self[index..<Swift.min(count, index + 8)] where !line.isBlank { return line }
        return nil
    }
}
