import Correspondence

/// A classification and all that counted for and against it.
public struct Explanation: Sendable {
    /// One thing in the text and what it says.
    public struct Contribution: Sendable, Codable {
        /// The buyer's own words.
        public var words: String
        /// What they are taken to mean.
        public var meaning: String
        /// The label that they speak for (or against, with a negative weight).
        public var label: Label
        public var weight: Double

        var reason: String { meaning.isEmpty ? "“\(words)”" : "“\(words)”: \(meaning)" }
    }

    public var classification: Classification
    /// The strongest first.
    public var contributions: [Contribution]
    /// What each label got.
    public var scores: [Score] = []

    /// One label's part.
    public struct Score: Sendable, Codable {
        public var label: Label
        /// The model's margin: positive speaks for the label.
        public var margin: Double
        /// Its share after weighing the margins against each other; all shares make 1.
        public var share: Double

        public init(label: Label, margin: Double, share: Double) {
            self.label = label
            self.margin = margin
            self.share = share
        }
    }
}
