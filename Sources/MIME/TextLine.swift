/// One line of a mail's text, with what the search for history asks of it again and again.
struct TextLine {
    let text: Substring

    /// Whether nothing can be seen on it.
    let isBlank: Bool

    /// Whether it is quoted with `>`.
    let isQuote: Bool

    /// The line in lower case without stars and spaces around it; nil where it is too long or quoted, so that no table
    /// has to look at it.
    let candidate: String?

    /// Longer lines are nobody's markers.
    private static let longest = 400

    init(_ text: Substring) {
        self.text = text
        let utf8 = text.utf8
        var start = utf8.startIndex
        while start < utf8.endIndex, utf8[start] == 32 || utf8[start] == 9 { utf8.formIndex(after: &start) }
        isQuote = start < utf8.endIndex && utf8[start] == UInt8(ascii: ">")
        isBlank = start == utf8.endIndex || LineShape.isBlank(text)
        if isQuote || utf8.count > Self.longest {
            candidate = nil
        } else {
            var trimmed = text.lowercased()
            trimmed = String(trimmed.drop(while: Self.isEdge))
            while let last = trimmed.last, Self.isEdge(last) { trimmed.removeLast() }
            candidate = trimmed
        }
    }

    private static func isEdge(_ character: Character) -> Bool {
        character == " " || character == "\t" || character == "*" || character == "\u{a0}" || character == "\u{200b}"
            || character == "\u{200e}" || character == "\u{200f}" || character == "\u{feff}" || character == "\u{202a}"
            || character == "\u{202b}" || character == "\u{202c}"
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
