/// The line or lines with which a mail program introduces the text that is answered: "On … X wrote:".
///
/// Languages put date, name, address and verb in any order, and clients break the line anywhere. So it is not the
/// sentence that is matched but what it holds: a beginning that announces it, a date, an address or the verb, and a colon
/// or the verb at its end.
enum Attribution {
    /// The most lines that a client makes of one attribution.
    private static let mostLines = 6

    /// Longer texts are no attribution.
    private static let longest = 500

    /// How many lines from `index` on are an attribution; nil where none starts there.
    static func length(_ lines: [TextLine], at index: Int) -> Int? {
        guard lines[index].hasDigit || lines[index].hasAt || lines.nextSeen(after: index + 1)?.isQuote == true,
            let first = lines[index].candidate, !first.isEmpty
        else { return nil }
        let begins = lines[index].hasDigit && AttributionWords.leads.match(first) != nil
        guard begins || lines[index].hasAt || hasVerb(first) else { return nil }
        guard let count = window(lines, at: index, begins: begins) else { return nil }
        // A line of the writer's that happens to begin like one must not be taken along.
        if count > 1, !isStrong(first, begins: begins), let inner = length(lines, at: index + 1), inner == count - 1 {
            return nil
        }
        return count
    }

    /// The part of a line that the writer put before an attribution on the same line; nil where there is none.
    static func wordsBefore(_ line: TextLine, next: TextLine?) -> Substring? {
        guard next?.isQuote == true, line.hasDigit, let found = ByteSearch.first(line.text, " On "),
            line.candidate?.hasSuffix("wrote:") == true
        else { return nil }
        let place = line.text.utf8.index(line.text.startIndex, offsetBy: found)
        let rest = TextLine(line.text[line.text.utf8.index(after: place)...])
        return length([rest], at: 0) == nil ? nil : line.text[..<place]
    }

    /// How many lines make a whole attribution.
    private static func window(_ lines: [TextLine], at index: Int, begins: Bool) -> Int? {
        var joined = ""
        for count in 1...mostLines {
            guard index + count <= lines.count else { return nil }
            let line = lines[index + count - 1]
            // An address in angle brackets may be broken, even so that its end looks like a quote.
            let isOpen = isUnclosed(joined)
            if line.isBlank {
                guard begins, lines.nextSeen(after: index + count)?.text.first == "<" else { return nil }
                continue
            }
            guard let part = line.candidate ?? (isOpen ? TextLine.lower(line.text) : nil) else { return nil }
            joined += joined.isEmpty ? part : " " + part
            guard joined.utf8.count <= longest else { return nil }
            if !isUnclosed(joined), isWhole(joined, begins: begins, next: lines.nextSeen(after: index + count)) {
                return count
            }
            if endsSentence(part), !begins, !hasVerb(joined) { return nil }
        }
        return nil
    }

    private static func isUnclosed(_ text: String) -> Bool {
        text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "<") ? 1 : $1 == UInt8(ascii: ">") ? -1 : 0) } > 0
    }

    /// A first line that is one by itself: it names the verb, or nothing but a date can stand after its beginning.
    private static func isStrong(_ first: String, begins: Bool) -> Bool {
        begins && !endsSentence(first) || hasVerb(first)
    }

    private static func endsSentence(_ line: String) -> Bool {
        guard let last = line.last, last == "." || last == "!" || last == "?" else { return false }
        return line.dropLast().last?.isNumber != true
    }

    private static func hasVerb(_ text: String) -> Bool { AttributionWords.wrote.isFound(in: text) }

    private static func isWhole(_ text: String, begins: Bool, next: TextLine?) -> Bool {
        if begins, isGmailStamp(text) { return true }
        let quoteFollows = next?.isQuote == true || next?.text.first == "|"
        var end = Substring(text)
        while let last = end.last, " *_>-\u{a0}\u{200b}".contains(last) { end = end.dropLast() }
        let hasColon = end.last == ":" || end.last == "：" || end.hasSuffix(":»")
        // The evidence comes last: it is the dearest to look for, and most texts need none.
        if hasVerb(text) {
            guard hasColon || AttributionWords.wroteAtEnd.match(end) != nil else { return false }
            let evidence = Evidence(text)
            if evidence.hasAddress || quoteFollows { return true }
            // Without an address or a quote it takes a time of day, which nobody gives who says what they once wrote.
            return evidence.hasTime && (begins || hasColon) && AttributionWords.ownVerbs.isFound(in: text) == false
        }
        guard begins, hasColon || quoteFollows && text.hasSuffix(">") else { return false }
        let evidence = Evidence(text)
        return evidence.hasAddress && evidence.hasDate
    }

    /// "2016-03-03 17:21 GMT+01:00 Some One", which Gmail writes without a verb in some languages.
    private static func isGmailStamp(_ text: String) -> Bool {
        let date = text.utf8.prefix(11).prefix { $0 != 32 }
        guard date.count == 10, date.count(where: { $0 == 45 }) == 2 else { return false }
        let words = text.split(separator: " ")
        return words.count >= 4 && words.count <= 9 && words[1].contains(":") && words[2].hasPrefix("gmt")
    }

    /// What speaks for an attribution in a text in lower case.
    private struct Evidence {
        var hasAddress = false
        var hasDate = false
        var hasTime = false

        init(_ text: String) {
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
                    if digits > 0, digits < 3, follows, ":.h".utf8.contains(byte) { hasTime = true }
                    digits = 0
                }
            }
            if digits == 4 { hasDate = true }
        }
    }
}
