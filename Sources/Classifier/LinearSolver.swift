/// Texts as sparse rows, for the solver.
struct SparseRows: Sendable {
    var starts: [Int] = [0]
    var columns: [Int32] = []
    var values: [Float] = []

    var count: Int { starts.count - 1 }

    mutating func append(_ row: [(column: Int, value: Float)]) {
        for (column, value) in row {
            columns.append(Int32(column))
            values.append(value)
        }
        starts.append(columns.count)
    }
}

/// One linear separator a label against the rest, all five in one pass: an L2-regularised support vector machine with
/// squared hinge loss, solved in the dual by coordinate descent (Hsieh et al., ICML 2008). The same seed, the same
/// weights.
struct LinearSolver {
    /// Weights by column, one lane a label; the last column is the bias.
    private(set) var weights: [SIMD8<Float>]

    /// - Parameters:
    ///   - costs: what a mistake on a row costs.
    ///   - rows: those of `data` to learn from.
    init(
        _ data: SparseRows, rows: [Int], labels: [Int], costs: [Float], columnCount: Int, labelWeights: [Float],
        rounds: Int, seed: UInt64
    ) {
        weights = Array(repeating: .zero, count: columnCount + 1)
        var duals = Array(repeating: SIMD8<Float>.zero, count: rows.count)
        var order = Array(rows.indices)
        var random = SplitMix(seed)
        let norms = rows.map { row in
            data.values[data.starts[row]..<data.starts[row + 1]].reduce(Float(1)) { $0 + $1 * $1 }
        }
        weights.withUnsafeMutableBufferPointer { weights in
            data.columns.withUnsafeBufferPointer { columns in
                data.values.withUnsafeBufferPointer { values in
                    for _ in 0..<rounds {
                        order.shuffle(using: &random)
                        for place in order {
                            let row = rows[place]
                            let range = data.starts[row]..<data.starts[row + 1]
                            var score = weights[columnCount]
                            for entry in range { score += weights[Int(columns[entry])] * values[entry] }
                            var sign = SIMD8<Float>(repeating: -1)
                            var slack = SIMD8<Float>(repeating: 0.5 / costs[row])
                            sign[labels[row]] = 1
                            slack[labels[row]] /= labelWeights[labels[row]]
                            let old = duals[place]
                            let gradient = sign * score - 1 + slack * old
                            let new = (old - gradient / (slack + norms[place])).clamped(
                                lowerBound: .zero, upperBound: SIMD8(repeating: 1e6))
                            let step = (new - old) * sign
                            guard step != .zero else { continue }
                            duals[place] = new
                            weights[columnCount] += step
                            for entry in range { weights[Int(columns[entry])] += step * values[entry] }
                        }
                    }
                }
            }
        }
    }

    /// The margins of one row.
    func margins(_ data: SparseRows, _ row: Int) -> [Double] {
        var score = weights[weights.count - 1]
        for entry in data.starts[row]..<data.starts[row + 1] {
            score += weights[Int(data.columns[entry])] * data.values[entry]
        }
        return (0..<WeightTable.labels).map { Double(score[$0]) }
    }
}

/// SplitMix64: a small generator whose sequence is fixed by its seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
