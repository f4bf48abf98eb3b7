import Foundation

/// Learns a seller's own layer from labelled mails, and tells whether it is better than none. Deterministic.
public struct OwnTrainer {
    /// Fewer labelled mails than this teach nothing that could be measured.
    public static let fewest = 20

    private static let folds = 5
    /// Pulls weights to nothing: one mail by itself moves a text like it by less than one in log-odds.
    private static let regularisation = 1.0
    private static let rounds = 300

    /// Right answers, without the layer and with it.
    public struct Figures: Equatable, Sendable {
        public var texts: Int
        public var before: Int
        public var after: Int
    }

    public struct Result: Sendable {
        public var model: OwnModel
        /// Of the labelled mails, each judged by a layer that had not learnt from its conversation.
        public var heldOut: Figures
        /// Of the sample that comes with the program, judged by the whole layer.
        public var general: Figures
        /// Better on what was held out, and no worse in general.
        public var isBetter: Bool { heldOut.after > heldOut.before && general.after >= general.before }
    }

    private let base: Classifier
    private let examples: [Example]

    private struct Example {
        var line: TrainingLine
        var features: [UInt64]
        var shares: [Double]
        var fold: Int
    }

    /// - Parameter made: the time that the model's header names, ISO 8601.
    public static func train(_ mails: [TrainingLine], made: String) throws -> Result {
        guard mails.count >= fewest else { throw OwnTrainingError.tooFew(mails.count) }
        return try OwnTrainer(base: .shipped(), mails).run(made: made, sample: heldOutSample())
    }

    init(base: Classifier, _ mails: [TrainingLine]) {
        self.base = base
        let groups = Array(Set(mails.map(\.group))).sorted()
        let folds = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0 % Self.folds) })
        examples = mails.map { mail in
            let view = base.view(of: mail.text)
            return Example(
                line: mail, features: view.features, shares: view.shares, fold: folds[mail.group] ?? 0)
        }
    }

    func run(made: String, sample: [TrainingLine]) throws -> Result {
        var heldOut = Figures(texts: 0, before: 0, after: 0)
        for fold in 0..<Self.folds {
            let held = examples.filter { $0.fold == fold }.map(\.line)
            let layer = OwnModel(header: try header(made), weights: solve(examples.filter { $0.fold != fold }))
            let figures = compare(held, layer)
            heldOut.texts += figures.texts
            heldOut.before += figures.before
            heldOut.after += figures.after
        }
        let model = OwnModel(
            header: try header(made, corrected: heldOut.texts - heldOut.before), weights: solve(examples))
        return Result(model: model, heldOut: heldOut, general: compare(sample, model))
    }

    private func header(_ made: String, corrected: Int = 0) throws -> OwnModel.Header {
        OwnModel.Header(
            base: try Classifier.shippedDigest(), made: made, mails: examples.count, corrected: corrected)
    }

    private func compare(_ lines: [TrainingLine], _ layer: OwnModel) -> Figures {
        func right(_ classifier: Classifier) -> Int {
            zip(lines, Evaluation.predict(lines, with: classifier)).count { $0.label == $1.label }
        }
        return Figures(texts: lines.count, before: right(base), after: right(base.with(layer)))
    }

    /// Accelerated gradient descent (Nesterov) on the sum of the log losses and the regularisation: convex, so there is
    /// one answer.
    private func solve(_ examples: [Example]) -> [UInt64: [Float]] {
        let labels = Label.allCases.count
        let hashes = Array(Set(examples.flatMap(\.features))).sorted()
        let columns = Dictionary(uniqueKeysWithValues: hashes.enumerated().map { ($1, $0) })
        let rows = examples.map { example in example.features.compactMap { columns[$0] } }
        var weights = [Double](repeating: 0, count: hashes.count * labels)
        var ahead = weights
        // The softmax's curvature is at most 1/2 for each text of length 1.
        let step = 1 / (0.5 * Double(max(examples.count, 1)) + Self.regularisation)
        for round in 0..<Self.rounds {
            var gradient = ahead.map { $0 * Self.regularisation }
            for (row, example) in zip(rows, examples) where !row.isEmpty {
                let value = 1 / Double(row.count).squareRoot()
                var added = [Double](repeating: 0, count: labels)
                for column in row { for label in 0..<labels { added[label] += ahead[column * labels + label] * value } }
                var error = OwnModel.moved(example.shares, added)
                error[example.line.label.index] -= 1
                for column in row {
                    for label in 0..<labels { gradient[column * labels + label] += error[label] * value }
                }
            }
            let momentum = Double(round) / Double(round + 3)
            for index in weights.indices {
                let next = ahead[index] - step * gradient[index]
                ahead[index] = next + momentum * (next - weights[index])
                weights[index] = next
            }
        }
        var result: [UInt64: [Float]] = [:]
        for (column, hash) in hashes.enumerated() {
            let row = (0..<labels).map { Float(weights[column * labels + $0]) }
            // What moves nothing need not be carried.
            if row.contains(where: { abs($0) > 1e-3 }) { result[hash] = row }
        }
        return result
    }

    /// Texts of all kinds and languages that no model has learnt from.
    static func heldOutSample() throws -> [TrainingLine] {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/held-out.jsonl")
        return try TrainingLines.parse(Data(contentsOf: url), file: "held-out.jsonl")
    }
}

/// Why nothing can be learnt from a seller's corrections.
public enum OwnTrainingError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooFew(Int)

    public var description: String {
        switch self {
        case .tooFew(let count):
            "the ledger has \(count) corrected or confirmed mails; at least \(OwnTrainer.fewest) are needed"
        }
    }
}
