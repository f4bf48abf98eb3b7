/// Texts and phrases in the form in which they are compared: small letters, straight apostrophes, single spaces.
enum Folding {
    /// The text of bytes that may end within a character.
    static func fold(_ bytes: Substring.UTF8View) -> String { fold(String(decoding: bytes, as: UTF8.self)) }

    static func fold(_ text: some StringProtocol) -> String {
        Bytes.with(text, foldASCII) ?? foldAny(text)
    }

    /// Most texts are ASCII, and need no look at characters; `nil` for others.
    private static func foldASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.allSatisfy({ $0 < 128 }) else { return nil }
        return String(unsafeUninitializedCapacity: bytes.count) { folded in
            var count = 0
            var spaceDue = false
            for byte in bytes {
                if byte == 32 || byte == 9 || byte == 10 || byte == 13 {
                    spaceDue = count > 0
                    continue
                }
                // Each space written stands for one that was read.
                if spaceDue {
                    folded[count] = 32
                    count += 1
                    spaceDue = false
                }
                folded[count] = Bytes.small(byte)
                count += 1
            }
            return count
        }
    }

    private static func foldAny(_ text: some StringProtocol) -> String {
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
