import Foundation

/// `replyd-bench [--only NAME] [--json FILE]`: measures parts of the house on this machine, in one thread.
///
///     swift run -c release replyd-bench
///
/// Exit 0 where each target was met, 1 where one was missed or could not be measured, 64 for a wrong command line.
@main
enum BenchCommand {
    static func main() {
        do {
            let order = try BenchOrder(CommandLine.arguments.dropFirst())
            let report = BenchReport(measurements: try order.benches.map { try $0.measure() })
            print(report.table)
            if let file = order.json { try report.json().write(to: URL(fileURLWithPath: file)) }
            exit(report.measurements.allSatisfy(\.isMet) ? 0 : 1)
        } catch let error as BenchOrder.Wrong {
            tell("\(error.description)\nusage: replyd-bench [--only NAME]… [--json FILE]")
            exit(64)
        } catch {
            tell("replyd-bench: \(error)")
            exit(1)
        }
    }

    private static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}

/// What the command line asks for.
struct BenchOrder {
    var benches = Benches.all
    var json: String?

    struct Wrong: Error, CustomStringConvertible { let description: String }

    init(_ arguments: some Sequence<String>) throws(Wrong) {
        var names: Set<String> = []
        var rest = arguments.makeIterator()
        while let option = rest.next() {
            guard ["--only", "--json"].contains(option) else { throw Wrong(description: "unknown: \(option)") }
            guard let value = rest.next() else { throw Wrong(description: "\(option) needs a value") }
            if option == "--json" {
                json = value
            } else {
                guard Benches.all.contains(where: { $0.name == value }) else {
                    let known = Benches.all.map(\.name).joined(separator: ", ")
                    throw Wrong(description: "there is no bench \(value); there are \(known)")
                }
                names.insert(value)
            }
        }
        if !names.isEmpty { benches = benches.filter { names.contains($0.name) } }
    }
}
