/// What a line looks like, before its words are read.
enum LineShape {
    /// Whether there is nothing to see in a text: white space, marks without width, the invisible mark of a tracker.
    static func isBlank(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0 == "\u{200B}" || $0 == "\u{FEFF}" || $0 == "\u{1427}"
        }
    }
}
