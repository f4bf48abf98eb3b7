import Correspondence

/// The concepts and matters that are read in a text.
struct Lexicon: Sendable {
    /// A concept found, and in what setting.
    struct Finding: Sendable {
        var concept: Int
        var tokens: Range<Int>
        var negated: Bool
        var conditional: Bool
        var question: Bool
        var inLastSentence: Bool
    }

    let concepts: [Concept]
    /// Hashes of the concepts' names: what the model knows them by, whatever their order in the table.
    let keys: [UInt64]
    private let conceptMatcher: PhraseMatcher
    private let matterMatcher: PhraseMatcher
    private let matters: [(matter: Matter, title: String)]
    private let negation: Int?
    private let condition: Int?

    init(concepts: ConceptTable, matters: ConceptTable) throws(ConceptTableError) {
        self.concepts = concepts.concepts
        keys = concepts.concepts.map { FNV.hash($0.name.utf8) }
        conceptMatcher = PhraseMatcher(concepts)
        matterMatcher = PhraseMatcher(matters)
        negation = concepts.concepts.firstIndex { $0.name == "negation" }
        condition = concepts.concepts.firstIndex { $0.name == "condition" }
        var named: [(Matter, String)] = []
        for concept in matters.concepts {
            guard let matter = Matter(rawValue: concept.name) else {
                throw ConceptTableError(table: "matters", line: 0, reason: "there is no matter “\(concept.name)”")
            }
            named.append((matter, concept.title))
        }
        self.matters = named
    }

    /// Each concept in each sentence, told once by its longest phrase, in the order of the text.
    func findings(in text: NormalisedText, languages: UInt8) -> [Finding] {
        let matches = standing(conceptMatcher.matches(in: text, languages: languages))
        var negations: [Int] = []
        var conditions: [Int] = []
        var best: [Int: PhraseMatcher.Match] = [:]
        for match in matches {
            if match.concept == negation {
                negations.append(match.tokens.lowerBound)
            } else if match.concept == condition {
                conditions.append(match.tokens.lowerBound)
            } else {
                let key = text.tokens[match.tokens.lowerBound].sentence * concepts.count + match.concept
                if let known = best[key], known.tokens.count >= match.tokens.count { continue }
                best[key] = match
            }
        }
        return best.values.map { match in
            let first = match.tokens.lowerBound
            let sentence = text.tokens[first].sentence
            return Finding(
                concept: match.concept, tokens: match.tokens,
                negated: negations.contains {
                    $0 < first && first - $0 <= 4 && text.tokens[$0].sentence == sentence
                },
                conditional: conditions.contains { $0 < first && text.tokens[$0].sentence == sentence },
                question: text.sentences[sentence].isQuestion,
                inLastSentence: sentence == text.sentences.count - 1)
        }
        .sorted { ($0.tokens.lowerBound, $0.concept) < ($1.tokens.lowerBound, $1.concept) }
    }

    /// The matters in a text, each with the first words that name it.
    func matters(in text: NormalisedText, languages: UInt8) -> [(matter: Matter, title: String, tokens: Range<Int>)] {
        let matches = standing(matterMatcher.matches(in: text, languages: languages))
        var first: [Int: Range<Int>] = [:]
        for match in matches where first[match.concept] == nil { first[match.concept] = match.tokens }
        return first.sorted { $0.key < $1.key }.map { (matters[$0.key].matter, matters[$0.key].title, $0.value) }
    }

    /// The matches that no void phrase of the same concept takes away.
    private func standing(_ matches: [PhraseMatcher.Match]) -> [PhraseMatcher.Match] {
        let voids = matches.filter(\.voids)
        return matches.filter { match in
            !match.voids && !voids.contains { $0.concept == match.concept && $0.tokens.overlaps(match.tokens) }
        }
    }
}
