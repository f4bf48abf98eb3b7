/// The notation of phrases in the tables: words, `stem*`, `(one|or the other)`, and `..` for up to three words.
enum PhrasePattern {
    /// All plain phrases that a pattern stands for; `nil` where its brackets don't close.
    static func expand(_ pattern: Substring) -> [[ConceptTable.Element]]? {
        var rest = pattern
        guard let result = alternatives(&rest, nested: false), rest.isEmpty else { return nil }
        return result.map(trimmingGaps)
    }

    private static func alternatives(_ rest: inout Substring, nested: Bool) -> [[ConceptTable.Element]]? {
        var finished: [[ConceptTable.Element]] = []
        var current: [[ConceptTable.Element]] = [[]]
        var word = ""
        func flush() {
            guard !word.isEmpty else { return }
            let elements = elements(of: word)
            current = current.map { $0 + elements }
            word = ""
        }
        while let character = rest.first {
            rest.removeFirst()
            switch character {
            case "(":
                flush()
                guard let inner = alternatives(&rest, nested: true) else { return nil }
                current = current.flatMap { head in inner.map { head + $0 } }
            case ")":
                guard nested else { return nil }
                flush()
                return finished + current
            case "|":
                flush()
                finished += current
                current = [[]]
            case " ":
                flush()
            default:
                word.append(character)
            }
        }
        flush()
        return nested ? nil : finished + current
    }

    /// A word as the tables write it, folded as texts are.
    private static func elements(of word: String) -> [ConceptTable.Element] {
        if word == ".." { return [.gap] }
        let folded = NormalisedText(word)
        var result = folded.tokens.indices.map { ConceptTable.Element.word(folded.word($0)) }
        if word.hasSuffix("*"), case .word(let stem)? = result.last { result[result.count - 1] = .prefix(stem) }
        return result
    }

    private static func trimmingGaps(_ elements: [ConceptTable.Element]) -> [ConceptTable.Element] {
        var slice = elements[...]
        while slice.first == .gap { slice.removeFirst() }
        while slice.last == .gap { slice.removeLast() }
        return Array(slice)
    }
}
