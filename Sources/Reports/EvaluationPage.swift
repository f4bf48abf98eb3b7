import Classifier
import Foundation

/// What `replyd evaluate --html` writes: how far a classifier can be trusted, and where it went wrong.
public struct EvaluationPage: Sendable {
    /// A text that was taken for something else.
    public struct Mistake: Sendable {
        public var id: String
        public var language: String
        public var text: String
        public var truth: Label
        public var said: Label
        public var confidence: Double
        /// What the classifier gave as its reasons.
        public var because: [String]

        public init(
            id: String, language: String, text: String, truth: Label, said: Label, confidence: Double,
            because: [String]
        ) {
            self.id = id
            self.language = language
            self.text = text
            self.truth = truth
            self.said = said
            self.confidence = confidence
            self.because = because
        }
    }

    /// So many of the worst mistakes are shown.
    public static let mostMistakes = 40

    private let evaluation: Evaluation
    private let mistakes: [Mistake]
    private let subtitle: String

    /// - Parameters:
    ///   - mistakes: the surest first.
    ///   - subtitle: which model and which files.
    public init(_ evaluation: Evaluation, mistakes: [Mistake], subtitle: String) {
        self.evaluation = evaluation
        self.mistakes = mistakes
        self.subtitle = subtitle
    }

    public var text: String {
        var page = HTMLPage("Classifier evaluation", subtitle: subtitle, style: Self.style)
        page.figures([
            ("texts", "\(evaluation.texts)"), ("accuracy", Self.percent(evaluation.accuracy)),
            ("macro-F1", Self.number(evaluation.macroF1)),
            ("calibration error", Self.number(evaluation.calibrationError)),
            ("coverage at 95 % precision", Self.percent(evaluation.coverageAt95)),
            ("coverage at 98 % precision", Self.percent(evaluation.coverageAt98)),
        ])
        page.section(
            "Reliability",
            note:
                "Of the texts with this confidence, so many were right. On the line, a confidence means what it says; "
                + "below it, too much was promised. Larger dots stand for more texts.",
            ReliabilityDiagram(evaluation.bins).svg + bins)
        page.section(
            "Confusion", note: "Rows: what the texts are. Columns: what they were taken for.", confusion)
        page.section("By class", classes)
        if evaluation.languages.contains(where: { !$0.language.isEmpty }) { page.section("By language", languages) }
        let count = evaluation.texts - Int((evaluation.accuracy * Double(evaluation.texts)).rounded())
        page.section(
            "The worst mistakes",
            note: mistakes.isEmpty ? "There are none." : "\(mistakes.count) of \(count), the surest first.",
            mistakes.map(Self.article).joined(separator: "\n"))
        return page.text
    }

    private var bins: String {
        let rows = evaluation.bins.enumerated().filter { $0.element.texts > 0 }.map { index, bin in
            [
                "\(index * 10)–\(index * 10 + 10) %", "\(bin.texts)", Self.percent(bin.meanConfidence),
                Self.percent(bin.accuracy),
            ]
        }
        return HTMLTable(["confidence", "texts", "mean", "right"], rows, numbers: [1, 2, 3]).html
    }

    private var confusion: String {
        let most = evaluation.confusion.joined().max() ?? 0
        let rows = zip(Label.allCases, evaluation.confusion).map { label, counts in
            [HTMLTable.Cell(label.rawValue)]
                + zip(Label.allCases, counts).map { column, count in
                    let mark = count == 0 ? "faint" : column == label ? "hit" : count * 20 > most ? "miss" : "bad"
                    return HTMLTable.Cell("\(count)", mark: mark)
                }
        }
        return HTMLTable(["is \\ said"] + Label.allCases.map(\.rawValue), rows, numbers: Set(1...5)).html
    }

    private var classes: String {
        HTMLTable(
            ["label", "texts", "precision", "recall", "F1"],
            evaluation.classes.map {
                [
                    $0.label.rawValue, "\($0.texts)", Self.number($0.precision), Self.number($0.recall),
                    Self.number($0.f1),
                ]
            }, numbers: [1, 2, 3, 4]
        ).html
    }

    private var languages: String {
        HTMLTable(
            ["language", "texts", "accuracy"],
            evaluation.languages.map {
                [$0.language.isEmpty ? "not given" : $0.language, "\($0.texts)", Self.number($0.accuracy)]
            }, numbers: [1, 2]
        ).html
    }

    private static func article(_ mistake: Mistake) -> String {
        let language = mistake.language.isEmpty ? "" : " lang=\"\(HTML.escape(mistake.language))\""
        let origin = [mistake.id, mistake.language].filter { !$0.isEmpty }.joined(separator: ", ")
        let reasons = mistake.because.joined(separator: "; ")
        return """
            <article>
            <p><strong>\(mistake.truth.rawValue)</strong>, said <strong class="bad">\(mistake.said.rawValue)</strong> \
            with \(percent(mistake.confidence)) <span class="faint">\(HTML.escape(origin))</span></p>
            <p class="faint">because \(HTML.escape(reasons))</p>
            <blockquote\(language)>\(HTML.escape(mistake.text))</blockquote>
            </article>
            """
    }

    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }

    private static let style = """
        .hit { background: color-mix(in srgb, var(--good) 18%, transparent); font-weight: 600; }
        .miss { background: color-mix(in srgb, var(--bad) 18%, transparent); font-weight: 600; }
        .diagonal { stroke: var(--soft); stroke-dasharray: 4 4; } .grid { stroke: var(--line); }
        .gap { stroke: var(--bad); stroke-width: 2; opacity: .6; }
        .dot { fill: var(--accent); stroke: var(--page); } .axis { fill: var(--ink); }
        """
}

/// Confidence against truth: one dot a tenth of the scale.
struct ReliabilityDiagram {
    private static let size = 300.0
    private static let left = 44.0
    private static let top = 12.0

    private let bins: [Evaluation.Bin]

    init(_ bins: [Evaluation.Bin]) { self.bins = bins }

    var svg: String {
        let (left, top, size) = (Self.left, Self.top, Self.size)
        var parts: [String] = []
        for step in 0...5 {
            let share = Double(step) / 5
            let (x, y) = (Self.x(share), Self.y(share))
            parts.append(line("grid", left, y, left + size, y) + line("grid", x, top, x, top + size))
            parts.append(label(x, top + size + 16, "middle", "\(step * 20)"))
            parts.append(label(left - 6, y + 4, "end", "\(step * 20)"))
        }
        parts.append(line("diagonal", Self.x(0), Self.y(0), Self.x(1), Self.y(1)))
        let most = Double(bins.map(\.texts).max() ?? 1)
        for bin in bins where bin.texts > 0 {
            let (x, y) = (Self.x(bin.meanConfidence), Self.y(bin.accuracy))
            let radius = 3 + 7 * (Double(bin.texts) / most).squareRoot()
            parts.append(line("gap", x, Self.y(bin.meanConfidence), x, y))
            parts.append(
                "<circle class=\"dot\" cx=\"\(Self.round(x))\" cy=\"\(Self.round(y))\" r=\"\(Self.round(radius))\">"
                    + "<title>\(bin.texts) texts: confidence \(Self.round(bin.meanConfidence * 100)) %, "
                    + "right \(Self.round(bin.accuracy * 100)) %</title></circle>")
        }
        parts.append(label(left + size / 2, top + size + 34, "middle", "confidence, %", "axis"))
        parts.append(
            "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(12 \(top + size / 2)) rotate(-90)\">"
                + "right, %</text>")
        return """
            <svg viewBox="0 0 360 352" role="img" aria-label="Reliability diagram: share of right answers by confidence">
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line class=\"\(name)\" x1=\"\(Self.round(x1))\" y1=\"\(Self.round(y1))\" x2=\"\(Self.round(x2))\" "
            + "y2=\"\(Self.round(y2))\"/>"
    }

    private func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String, _ name: String = "tick") -> String {
        "<text class=\"\(name)\" x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" text-anchor=\"\(anchor)\">\(text)</text>"
    }

    private static func x(_ share: Double) -> Double { left + size * share }
    private static func y(_ share: Double) -> Double { top + size * (1 - share) }
    private static func round(_ value: Double) -> String { String(format: "%.1f", value) }
}
