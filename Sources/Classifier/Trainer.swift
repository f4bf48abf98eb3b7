import Foundation

/// Learns a model from labelled texts. The same texts and seed give the same file, byte by byte.
public struct Trainer: Sendable {
    /// The least texts of each label.
    static let fewest = 5

    /// How often a word or character feature must occur to be learnt.
    private static let least = [2, 3, 2]
    private static let folds = 5
    private static let rounds = 20
    private static let cost: Float = 1
    /// What a text of a public set counts beside an own one.
    private static let publicShare: Float = 0.3

    private let lexicon: Lexicon
    private let lines: [TrainingLine]
    private let seed: UInt64
    private let left: Set<FeatureFamily>
    private let progress: @Sendable (String) -> Void

    /// Learns from `lines`.
    ///
    /// - Parameters:
    ///   - left: what the model is not to see; for measuring what it is worth.
    ///   - share: how much of the texts to learn from, 0…1, whole groups at a time; for a learning curve.
    ///   - progress: told what is being done, a sentence at a time.
    public static func train(
        _ lines: [TrainingLine], seed: UInt64 = 1, without left: Set<FeatureFamily> = [], share: Double = 1,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> ModelFile {
        let lines = lines.filter { lies($0, within: share) }
        for label in Label.allCases {
            let count = lines.count { $0.label == label }
            if count < fewest { throw TrainingError.emptyClass(label, count: count) }
        }
        return Trainer(lexicon: try Lexicon.shipped(), lines: lines, seed: seed, left: left, progress: progress).run()
    }

    private static func lies(_ line: TrainingLine, within share: Double) -> Bool {
        Double(FNV.hash(line.group.utf8, from: FNV.add(0x5A, to: FNV.basis)) >> 40 & 0xFFFF) < share * 65_536
    }

    private func run() -> ModelFile {
        progress("reading \(lines.count) texts")
        let examples = lines.map { Example($0, lexicon) }
        var least = Self.least
        for family in left { least[family.block.rawValue] = .max }
        let vocabulary = Vocabulary(examples, least: least)
        progress("\(vocabulary.count) features")
        let data = rows(examples, vocabulary)
        let labels = lines.map(\.label.index)
        let costs = lines.map { Self.cost * ($0.source == nil || $0.source == "templates" ? 1 : Self.publicShare) }
        func solve(_ rows: [Int]) -> LinearSolver {
            LinearSolver(
                data, rows: rows, labels: labels, costs: costs, columnCount: vocabulary.count,
                labelWeights: balance(rows), rounds: Self.rounds, seed: seed)
        }

        var unseen: [CalibrationFit.Unseen] = []
        for fold in 0..<Self.folds {
            progress("calibrating, part \(fold + 1) of \(Self.folds)")
            let held = lines.indices.filter { self.fold($0) == fold }
            let kept = lines.indices.filter { self.fold($0) != fold }
            unseen += judge(held.filter { isOwn($0) }, weight: 1, by: solve(kept), kept, data, vocabulary, examples)
        }
        let foreign = lines.indices.filter { !isOwn($0) }
        if !foreign.isEmpty {
            progress("calibrating on sources not learnt from")
            let own = lines.indices.filter { isOwn($0) }
            unseen += judge(foreign, weight: 0.5, by: solve(own), own, data, vocabulary, examples)
        }
        let calibration = CalibrationFit.fit(unseen)
        progress("like what is learnt: \(CalibrationFit.summary(unseen.filter { !$0.isForeign }, calibration))")
        progress("unlike it: \(CalibrationFit.summary(unseen.filter(\.isForeign), calibration))")

        progress("learning from all")
        let solver = solve(Array(lines.indices))
        return ModelFile(
            header: header(vocabulary.count),
            model: Model(
                weights: WeightTable(features: vocabulary.features(solver.weights)),
                bias: (0..<WeightTable.labels).map { solver.weights[vocabulary.count][$0] }, calibration: calibration))
    }

    private func judge(
        _ held: [Int], weight: Double, by solver: LinearSolver, _ kept: [Int], _ data: SparseRows,
        _ vocabulary: Vocabulary, _ examples: [Example]
    ) -> [CalibrationFit.Unseen] {
        let known = vocabulary.frequencies(examples, kept)
        return held.map { index in
            CalibrationFit.Unseen(
                margins: solver.margins(data, index), signs: examples[index].signs(vocabulary, known),
                label: lines[index].label.index, weight: weight, isForeign: !isOwn(index))
        }
    }

    private func isOwn(_ index: Int) -> Bool { lines[index].source == nil }

    private func fold(_ index: Int) -> Int {
        Int(FNV.hash(lines[index].group.utf8, from: FNV.add(UInt8(truncatingIfNeeded: seed), to: FNV.basis)) >> 20)
            % Self.folds
    }

    /// A rare label's texts count more, so that all labels count alike.
    private func balance(_ rows: [Int]) -> [Float] {
        var counts = [Float](repeating: 0, count: WeightTable.labels)
        for row in rows { counts[lines[row].label.index] += 1 }
        return counts.map { Float(rows.count) / (Float(counts.count) * max($0, 1)) }
    }

    private func rows(_ examples: [Example], _ vocabulary: Vocabulary) -> SparseRows {
        var data = SparseRows()
        for example in examples { data.append(vocabulary.row(example)) }
        return data
    }

    private func header(_ features: Int) -> ModelFile.Header {
        let sources = Dictionary(grouping: lines) { $0.source ?? "own" }.mapValues(\.count)
        return ModelFile.Header(
            seed: seed, features: features,
            sources: sources.keys.sorted().map {
                ModelFile.Source(name: $0, texts: sources[$0] ?? 0, licence: ModelFile.licence(of: $0))
            })
    }
}
