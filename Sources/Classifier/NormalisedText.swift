/// A text as the classifier reads it: folded words in order, each with its place in the original and its sentence;
/// `?` and `!` are words of their own.
///
/// Folding takes away capitals and accents, writes any number as `0`, joins English contractions (`hasn't` → `hasnt`)
/// and splits Romance elisions (`l'ho` → `l ho`), so that one table of phrases holds for all ways to type them.
struct NormalisedText: Sendable {
    struct Token: Sendable {
        /// The folded word in `bytes`.
        var start: Int
        var end: Int
        /// The word in the original, as UTF-8 offsets.
        var sourceStart: Int
        var sourceEnd: Int
        /// Which sentence it stands in, counted from 0.
        var sentence: Int
    }

    struct Sentence: Sendable {
        var tokens: Range<Int>
        var isQuestion: Bool
        var isExclamation: Bool
    }

    /// How much of a text is read, in bytes: no buyer writes more, and no hostile mail may cost more.
    static let longest = 32_768

    /// The folded words, each with one space before and after it.
    private(set) var bytes: [UInt8] = [0x20]
    /// The folded text with its punctuation, spaces run together.
    private(set) var characters: [UInt8] = [0x20]
    private(set) var tokens: [Token] = []
    private(set) var sentences: [Sentence] = []
    /// Signs that are no words: pictures, hearts, flags.
    private(set) var pictograms = 0
    /// The text as it came, for quoting.
    let source: String

    init(_ text: String) {
        source = text
        var copy = text
        copy.withUTF8 { read(UnsafeBufferPointer(rebasing: $0.prefix(Self.longest))) }
    }

    func word(_ index: Int) -> String {
        String(decoding: bytes[tokens[index].start..<tokens[index].end], as: UTF8.self)
    }

    /// The buyer's own words for a range of tokens.
    func quote(_ range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last else { return "" }
        let utf8 = source.utf8
        let from = utf8.index(utf8.startIndex, offsetBy: tokens[first].sourceStart)
        let to = utf8.index(utf8.startIndex, offsetBy: tokens[last].sourceEnd)
        return source[from..<to].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(text.count + text.count / 8 + 2)
        characters.reserveCapacity(text.count + 2)
        var wordStart = bytes.count
        var sourceStart = 0
        var firstOfSentence = 0
        var position = 0

        func at(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }
        func note(_ sign: UInt8) {
            let sign = sign < 0x21 || sign >= 0x7F ? 0x20 : sign
            if sign != 0x20 || characters.last != 0x20 { characters.append(sign) }
        }
        func closeWord(_ end: Int) {
            guard bytes.count > wordStart else { return }
            tokens.append(
                Token(
                    start: wordStart, end: bytes.count, sourceStart: sourceStart, sourceEnd: end,
                    sentence: sentences.count))
            bytes.append(0x20)
            wordStart = bytes.count
        }
        func closeSentence(question: Bool = false, exclamation: Bool = false) {
            guard tokens.count > firstOfSentence else { return }
            sentences.append(
                Sentence(tokens: firstOfSentence..<tokens.count, isQuestion: question, isExclamation: exclamation))
            firstOfSentence = tokens.count
        }

        while position < text.count {
            let byte = text[position]
            let length = Folding.length(of: byte)
            if bytes.count == wordStart { sourceStart = position }
            switch Folding.fold(byte, at(position + 1), at(position + 2)) {
            case .letters(let first, let second):
                characters.append(first)
                if second != 0 { characters.append(second) }
                if first == 0x30, bytes.count > wordStart, bytes[bytes.count - 1] == 0x30 { break }
                bytes.append(first)
                if second != 0 { bytes.append(second) }
            case .raw:
                for offset in 0..<length where position + offset < text.count {
                    bytes.append(text[position + offset])
                    characters.append(text[position + offset])
                }
            case .apostrophe:
                note(0x27)
                if bytes.count == wordStart || !Folding.isContraction(text, after: position + length) {
                    closeWord(position)
                }
            case .ignored:
                break
            case .stop:
                // A point inside a number or an abbreviation ("1.5", "z.B.") ends nothing.
                let next = at(position + 1)
                note(byte)
                closeWord(position)
                if byte == 0x3F || byte == 0x21 {
                    sourceStart = position
                    bytes.append(byte)
                    closeWord(position + 1)
                    closeSentence(question: byte == 0x3F, exclamation: byte == 0x21)
                } else if next == 0 || next == 0x20 || next == 0x0A || next == 0x0D || byte == 0x0A || byte == 0x3B {
                    closeSentence()
                }
            case .pictogram:
                closeWord(position)
                pictograms += 1
                note(0x23)
            case .gap:
                note(byte)
                closeWord(position)
            }
            position += length
        }
        closeWord(text.count)
        closeSentence()
        note(0x20)
    }
}
