/// The lines "From: … Sent: … To: … Subject: …" that Outlook and others put above the mail that is answered.
enum HeaderBlock {
    /// The most lines that are looked at for one block.
    private static let reach = 12

    /// The line after a block that starts at `index`; nil where none does.
    ///
    /// It names three of sender, date, recipient and subject; or two below a rule; or a sender or date and another, one
    /// of them with an address and the other with a time.
    static func end(_ lines: [TextLine], at index: Int, afterRule: Bool) -> Int? {
        guard let first = field(lines[index]) else { return nil }
        var found: Set<HeaderBlockWords.Field> = [first]
        var end = index + 1
        var blank = 0
        var hasAddress = lines[index].hasAt
        var hasTime = isTime(lines[index], first)
        for place in (index + 1)..<max(index + 1, min(lines.count, index + reach)) {
            let line = lines[place]
            if line.isBlank {
                blank += 1
                // Some clients put an empty line between any two.
                if blank > 1 { break }
                continue
            }
            if let next = field(line) {
                found.insert(next)
                end = place + 1
                hasTime = hasTime || isTime(line, next)
            } else if blank > 0 {
                break
            }
            hasAddress = hasAddress || line.hasAt
            blank = 0
        }
        let telling = found.subtracting([.other]).count
        if telling >= 3, found.contains(.from) || found.contains(.subject) && first != .other { return end }
        let isPair = found.contains(.date) && (found.contains(.from) || found.contains(.to)) && hasAddress && hasTime
        return telling >= 2 && (afterRule && found.contains(.from) || isPair) ? end : nil
    }

    /// Whether a line gives a point in time as a date field does, not just a day that someone names.
    private static func isTime(_ line: TextLine, _ field: HeaderBlockWords.Field) -> Bool {
        guard field == .date, let value = line.candidate?.split(separator: ":", maxSplits: 1).dropFirst().first else {
            return false
        }
        return value.contains(":") && value.contains { $0.isNumber }
    }

    /// The field that a line names, where it names one.
    static func field(_ line: TextLine) -> HeaderBlockWords.Field? {
        guard let candidate = line.candidate,
            let colon = ByteSearch.first(candidate, ":") ?? ByteSearch.first(candidate, "："), colon <= 40
        else { return nil }
        var name = candidate[..<candidate.utf8.index(candidate.startIndex, offsetBy: colon)]
        while let last = name.last, last == " " || last == "*" || last == "\u{a0}" || last == "_" {
            name = name.dropLast()
        }
        while let first = name.first, first == "|" || first == " " || first == "_" { name = name.dropFirst() }
        // "Message du 12/12/2016 13:20" of Orange and Laposte: the colon is that of the time.
        if name.hasPrefix("message du ") { return .date }
        return HeaderBlockWords.fields[String(name)]
    }
}
