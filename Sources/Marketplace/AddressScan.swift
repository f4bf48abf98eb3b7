import Correspondence

/// Finds mail addresses in text and in the source of HTML.
enum AddressScan {
    /// At most a hundred, in their order.
    static func addresses(in text: some StringProtocol) -> [EmailAddress] {
        guard text.utf8.contains(at) else { return [] }
        let words = text.utf8.split(whereSeparator: { !isPart($0) }).lazy.filter { $0.contains(at) }
        return Array(words.compactMap { EmailAddress(withoutEnd(String(decoding: $0, as: UTF8.self))) }.prefix(100))
    }

    /// Without the full stop of the sentence.
    private static func withoutEnd(_ word: String) -> String {
        var word = word
        while word.last == "." || word.last == "-" { word.removeLast() }
        return word
    }

    private static let at = UInt8(ascii: "@")
    private static let signs = Set("@.+-_".utf8)

    private static func isPart(_ byte: UInt8) -> Bool {
        Bytes.isDigit(byte) || Bytes.isLetter(byte) || signs.contains(byte)
    }
}
