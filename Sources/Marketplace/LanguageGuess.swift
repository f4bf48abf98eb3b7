import CLanguage

/// The language of a text by CLD2, which needs some words to go by; the site's language speaks for short ones.
enum LanguageGuess {
    /// - Parameter site: the language that most buyers of the site write.
    /// - Returns: ISO 639-1; `nil` where neither the text nor the site tells.
    static func language(of text: String, site: String?) -> String? {
        var text = text
        let letters = text.unicodeScalars.lazy.prefix(most).count { $0.properties.isAlphabetic }
        guard letters >= fewest else { return site }
        var isReliable = false
        let code = text.withUTF8 { bytes -> String in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                String(
                    cString: replyd_detect_language(
                        bytes.baseAddress, Int32(min(bytes.count, most)), site, &isReliable))
            }
        }
        guard code != "un" else { return site }
        let language = String(code.prefix { $0 != "-" })
        return isReliable || letters >= enough ? language : site ?? language
    }

    /// Letters below which no text tells its language.
    private static let fewest = 8
    /// Letters from which CLD2 is believed though it doubts.
    private static let enough = 120
    /// Bytes that are looked at.
    private static let most = 8_000
}
