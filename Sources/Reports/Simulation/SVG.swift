import Foundation

/// Parts of drawings as markup; all numbers with one decimal, all texts escaped.
enum SVG {
    static func rect(_ name: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
        "<rect class=\"\(name)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(0, width)))\" height=\"\(n(height))\"/>"
    }

    static func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line class=\"\(name)\" x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\"/>"
    }

    static func text(_ x: Double, _ y: Double, _ text: String, anchor: String = "start") -> String {
        "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\">\(HTML.escape(text))</text>"
    }

    /// A shape of its own for each ending, so that nobody needs the colours.
    static func mark(_ outcome: SimulatedMail.Outcome, _ x: Double, _ y: Double) -> String {
        switch outcome {
        case .replyd: "<circle class=\"mark replyd\" cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"3.2\"/>"
        case .person: path("mark person", "M\(n(x)) \(n(y - 4))l4 4l-4 4l-4 -4z")
        case .draft: rect("mark draft", x - 3, y - 3, 6, 6)
        case .held: path("mark held", "M\(n(x - 3)) \(n(y - 3))l6 6m0 -6l-6 6")
        case .ignored: ""
        }
    }

    static func path(_ name: String, _ data: String) -> String { "<path class=\"\(name)\" d=\"\(data)\"/>" }

    /// A drawing that is read aloud as `label`.
    static func drawing(_ name: String, width: Double, height: Double, label: String, _ parts: [String]) -> String {
        """
        <svg class="\(name)" viewBox="0 0 \(n(width)) \(n(height))" role="img" aria-label="\(HTML.escape(label))">
        \(parts.joined(separator: "\n"))
        </svg>
        """
    }

    private static func n(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return "\(tenths < 0 ? "-" : "")\(whole)\(rest == 0 ? "" : ".\(rest)")"
    }
}
