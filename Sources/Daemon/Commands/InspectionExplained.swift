import Classifier
import Correspondence
import Foundation

/// What `inspect --explain` adds: each label's score, what spoke for and against, and how the confidence came about.
struct ExplainedInspection: Sendable, Encodable {
    let kind: String
    let confidence: Double
    /// The label that came second.
    let runner_up: String?
    let scores: [Explanation.Score]
    /// What spoke for the kind, and what for the runner-up.
    let `for`: [Explanation.Contribution]
    let against: [Explanation.Contribution]
    /// How the model's winning share became the confidence.
    let calibration: String
    /// The classifier's reasons, without those of what the mail is.
    let because: [String]

    init(_ explanation: Explanation) {
        let label = Label(explanation.classification.kind)
        kind = label.rawValue
        confidence = Self.rounded(explanation.classification.confidence)
        scores = explanation.scores.map {
            Explanation.Score(label: $0.label, margin: Self.rounded($0.margin), share: Self.rounded($0.share))
        }
        let second = explanation.scores.first { $0.label != label }?.label
        runner_up = second?.rawValue
        func part(_ label: Label?) -> [Explanation.Contribution] {
            explanation.contributions.filter { $0.label == label }
                .map { one in
                    var one = one
                    one.weight = Self.rounded(one.weight)
                    return one
                }
        }
        `for` = part(label)
        against = part(second)
        let share = explanation.scores.first { $0.label == label }?.share ?? 0
        calibration = String(
            format: "share %.3f of the model, confidence %.3f on mail that it has not seen", share,
            explanation.classification.confidence)
        because = explanation.classification.because
    }

    /// For a terminal, under the inspection's lines.
    var lines: [String] {
        var lines = ["  explain   \(calibration)" + (runner_up.map { "; runner-up \($0)" } ?? "")]
        for score in scores {
            lines.append(
                "    \(Self.padded(score.label.rawValue, 10))"
                    + String(format: "share %.3f  margin %+.2f", score.share, score.margin))
        }
        lines += Self.list("for \(kind)", `for`)
        if let runner_up { lines += Self.list("for \(runner_up)", against) }
        return lines
    }

    private static func list(_ title: String, _ all: [Explanation.Contribution]) -> [String] {
        guard !all.isEmpty else { return ["    \(title): no words of their own"] }
        return ["    \(title):"]
            + all.map { one in
                let meaning = one.meaning.isEmpty ? "" : ": \(one.meaning)"
                return String(format: "      %+.2f  ", one.weight) + "“\(one.words)”\(meaning)"
            }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text.padding(toLength: width, withPad: " ", startingAt: 0)
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
