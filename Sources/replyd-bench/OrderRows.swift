import Correspondence
import Foundation
import Orders

extension Benches {
    /// The report is made while it is read, so that only what the reader holds counts as memory.
    static let orders = Bench(
        name: "orders", what: "an unshipped report of a million rows to facts, in at most 16 MB more", unit: "rows/s",
        target: .none
    ) {
        let forms = try ReportForm.shipped()
        return {
            let before = residentPeak()
            var made = 0
            var taken = 0
            let time = try ContinuousClock().measure {
                var report = try Report(forms: forms, otherwise: Instant(milliseconds: 0)) {
                    guard made < millionRows else { return [] }
                    var piece = made == 0 ? head : []
                    for _ in 0..<1000 {
                        piece += row(made)
                        made += 1
                    }
                    return piece
                }
                while let row = try report.next() { if case .taken = row { taken += 1 } }
            }
            guard taken == millionRows else { throw WrongSubject(description: "\(taken) rows of a million were taken") }
            let more = residentPeak() - before
            guard more <= 16 << 10 else { throw WrongSubject(description: "reading took \(more) KB more") }
            return Double(taken) / time.inSeconds
        }
    }

    private static let millionRows = 1_000_000

    private static let head = Array(
        """
        order-id\torder-item-id\tpurchase-date\treporting-date\tpromise-date\tsku\tproduct-name\tquantity-purchased\t\
        quantity-to-ship\n
        """.utf8)

    private static func row(_ number: Int) -> [UInt8] {
        let digits = String(10_000_000 + number).dropFirst()
        let dates = "2026-10-01T08:00:00+00:00\t2026-10-02T08:00:00+00:00\t2026-10-05T21:59:59+02:00"
        return Array("302-1234567-\(digits)\t\(digits)\t\(dates)\tLAMP-1\tLamp, brass, 40 W\t1\t1\n".utf8)
    }

    /// VmHWM of proc(5), in KB.
    private static func residentPeak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
