/// A text as phrase tables see it: lower case, words with one space between them, one kind of apostrophe.
///
/// Phrases match whole words: `5 star` is not in `at 5 starting`.
struct Folded {
    /// With a space before and after.
    private let bytes: [UInt8]

    init(_ text: some StringProtocol) { bytes = Self.bytes(text) }

    func contains(_ phrase: FoldedPhrase) -> Bool {
        bytes.withUnsafeBufferPointer { text in
            phrase.bytes.withUnsafeBufferPointer { part in
                guard part.count <= text.count else { return false }
                // Both begin with a space: only words' beginnings are compared.
                return (0...(text.count - part.count)).contains { start in
                    text[start] == space && text[start + 1] == part[1] && text[start...].starts(with: part)
                }
            }
        }
    }

    /// True where a text begins with this phrase.
    func begins(with phrase: FoldedPhrase) -> Bool { bytes.starts(with: phrase.bytes) }

    /// How many words there are.
    var wordCount: Int { max(0, bytes.count { $0 == space } - 1) }

    private static func bytes(_ text: some StringProtocol) -> [UInt8] {
        var folded: [UInt8] = [space]
        folded.reserveCapacity(text.utf8.count + 2)
        func part() { if folded.last != space { folded.append(space) } }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A, 0x30...0x39: folded.append(UInt8(scalar.value))
            case 0x41...0x5A: folded.append(UInt8(scalar.value) | 0x20)
            case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x02BC: folded.append(apostrophe)
            case 0..<0x80: part()
            default:
                switch scalar.properties.generalCategory {
                case .format: break
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
                    folded += scalar.properties.lowercaseMapping.utf8
                default: part()
                }
            }
        }
        part()
        return folded
    }

    fileprivate static func phrase(_ text: String) -> [UInt8] { bytes(text) }
}

/// A phrase folded once, for looking it up in many texts.
struct FoldedPhrase: ExpressibleByStringLiteral, Sendable, CustomStringConvertible {
    let description: String
    fileprivate let bytes: [UInt8]

    init(stringLiteral text: String) {
        description = text
        bytes = Folded.phrase(text)
        precondition(bytes.count > 2, "a phrase without a word")
    }
}

private let space = UInt8(ascii: " ")
private let apostrophe = UInt8(ascii: "'")
