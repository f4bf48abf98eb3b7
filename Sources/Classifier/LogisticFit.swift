import Foundation

/// Logistic regression by Newton's method: few inputs, many examples, one answer.
enum LogisticFit {
    /// - Parameter ridge: keeps coefficients small where the examples don't say.
    static func coefficients(
        _ inputs: [[Double]], _ hits: [Bool], _ weights: [Double], ridge: Double = 1, rounds: Int = 30
    ) -> [Double] {
        let two = Softmax.fit(inputs, hits.map { $0 ? 1 : 0 }, weights, labels: 2, ridge: ridge, rounds: rounds)
        return zip(two[1], two[0]).map { $0 - $1 }
    }
}

/// Several labels with one weighted sum each.
enum Softmax {
    static func shares(_ rows: [[Double]], _ x: [Double]) -> [Double] {
        let scores = rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
        let top = scores.max() ?? 0
        let powers = scores.map { exp($0 - top) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    /// The rows that make the true labels likeliest.
    static func fit(
        _ inputs: [[Double]], _ labels: [Int], _ weights: [Double], labels count: Int, ridge: Double = 1,
        rounds: Int = 30
    ) -> [[Double]] {
        let width = inputs.first?.count ?? 0
        let size = count * width
        var beta = [Double](repeating: 0, count: size)
        for _ in 0..<rounds {
            var gradient = beta.map { -ridge * $0 }
            var hessian = [Double](repeating: 0, count: size * size)
            for place in 0..<size { hessian[place * size + place] = ridge }
            let rows = Self.rows(beta, count, width)
            for (index, x) in inputs.enumerated() {
                let p = shares(rows, x)
                for a in 0..<count {
                    let residual = weights[index] * ((labels[index] == a ? 1 : 0) - p[a])
                    for i in 0..<width { gradient[a * width + i] += residual * x[i] }
                    for b in 0...a {
                        let curvature = weights[index] * p[a] * ((a == b ? 1 : 0) - p[b])
                        for i in 0..<width {
                            let base = (a * width + i) * size + b * width
                            for j in 0..<width { hessian[base + j] += curvature * x[i] * x[j] }
                        }
                    }
                }
            }
            let step = Cholesky.solve(hessian, gradient)
            for place in 0..<size { beta[place] += step[place] }
            if step.allSatisfy({ abs($0) < 1e-6 }) { break }
        }
        return Self.rows(beta, count, width)
    }

    private static func rows(_ beta: [Double], _ count: Int, _ width: Int) -> [[Double]] {
        (0..<count).map { Array(beta[$0 * width..<($0 + 1) * width]) }
    }
}

/// The solution of a symmetric positive system given by its lower half, row by row.
enum Cholesky {
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double] {
        let size = right.count
        var lower = matrix
        var x = right
        for i in 0..<size {
            for j in 0...i {
                var sum = matrix[i * size + j]
                for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
                lower[i * size + j] = i == j ? max(sum, 1e-12).squareRoot() : sum / lower[j * size + j]
            }
            for k in 0..<i { x[i] -= lower[i * size + k] * x[k] }
            x[i] /= lower[i * size + i]
        }
        for i in (0..<size).reversed() {
            for k in (i + 1)..<max(size, i + 1) { x[i] -= lower[k * size + i] * x[k] }
            x[i] /= lower[i * size + i]
        }
        return x
    }
}
