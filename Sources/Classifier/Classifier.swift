import Correspondence
import Foundation

/// Reads a buyer's words: what they ask for, how sure that is, and why. Pure: the same input, the same answer.
///
///     let classifier = try Classifier.shipped()
///     let answer = classifier.classify(ClassifierInput(text: "My parcel never arrived."))
///     answer.kind        // .problem
///     answer.because     // ["“never arrived”: not arrived"]
public struct Classifier: Sendable {
    private let lexicon: Lexicon

    init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    /// The classifier with the tables that come with the program.
    public static func shipped() throws -> Classifier {
        Classifier(lexicon: try Lexicon.shipped())
    }

    /// What the buyer asks for. Never fails: a text that says nothing has confidence near nothing.
    public func classify(_ input: ClassifierInput) -> Classification { explain(input).classification }

    /// The same with all that counted, for `inspect --explain`.
    public func explain(_ input: ClassifierInput) -> Explanation {
        let text = NormalisedText(input.text)
        let languages = Self.languages(of: input)
        let findings = lexicon.findings(in: text, languages: languages)
        var scores = Array(repeating: 0.0, count: Label.allCases.count)
        var contributions: [Explanation.Contribution] = []
        for finding in findings {
            let concept = lexicon.concepts[finding.concept]
            let factor = finding.negated ? 0 : finding.conditional ? 0.5 : 1
            for (label, weight) in concept.weights where factor > 0 {
                scores[label.index] += weight * factor
                contributions.append(
                    Explanation.Contribution(
                        words: text.quote(finding.tokens), meaning: concept.title, label: label,
                        weight: weight * factor))
            }
        }
        if text.sentences.contains(where: \.isQuestion) { scores[Label.inquiry.index] += 0.8 }
        let total = scores.reduce(0) { $0 + exp($1) } + 1
        let top = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        var classification = Classification(
            kind: Label.allCases[top].kind, confidence: min(0.95, exp(scores[top]) / total))
        contributions.sort { ($0.weight, $1.words) > ($1.weight, $0.words) }
        classification.because = contributions.filter { $0.label.index == top }.prefix(3).map(\.reason)
        if contributions.isEmpty {
            classification.confidence = min(classification.confidence, 0.2)
            classification.because = ["no words that say what is asked"]
        }
        for (matter, title, tokens) in lexicon.matters(in: text, languages: languages) {
            classification.matters.append(matter)
            classification.because.append("“\(text.quote(tokens))”: \(title)")
        }
        Facts.apply(input, notArrived: has("not_arrived", findings) || has("late", findings), to: &classification)
        return Explanation(classification: classification, contributions: contributions)
    }

    private func has(_ concept: String, _ findings: [Lexicon.Finding]) -> Bool {
        findings.contains { lexicon.concepts[$0.concept].name == concept && !$0.negated }
    }

    /// The languages whose phrases count: the one that the text is surely in, else all.
    static func languages(of input: ClassifierInput) -> UInt8 {
        let found = Language.detect(input.text, hint: input.language)
        if found.reliable, let language = Language(rawValue: found.code) { return language.bit }
        return Language.allBits
    }
}

extension Lexicon {
    /// The tables among the resources.
    static func shipped() throws -> Lexicon {
        func table(_ name: String) throws -> ConceptTable {
            let url = Bundle.module.bundleURL.appendingPathComponent("Resources/\(name).txt")
            return try ConceptTable(parsing: String(contentsOf: url, encoding: .utf8), name: "\(name).txt")
        }
        return try Lexicon(concepts: table("concepts"), matters: table("matters"))
    }
}
