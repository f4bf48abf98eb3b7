import Foundation

/// What was measured, for people and for programs.
struct BenchReport {
    let measurements: [Measurement]

    /// One line for each bench.
    var table: String {
        let head = ["bench", "median", "unit", "spread", "target", ""]
        let rows = [head] + measurements.map(Self.row)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
        return lines.joined(separator: "\n") + "\n\n"
            + measurements.map { "\($0.bench.name): \($0.bench.what)" }.joined(separator: "\n")
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(measurements.map(Entry.init))
    }

    private static func row(_ measurement: Measurement) -> [String] {
        let bench = measurement.bench
        let target =
            switch bench.target {
            case .atLeast(let least): "≥ \(number(least))"
            case .atMost(let most): "≤ \(number(most))"
            case .none: "-"
            }
        return [
            bench.name, number(measurement.median), bench.unit, "\(number(measurement.spread * 100)) %", target,
            measurement.isMet ? "" : "MISSED",
        ]
    }

    private static func number(_ value: Double) -> String { String(format: value < 100 ? "%.1f" : "%.0f", value) }

    private struct Entry: Encodable {
        let name: String
        let what: String
        let unit: String
        let median: Double
        let spread: Double
        let runs: [Double]
        let met: Bool

        init(_ measurement: Measurement) {
            name = measurement.bench.name
            what = measurement.bench.what
            unit = measurement.bench.unit
            median = measurement.median
            spread = measurement.spread
            runs = measurement.figures
            met = measurement.isMet
        }
    }
}
