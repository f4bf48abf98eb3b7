/// What was decoded from a header field, made fit to stand on one line of a log, a template or another header.
enum HeaderText {
    /// Whether a character ends lines or controls devices: encoded words can hold any, and no header field may.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127..<160, 0x2028, 0x2029: true
        default: false
        }
    }

    /// The text with a space for each such character.
    static func onOneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isControl(scalar) ? " " : scalar) }
        return String(clean)
    }
}
