import Foundation

/// Fits a calibration on texts that the model had not seen.
enum CalibrationFit {
    /// A text that the model had not seen, and what it made of it.
    struct Unseen: Sendable {
        var margins: [Double]
        var signs: TextSigns
        var label: Int
        /// How much it counts.
        var weight: Double
        /// From a source that the model had not seen.
        var isForeign: Bool
    }

    static func fit(_ unseen: [Unseen]) -> Calibration {
        let near = unseen.filter { !$0.isForeign }
        let teaching = near.isEmpty ? unseen : near
        var calibration = Calibration(
            mixing: Softmax.fit(
                teaching.map { $0.margins + [1] }, teaching.map(\.label), teaching.map(\.weight),
                labels: WeightTable.labels),
            coefficients: [])
        calibration.coefficients = LogisticFit.coefficients(
            unseen.map { calibration.inputs($0.margins, $0.signs) }, unseen.map { calibration.isRight($0) },
            unseen.map(\.weight))
        return calibration
    }

    /// What a calibration makes of such texts: how many are right, how many it thinks are, and how many could be
    /// answered with 98 % of the answers right.
    static func summary(_ unseen: [Unseen], _ calibration: Calibration) -> String {
        guard !unseen.isEmpty else { return "no texts" }
        let pairs = unseen.map {
            (confidence: calibration.confidence($0.margins, $0.signs), hit: calibration.isRight($0))
        }
        let right = Double(pairs.count(where: \.hit)) / Double(pairs.count)
        let thought = pairs.reduce(0) { $0 + $1.confidence } / Double(pairs.count)
        return String(
            format: "%d texts, %.1f %% right, mean confidence %.1f %%, coverage at 98 %% precision %.1f %%",
            pairs.count, right * 100, thought * 100, Evaluation.coverage(pairs, precision: 0.98) * 100)
    }
}

extension Calibration {
    fileprivate func isRight(_ unseen: CalibrationFit.Unseen) -> Bool {
        let shares = shares(unseen.margins)
        return shares.indices.max { shares[$0] < shares[$1] } == unseen.label
    }
}
