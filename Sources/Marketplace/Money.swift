/// Finds amounts of money as the marketplace's sites write them: `119,00 €`, `$121.70`, `CA$77.10`, `EUR 12.75`.
enum Money {
    /// The first amount in `text`, as it stands there; `nil` where there is none.
    static func first(in text: String) -> String? {
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            guard isDigit(characters[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < characters.count, isDigit(characters[end]) || isInside(characters, end) { end += 1 }
            if let amount = amount(characters, index, end) { return amount }
            index = end
        }
        return nil
    }

    private static let signs: Set<Character> = ["$", "€", "£", "¥", "￥", "円", "₹", "₺", "元"]
    private static let codes: Set<String> = [
        "EUR", "USD", "GBP", "CAD", "AUD", "JPY", "INR", "BRL", "MXN", "PLN", "SEK", "TRY", "AED", "SAR", "SGD", "EGP",
        "ZAR",
        "zł", "kr", "TL", "R$", "CA$", "A$", "US$", "S$", "MX$", "E£", "SR", "R",
    ]

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    /// A separator between two digits.
    private static func isInside(_ characters: [Character], _ index: Int) -> Bool {
        guard ".,'\u{00A0}\u{202F}".contains(characters[index]), index > 0, index + 1 < characters.count else {
            return false
        }
        return isDigit(characters[index - 1]) && isDigit(characters[index + 1])
    }

    /// The amount with the currency before or behind it.
    private static func amount(_ characters: [Character], _ start: Int, _ end: Int) -> String? {
        var before = start
        while before > 0, isGap(characters[before - 1]), start - before < 1 { before -= 1 }
        var left = before
        while left > 0, before - left < 4, isCurrency(characters[left - 1]) { left -= 1 }
        let leading = String(characters[left..<before])
        if isUnit(leading), left == 0 || !characters[left - 1].isLetter {
            return String(characters[left..<end])
        }
        var after = end
        if after < characters.count, isGap(characters[after]) { after += 1 }
        var right = after
        while right < characters.count, right - after < 3, isCurrency(characters[right]) { right += 1 }
        let trailing = String(characters[after..<right])
        if isUnit(trailing), right == characters.count || !characters[right].isLetter {
            return String(characters[start..<right])
        }
        return nil
    }

    private static func isGap(_ character: Character) -> Bool {
        character == " " || character == "\u{00A0}" || character == "\u{202F}"
    }

    private static func isCurrency(_ character: Character) -> Bool { signs.contains(character) || character.isLetter }

    private static func isUnit(_ text: String) -> Bool {
        codes.contains(text) || (text.count == 1 && text.first.map(signs.contains) ?? false)
    }
}
