/// The lines "From: … Sent: … To: … Subject: …" that Outlook and others put above the mail that is answered.
enum HeaderBlock {
    /// The most lines that are looked at for one block.
    private static let reach = 12

    /// Whether such a block starts at `index`: it names three of sender, date, recipient and subject, or two of them
    /// below a rule.
    static func starts(_ lines: [TextLine], at index: Int, afterRule: Bool) -> Bool {
        guard let first = field(lines[index]), first == .from || first == .date || first == .to else { return false }
        var found: Set<HeaderBlockWords.Field> = [first]
        var blank = 0
        for line in lines[(index + 1)..<min(lines.count, index + reach)] {
            if line.isBlank {
                blank += 1
                // Some clients put an empty line between any two.
                if blank > 1 { break }
                continue
            }
            blank = 0
            if let next = field(line) { found.insert(next) }
        }
        let telling = found.subtracting([.other]).count
        return telling >= 3 && (found.contains(.from) || found.contains(.subject))
            || afterRule && telling >= 2 && found.contains(.from)
    }

    /// The field that a line names, where it names one.
    static func field(_ line: TextLine) -> HeaderBlockWords.Field? {
        guard let candidate = line.candidate, let colon = candidate.firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return nil
        }
        var name = candidate[..<colon]
        guard name.utf8.count <= 40 else { return nil }
        while let last = name.last, last == " " || last == "*" || last == "\u{a0}" || last == "_" {
            name = name.dropLast()
        }
        while let first = name.first, first == "|" || first == " " || first == "_" { name = name.dropFirst() }
        return HeaderBlockWords.fields[String(name)]
    }
}
