/// A telephone number in a text, told from the other numbers that buyers and sellers write.
enum TelephoneNumber {
    static func all(in text: String) -> [Range<String.Index>] {
        // No number goes over a line's end, and most lines have too few digits.
        text.split(whereSeparator: \.isNewline).filter { line in
            line.count(where: \.isNumber) >= fewestDigits
        }.flatMap { all(inLine: $0) }
    }

    private static let fewestDigits = 8

    private static func all(inLine text: Substring) -> [Range<String.Index>] {
        var found: [Range<String.Index>] = []
        var rest = text.startIndex
        for fact in facts(text) + [text.endIndex..<text.endIndex] {
            guard fact.lowerBound >= rest else { continue }
            found += text[rest..<fact.lowerBound].ranges(of: Pattern.number).filter { range in
                isTelephone(text[range]) && standsAlone(text, range)
            }
            rest = fact.upperBound
        }
        return found
    }

    /// Numbers that are known to be something else: order numbers, dates with and without a time, prices.
    private static func facts(_ text: Substring) -> [Range<String.Index>] {
        let ranges =
            text.ranges(of: Pattern.order) + text.ranges(of: Pattern.date).filter { begins(text, $0) }
            + text.ranges(of: Pattern.price).filter { begins(text, $0) }
        return ranges.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// 8 to 15 digits (E.164's most), with a mark of a number that is dialled.
    private static func isTelephone(_ text: Substring) -> Bool {
        (fewestDigits...15).contains(text.count(where: \.isNumber))
            && (text.hasPrefix("0") || text.contains { "+ ()/-.\u{A0}\u{202F}".contains($0) })
    }

    /// Not the middle of a longer number: `01.23.45.67.89` holds no date.
    private static func begins(_ text: Substring, _ range: Range<String.Index>) -> Bool {
        guard let before = text[..<range.lowerBound].last else { return true }
        if before.isNumber { return false }
        guard ".-/".contains(before), let further = text[..<range.lowerBound].dropLast().last else { return true }
        return !further.isNumber
    }

    /// Not a piece of an article number: `B0-12345678X`.
    private static func standsAlone(_ text: Substring, _ range: Range<String.Index>) -> Bool {
        func joins(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
        return !joins(text[..<range.lowerBound].last) && !joins(text[range.upperBound...].first)
    }

    /// Each repetition is bounded, so that a hostile mail costs time in proportion to its length.
    private enum Pattern {
        // Regex is not Sendable since it may hold closures; these literals hold none.
        nonisolated(unsafe) static let number = /[+]?[(]?\d[\d \t().\/\-\u{A0}\u{202F}]{5,22}\d/
        /// Domain facts 1.3: orders, and subscription and digital ones.
        nonisolated(unsafe) static let order = /\b(?:\d{3}|[A-Z]\d{2})-\d{7}-\d{7}\b/
        nonisolated(unsafe) static let date =
            /(?:\d{4}[\-.\/]\d{1,2}[\-.\/]\d{1,2}|\d{1,2}([.\/\-]) ?\d{1,2}\1 ?(?:\d{4}|\d{2}))(?:[T ]{1,2}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?(?: ?[\-–] ?(?:\d{4}[\-.\/]\d{1,2}[\-.\/]\d{1,2}|\d{1,2}([.\/\-]) ?\d{1,2}\2 ?(?:\d{4}|\d{2})))?(?![.\/\-]?\d)/
        nonisolated(unsafe) static let price =
            /(?:(?:[€$£]|EUR|USD|GBP|CHF) ?\d[\d.,' ]{0,16}|\d[\d.,']{0,16}[.,]\d{2} ?(?:[€$£]|EUR|USD|GBP|CHF))/
    }
}
