/// Why a label won, in the buyer's words.
enum Contributions {
    /// The least that a run of words must speak for a label to be named.
    private static let least = 0.02
    private static let most = 12
    /// The least that a run of words without a meaning must speak for a label to be a reason for a person.
    private static let telling = 0.04

    /// Concepts first that speak for the label, then runs of words, each place in the text once.
    static func all(
        _ reading: TextReading, _ judged: Model.Reading, label: Label, lexicon: Lexicon, model: Model
    ) -> [Explanation.Contribution] {
        // Words that the buyer takes back speak for nothing.
        var taken = reading.findings.filter(\.negated).map(\.tokens)
        var result: [Explanation.Contribution] = []
        let concepts = reading.findings.compactMap { finding -> (finding: Lexicon.Finding, weight: Double)? in
            guard !finding.negated, let weight = lexicon.concepts[finding.concept].weights[label] else { return nil }
            return (finding, weight * (finding.conditional ? 0.5 : 1))
        }
        for (finding, weight) in concepts.sorted(by: { $0.weight > $1.weight })
        where !taken.contains(where: { $0.overlaps(finding.tokens) }) {
            taken.append(finding.tokens)
            result.append(
                Explanation.Contribution(
                    words: reading.text.quote(finding.tokens), meaning: lexicon.concepts[finding.concept].title,
                    label: label, weight: weight))
        }
        for run in runs(reading.text, judged, label: label, model: model) where result.count < most {
            if taken.contains(where: { $0.overlaps(run.tokens) }) { continue }
            taken.append(run.tokens)
            let words = reading.text.quote(run.tokens)
            if result.contains(where: { $0.words.lowercased() == words.lowercased() }) { continue }
            result.append(
                Explanation.Contribution(
                    words: words, meaning: "", label: label, weight: run.weight))
        }
        return result
    }

    /// At most three: what people would name.
    static func reasons(_ contributions: [Explanation.Contribution], for label: Label) -> [String] {
        let named = contributions.filter { !$0.meaning.isEmpty }.prefix(3)
        // Beside a meaning, a mere word adds nothing that a person would name.
        let runs = named.isEmpty ? contributions.filter { $0.weight >= telling }.prefix(2) : []
        let reasons = (named + runs).map(\.reason)
        return reasons.isEmpty ? ["the text as a whole, most like \(label.rawValue)"] : reasons
    }

    private static func runs(
        _ text: NormalisedText, _ judged: Model.Reading, label: Label, model: Model
    ) -> [(tokens: Range<Int>, weight: Double)] {
        var result: [(tokens: Range<Int>, weight: Double)] = []
        for first in text.tokens.indices {
            for length in Features.wordLengths {
                let tokens = first..<first + length
                guard tokens.upperBound <= text.tokens.count,
                    text.tokens[tokens.upperBound - 1].sentence == text.tokens[first].sentence,
                    tokens.contains(where: { tellsSomething(text.tokens[$0], in: text) })
                else { continue }
                let weight = model.contribution(
                    Features.wordHash(text, tokens), label: label.index, norm: judged.wordNorm)
                // A longer run says more to a person.
                if weight >= least { result.append((tokens, weight * Double(1 + length) / 2)) }
            }
        }
        return result.sorted { ($0.weight, $1.tokens.lowerBound) > ($1.weight, $0.tokens.lowerBound) }
    }

    /// Short words ("the", "el", "?") and those that stand in any text convince a machine, but no person.
    private static func tellsSomething(_ token: NormalisedText.Token, in text: NormalisedText) -> Bool {
        guard token.end - token.start >= 5 else { return false }
        return !FillerWords.all.contains(String(decoding: text.bytes[token.start..<token.end], as: UTF8.self))
    }
}
