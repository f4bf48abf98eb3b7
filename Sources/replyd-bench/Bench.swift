/// One thing of the house that is measured: a value in the table of ``Benches``.
struct Bench: Sendable {
    /// What `--only` calls it.
    let name: String
    let what: String
    let unit: String
    let target: Target
    /// Makes what is measured and gives one run, which returns its figure in `unit`.
    let prepare: @Sendable () throws -> () throws -> Double

    /// What the figure has to reach.
    enum Target: Sendable {
        case atLeast(Double)
        case atMost(Double)
        /// There is nothing to compare it with yet.
        case none

        func isMet(by figure: Double) -> Bool {
            switch self {
            case .atLeast(let least): figure >= least
            case .atMost(let most): figure <= most
            case .none: true
            }
        }
    }

    static let runs = 5

    /// One run to warm up, then ``runs`` that count.
    func measure() throws -> Measurement {
        let run = try prepare()
        _ = try run()
        return Measurement(bench: self, figures: try (0..<Self.runs).map { _ in try run() })
    }
}

/// What the runs of one bench came to.
struct Measurement {
    let bench: Bench
    let figures: [Double]

    var median: Double { figures.median }

    /// From the least figure to the greatest, as a part of the median.
    var spread: Double {
        guard let least = figures.min(), let most = figures.max(), median > 0 else { return 0 }
        return (most - least) / median
    }

    var isMet: Bool { bench.target.isMet(by: median) }
}

/// What was measured is not what should be: the figure would mean nothing.
struct WrongSubject: Error, CustomStringConvertible {
    let description: String
}

extension [Double] {
    /// The upper one of the two in the middle; 0 of nothing.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
