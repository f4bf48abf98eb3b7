/// What the model sees of a text: hashed features in three blocks.
///
/// Words: 1- to 3-grams. Characters: 3- to 6-grams over the folded text with its punctuation. Concepts: each finding by itself
/// and in its setting, pairs of findings, and the shape of the text; these are the same in all languages.
struct Features: Sendable {
    enum Block: Int, CaseIterable, Sendable {
        case words, characters, concepts
    }

    static let wordLengths = 1...3
    static let characterLengths = 3...6

    /// Hashes by block, repeated as often as the feature occurs.
    private(set) var blocks: [[UInt64]] = Block.allCases.map { _ in [] }

    subscript(_ block: Block) -> [UInt64] { blocks[block.rawValue] }

    /// - Parameter keys: the names of the concepts, hashed.
    init(_ text: NormalisedText, _ findings: [Lexicon.Finding], keys: [UInt64]) {
        readWords(text)
        readCharacters(text)
        readConcepts(text, findings, keys)
    }

    /// The hash of the n-gram of these words.
    static func wordHash(_ text: NormalisedText, _ tokens: Range<Int>) -> UInt64 {
        var hash = seed(.words)
        for position in text.tokens[tokens.lowerBound].start..<text.tokens[tokens.upperBound - 1].end {
            hash = FNV.add(text.bytes[position], to: hash)
        }
        return hash
    }

    private mutating func readWords(_ text: NormalisedText) {
        let longest = Self.wordLengths.upperBound
        var hashes: [UInt64] = []
        hashes.reserveCapacity(text.tokens.count * longest)
        text.bytes.withUnsafeBufferPointer { bytes in
            for first in text.tokens.indices {
                var hash = Self.seed(.words)
                for last in first..<min(first + longest, text.tokens.count) {
                    if last > first { hash = FNV.add(0x20, to: hash) }
                    for position in text.tokens[last].start..<text.tokens[last].end {
                        hash = FNV.add(bytes[position], to: hash)
                    }
                    hashes.append(hash)
                }
            }
        }
        blocks[Block.words.rawValue] = hashes
    }

    private mutating func readCharacters(_ text: NormalisedText) {
        guard text.characters.count > 1 else { return }
        let lengths = Self.characterLengths
        var hashes: [UInt64] = []
        hashes.reserveCapacity(text.characters.count * lengths.count)
        text.characters.withUnsafeBufferPointer { bytes in
            for start in bytes.indices {
                var hash = Self.seed(.characters)
                for length in 1...min(lengths.upperBound, bytes.count - start) {
                    hash = FNV.add(bytes[start + length - 1], to: hash)
                    if length >= lengths.lowerBound { hashes.append(hash) }
                }
            }
        }
        blocks[Block.characters.rawValue] = hashes
    }

    /// The settings of a finding that are features of their own.
    private enum Setting: UInt8 {
        case plain = 1, negated, conditional, question, first, last, pair, shape
    }

    private mutating func readConcepts(_ text: NormalisedText, _ findings: [Lexicon.Finding], _ keys: [UInt64]) {
        var hashes: [UInt64] = []
        func add(_ setting: Setting, _ a: UInt64, _ b: UInt64 = 0) {
            var hash = FNV.add(setting.rawValue, to: Self.seed(.concepts))
            for part in [a, b] {
                for shift in stride(from: UInt64(0), to: 64, by: 8) {
                    hash = FNV.add(UInt8(truncatingIfNeeded: part >> shift), to: hash)
                }
            }
            hashes.append(hash)
        }
        var present: Set<UInt64> = []
        for finding in findings {
            let key = keys[finding.concept]
            add(finding.negated ? .negated : .plain, key)
            if finding.conditional { add(.conditional, key) }
            if finding.question { add(.question, key) }
            if finding.tokens.lowerBound < text.sentences[0].tokens.upperBound { add(.first, key) }
            if finding.inLastSentence { add(.last, key) }
            present.insert(finding.negated ? ~key : key)
        }
        let sorted = present.sorted()
        for (index, a) in sorted.enumerated() {
            for b in sorted[(index + 1)...] { add(.pair, a, b) }
        }
        func shape(_ aspect: UInt64, _ value: Int) { add(.shape, aspect, UInt64(value)) }
        shape(0, min(text.sentences.count, 12))
        shape(1, Self.magnitude(text.tokens.count))
        shape(2, min(text.sentences.count(where: \.isQuestion), 4))
        shape(3, text.sentences.last?.isQuestion == true ? 1 : 0)
        shape(4, text.sentences.first?.isQuestion == true ? 1 : 0)
        shape(5, min(present.count, 8))
        blocks[Block.concepts.rawValue] = hashes
    }

    private static func magnitude(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

    private static func seed(_ block: Block) -> UInt64 { FNV.add(UInt8(block.rawValue + 1), to: FNV.basis) }
}
