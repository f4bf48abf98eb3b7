import CLanguage

/// The languages whose phrases we know.
public enum Language: String, Sendable, CaseIterable, Codable {
    case en, de, fr, it, es

    /// A language's bit in a set of languages.
    var bit: UInt8 {
        switch self {
        case .en: 1
        case .de: 2
        case .fr: 4
        case .it: 8
        case .es: 16
        }
    }

    static let allBits: UInt8 = 31

    /// The language of a text by CLD2.
    ///
    /// - Parameter hint: a likely language, ISO 639-1.
    /// - Returns: an ISO 639-1 code (`"un"` where it cannot be told), and whether CLD2 trusts its own answer.
    public static func detect(_ text: String, hint: String? = nil) -> (code: String, reliable: Bool) {
        var text = text
        var reliable = false
        let code = text.withUTF8 { buffer -> String in
            guard let base = buffer.baseAddress, !buffer.isEmpty else { return "un" }
            return base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { bytes in
                String(cString: replyd_detect_language(bytes, Int32(clamping: buffer.count), hint, &reliable))
            }
        }
        return (code, reliable)
    }
}
