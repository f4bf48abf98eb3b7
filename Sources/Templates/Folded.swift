/// A text as phrase tables see it: lower case, words with one space between them, one kind of apostrophe.
///
/// Phrases match whole words: `5 star` is not in `at 5 starting`.
struct Folded {
    private let words: String

    init(_ text: String) { words = " \(Self.fold(text)) " }

    func contains(_ phrase: String) -> Bool { words.contains(" \(Self.fold(phrase)) ") }

    static func fold(_ text: String) -> String {
        let plain = text.lowercased().unicodeScalars.filter { $0.properties.generalCategory != .format }
        let characters = String(String.UnicodeScalarView(plain)).map { character -> Character in
            if "'’‘ʼ´`".contains(character) { return "'" }
            return character.isLetter || character.isNumber ? character : " "
        }
        return String(characters).split(separator: " ").joined(separator: " ")
    }
}
