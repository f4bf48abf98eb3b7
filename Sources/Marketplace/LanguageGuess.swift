import CLanguage

/// The language of a text of ours, as it would be told of a buyer's.
public enum WrittenLanguage {
    /// ISO 639-1; `nil` where it cannot be told.
    public static func of(_ text: String) -> String? { LanguageGuess.language(of: text, site: nil) }
}

/// The language of a text by CLD2, which needs some words to go by; the site's language speaks for short ones.
enum LanguageGuess {
    /// - Parameter site: the language that most buyers of the site write.
    /// - Returns: ISO 639-1; `nil` where neither the text nor the site tells.
    static func language(of text: String, site: String?) -> String? {
        var text = text
        let letters = text.withUTF8(letters)
        guard letters >= fewest else { return site }
        if let language = text.withUTF8({ plain($0, site: site) }) { return language }
        var isReliable = false
        let code = text.withUTF8 { bytes -> String in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                String(
                    cString: replyd_detect_language(
                        bytes.baseAddress, Int32(whole(bytes, most)), site, &isReliable))
            }
        }
        guard code != "un" else { return site }
        let language = relatives[code] ?? String(code.prefix { $0 != "-" })
        return isReliable || letters >= enough ? language : site ?? language
    }

    /// The language whose small words alone fill the beginning of the text; `nil` where several do, or none.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>, site: String?) -> String? {
        var counts: [String: Int] = [:]
        var words = 0
        var start = 0
        while start < bytes.count, words < mostWords {
            var end = start
            while end < bytes.count, Bytes.isLetter(bytes[end]) || bytes[end] >= 128 || bytes[end] == 39 { end += 1 }
            // Longer words are none of the small ones.
            if (1...10).contains(end - start) {
                words += 1
                let word = String(decoding: bytes[start..<end].lazy.map(Bytes.small), as: UTF8.self)
                if let language = LanguageWords.byWord[word] { counts[language, default: 0] += 1 }
            }
            start = end + 1
        }
        guard let best = counts.max(by: { $0.value < $1.value }), best.value >= enoughWords - (best.key == site ? 1 : 0)
        else { return nil }
        let others = counts.values.reduce(0, +) - best.value
        return others * 8 <= best.value ? best.key : nil
    }

    /// At most `limit` bytes, cut between characters.
    private static func whole(_ bytes: UnsafeBufferPointer<CChar>, _ limit: Int) -> Int {
        guard bytes.count > limit else { return bytes.count }
        var end = limit
        while end > 0, UInt8(bitPattern: bytes[end]) & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    /// How many letters there are, counted no further than is needed; of a character beyond ASCII each byte counts.
    private static func letters(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes where Bytes.isLetter(byte) || byte >= 128 {
            count += 1
            if count == enough { break }
        }
        return count
    }

    /// Languages that CLD2 finds in short texts of their neighbour's.
    private static let relatives = ["gl": "es", "nn": "no", "nb": "no"]
    /// Words that are looked at for small ones, and how many must be of one language: of the site's one less.
    private static let mostWords = 60
    private static let enoughWords = 3
    /// Letters below which no text tells its language.
    private static let fewest = 8
    /// Letters from which CLD2 is believed though it doubts.
    private static let enough = 120
    /// Bytes that are looked at.
    private static let most = 8_000
}
