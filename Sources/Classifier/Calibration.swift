import Foundation

/// Turns margins into a label and a confidence that means what it says.
///
/// First a softmax over the margins, weighed against each other; then a logistic curve over the winning share and the
/// signs of how well the model knows such text. Both are fitted on texts that the model had not seen, a part of them
/// from sources it had not seen either.
struct Calibration: Sendable, Codable, Equatable {
    /// For each label the weights of all margins, and a constant.
    var mixing: [[Double]]
    /// The curve's coefficients, for `inputs`.
    var coefficients: [Double]

    static let inputCount = 8 + WeightTable.labels - 1

    /// True where the tables have the sizes that the code reads.
    var isWhole: Bool {
        coefficients.count == Self.inputCount && mixing.count == WeightTable.labels
            && mixing.allSatisfy { $0.count == WeightTable.labels + 1 }
    }

    /// What each label is given, in sum 1.
    func shares(_ margins: [Double]) -> [Double] { Softmax.shares(mixing, margins + [1]) }

    func confidence(_ margins: [Double], _ signs: TextSigns) -> Double {
        let score = zip(coefficients, inputs(margins, signs)).reduce(0) { $0 + $1.0 * $1.1 }
        return min(0.999, 1 / (1 + exp(-score)))
    }

    func inputs(_ margins: [Double], _ signs: TextSigns) -> [Double] {
        let shares = shares(margins)
        let winner = shares.indices.max { shares[$0] < shares[$1] } ?? 0
        let top = min(max(shares[winner], 1e-6), 1 - 1e-6)
        let odds = log(top / (1 - top))
        return [
            1, odds, margins.max() ?? 0, signs.knownWords * 2 - 1, (signs.knownWords * 2 - 1) * odds,
            signs.knownCharacters * 2 - 1, signs.length - 3, signs.languageIsSure ? 0 : 1,
        ] + (1..<WeightTable.labels).map { $0 == winner ? 1 : 0 }
    }
}
