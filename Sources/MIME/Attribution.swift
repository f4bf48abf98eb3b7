/// The line or lines with which a mail program introduces the text that is answered: "On … X wrote:".
///
/// Languages put date, name, address and verb in any order, and clients break the line anywhere. So it is not the
/// sentence that is matched but what it holds: a beginning that announces it, a date, an address or the verb, and a colon
/// or the verb at its end.
enum Attribution {
    /// The most lines that a client makes of one attribution.
    private static let mostLines = 4

    /// Longer texts are no attribution.
    private static let longest = 500

    /// How many lines from `index` on are an attribution; nil where none starts there.
    static func length(_ lines: [TextLine], at index: Int) -> Int? {
        guard let first = lines[index].candidate else { return nil }
        let begins = AttributionWords.leads.contains { first.hasPrefix($0) }
        guard begins || first.contains("@") || first.contains(" wrote") || first.contains("schrieb") else { return nil }
        var joined = ""
        for count in 1...mostLines {
            guard index + count <= lines.count, let line = lines[index + count - 1].candidate, !line.isEmpty else {
                return nil
            }
            joined += joined.isEmpty ? line : " " + line
            guard joined.utf8.count <= longest else { return nil }
            if isWhole(joined, begins: begins, next: lines.nextSeen(after: index + count)) { return count }
            // A sentence that ended is no part of an attribution further down.
            if line.hasSuffix(".") && !line.hasSuffix("..") && count == 1 && !begins { return nil }
        }
        return nil
    }

    private static func isWhole(_ text: String, begins: Bool, next: TextLine?) -> Bool {
        let evidence = Evidence(text)
        let quoteFollows = next?.isQuote == true || next?.text.first == "|"
        var end = Substring(text)
        while let last = end.last, " *_>-\u{a0}\u{200b}".contains(last) { end = end.dropLast() }
        let hasColon = end.last == ":" || end.last == "：" || end.hasSuffix(":»")
        let endsWithVerb = AttributionWords.wrote.contains { end.hasSuffix($0) }
        if evidence.hasVerb {
            guard hasColon || endsWithVerb else { return false }
            if evidence.hasAddress || quoteFollows { return true }
            return evidence.hasDate && (begins || hasColon)
        }
        guard evidence.hasAddress, evidence.hasDate, begins else { return false }
        return hasColon || quoteFollows && text.hasSuffix(">")
    }

    /// What speaks for an attribution in a text in lower case.
    private struct Evidence {
        var hasVerb: Bool
        var hasAddress = false
        var hasDate = false

        init(_ text: String) {
            hasVerb = AttributionWords.wrote.contains { text.contains($0) }
            let bytes = Array(text.utf8)
            var digits = 0
            for (index, byte) in bytes.enumerated() {
                switch byte {
                case UInt8(ascii: "@"): hasAddress = hasAddress || index > 0 && index + 1 < bytes.count
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
                default:
                    // A time (12:34, 12.34, 12h34), a date (1.2.2024, 2024-01-02) or a year.
                    let follows = index + 1 < bytes.count && (48...57).contains(bytes[index + 1])
                    if digits == 4 { hasDate = true }
                    if digits > 0, digits < 5, follows, ":./-h".utf8.contains(byte) { hasDate = true }
                    digits = 0
                }
            }
            if digits == 4 { hasDate = true }
        }
    }
}
