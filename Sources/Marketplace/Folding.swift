/// Texts and phrases in the form in which they are compared: small letters, straight apostrophes, single spaces.
enum Folding {
    static func fold(_ text: some StringProtocol) -> String {
        var folded = String.UnicodeScalarView()
        var spaceDue = false
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{00A0}", "\u{3000}", "\u{202F}": spaceDue = !folded.isEmpty
            case "\u{200B}", "\u{200C}", "\u{200E}", "\u{200F}", "\u{FEFF}", "\u{00AD}": continue
            default:
                if spaceDue { folded.append(" ") }
                spaceDue = false
                folded.append(scalar == "\u{2019}" || scalar == "\u{2018}" || scalar == "\u{00B4}" ? "'" : scalar)
            }
        }
        return String(folded)
    }
}

extension StringProtocol {
    /// Whether the UTF-8 of `needle` stands in this text.
    func holds(_ needle: String) -> Bool { firstIndexInBytes(of: needle) != nil }

    /// Where the UTF-8 of `needle` begins in this text, in bytes.
    func firstIndexInBytes(of needle: String) -> Int? {
        Bytes.with(self) { bytes in Bytes.with(needle) { Bytes.first($0, in: bytes) } }
    }
}
