/// The buyer's words under our answer. The marketplace filters the whole mail, so what it would strike out is masked.
public enum Quoting {
    /// Each line behind `> `, whatever ends it; links, sites, addresses and telephone numbers masked.
    ///
    /// - Parameters:
    ///   - mostLines: further ones are left out, and `> […]` says so.
    ///   - mostCharacters: likewise, of the words.
    public static func quote(_ words: String, mostLines: Int = 60, mostCharacters: Int = 8000) -> String {
        let start = words.prefix(mostCharacters)
        let lines = start.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var quoted = lines.prefix(mostLines).map { $0.isEmpty ? ">" : "> \(mask(visible($0)))" }
        if lines.count > mostLines || start.endIndex < words.endIndex { quoted.append("> […]") }
        return quoted.joined(separator: "\n")
    }

    /// Without controls and marks that nobody sees, which would hide an address from the mask or turn the text around;
    /// joiners stay, which letters and emoji need.
    private static func visible(_ line: Substring) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.filter { scalar in
                    switch scalar.properties.generalCategory {
                    case .control: scalar == "\t"
                    case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
                    default: true
                    }
                }))
    }

    static func mask(_ words: String) -> String {
        var masked = ""
        var rest = words.startIndex
        for contact in Contact.all(in: words) {
            let mark =
                switch contact.kind {
                case .link, .domain: "[link]"
                case .address: "[address]"
                case .telephone: "[number]"
                }
            masked += words[rest..<contact.range.lowerBound] + mark
            rest = contact.range.upperBound
        }
        return masked + words[rest...]
    }
}
