import Correspondence
import Foundation

/// How well a classifier does on labelled texts.
public struct Evaluation: Sendable, Codable {
    /// What was predicted for one text; a line of `replyd evaluate --predictions`.
    public struct Prediction: Sendable, Codable {
        public var id: String
        public var label: Label
        public var confidence: Double
    }

    public struct ClassScore: Sendable, Codable {
        public var label: Label
        public var texts: Int
        public var precision: Double
        public var recall: Double
        public var f1: Double
    }

    public struct LanguageScore: Sendable, Codable {
        public var language: String
        public var texts: Int
        public var accuracy: Double
    }

    /// One tenth of the scale of confidence.
    public struct Bin: Sendable, Codable {
        public var texts: Int
        public var meanConfidence: Double
        public var accuracy: Double
    }

    public var texts: Int
    public var accuracy: Double
    /// The mean F1 of the labels that occur.
    public var macroF1: Double
    public var classes: [ClassScore]
    /// The mean distance of confidence and truth, over ten bins.
    public var calibrationError: Double
    public var bins: [Bin]
    /// The largest share of texts, taken by falling confidence, of which 95 % (98 %) are right.
    public var coverageAt95: Double
    public var coverageAt98: Double
    /// Rows: the true label; columns: the predicted one; in the order of `Label.allCases`.
    public var confusion: [[Int]]
    public var languages: [LanguageScore]

    /// Classifies each line's text.
    public static func predict(_ lines: [TrainingLine], with classifier: Classifier) -> [Prediction] {
        lines.map { line in
            let answer = classifier.classify(ClassifierInput(text: line.text))
            return Prediction(id: line.id, label: Label(answer.kind), confidence: answer.confidence)
        }
    }

    /// - Parameter predictions: one for each line, in its order.
    public init(_ lines: [TrainingLine], _ predictions: [Prediction]) {
        let pairs = zip(lines, predictions).map { (gold: $0, guess: $1, hit: $0.label == $1.label) }
        let count = pairs.count
        func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

        texts = count
        accuracy = share(pairs.count(where: \.hit), count)
        var confusion = Array(repeating: Array(repeating: 0, count: Label.allCases.count), count: Label.allCases.count)
        for pair in pairs { confusion[pair.gold.label.index][pair.guess.label.index] += 1 }
        self.confusion = confusion
        classes = Label.allCases.map { label in
            let right = confusion[label.index][label.index]
            let gold = confusion[label.index].reduce(0, +)
            let precision = share(right, confusion.reduce(0) { $0 + $1[label.index] })
            let recall = share(right, gold)
            let f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
            return ClassScore(label: label, texts: gold, precision: precision, recall: recall, f1: f1)
        }
        let present = classes.filter { $0.texts > 0 }
        macroF1 = present.isEmpty ? 0 : present.reduce(0) { $0 + $1.f1 } / Double(present.count)
        bins = (0..<10).map { bin in
            let inside = pairs.filter { min(9, Int($0.guess.confidence * 10)) == bin }
            let sum = inside.reduce(0) { $0 + $1.guess.confidence }
            return Bin(
                texts: inside.count, meanConfidence: inside.isEmpty ? 0 : sum / Double(inside.count),
                accuracy: share(inside.count(where: \.hit), inside.count))
        }
        calibrationError = bins.reduce(0) { $0 + share($1.texts, count) * abs($1.accuracy - $1.meanConfidence) }
        let ranked = pairs.map { (confidence: $0.guess.confidence, hit: $0.hit) }
        coverageAt95 = Self.coverage(ranked, precision: 0.95)
        coverageAt98 = Self.coverage(ranked, precision: 0.98)
        let byLanguage = Dictionary(grouping: pairs, by: \.gold.language)
        languages = byLanguage.keys.sorted().map { language in
            let inside = byLanguage[language] ?? []
            return LanguageScore(
                language: language, texts: inside.count, accuracy: share(inside.count(where: \.hit), inside.count))
        }
    }

    /// Texts of equal confidence are taken together.
    static func coverage(_ pairs: [(confidence: Double, hit: Bool)], precision: Double) -> Double {
        let sorted = pairs.sorted { $0.confidence > $1.confidence }
        var right = 0
        var best = 0
        for (index, pair) in sorted.enumerated() {
            if pair.hit { right += 1 }
            let last = index + 1 == sorted.count || sorted[index + 1].confidence < pair.confidence
            if last, Double(right) / Double(index + 1) >= precision { best = index + 1 }
        }
        return sorted.isEmpty ? 0 : Double(best) / Double(sorted.count)
    }
}

extension Evaluation: CustomStringConvertible {
    /// The figures as text, for people.
    public var description: String {
        func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
        func number(_ value: Double) -> String { String(format: "%.3f", value) }
        func padded(_ text: String, _ width: Int = 9) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        var lines = [
            "texts \(texts)  accuracy \(number(accuracy))  macro-F1 \(number(macroF1))"
                + "  calibration error \(number(calibrationError))",
            "coverage at 95 % precision \(percent(coverageAt95)), at 98 % \(percent(coverageAt98))",
            "",
            (["label", "precision", "recall", "F1", "texts"].map { padded($0) }).joined(separator: " "),
        ]
        for score in classes {
            lines.append(
                [
                    score.label.rawValue, number(score.precision), number(score.recall), number(score.f1),
                    "\(score.texts)",
                ]
                .map { padded($0) }.joined(separator: " "))
        }
        lines += ["", (["true \\ as"] + Label.allCases.map(\.rawValue)).map { padded($0) }.joined(separator: " ")]
        for label in Label.allCases {
            lines.append(
                ([label.rawValue] + confusion[label.index].map(String.init)).map { padded($0) }
                    .joined(separator: " "))
        }
        lines.append("")
        for score in languages where !score.language.isEmpty {
            lines.append("\(score.language)  accuracy \(number(score.accuracy))  texts \(score.texts)")
        }
        return lines.joined(separator: "\n")
    }
}
