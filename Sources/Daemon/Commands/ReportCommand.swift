import Configuration
import Correspondence
import Foundation
import Ledger
import Reports

/// `replyd report`: how buyers were answered in a stretch of time.
public enum ReportCommand {
    public enum Form: Sendable { case text, json, csv, html(String, force: Bool) }

    public static func run(from: String?, to: String?, form: Form, configuration path: String) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let timeZone = configuration.mailboxes[0].rules(.inquiry).window.hours.timeZone
        let now = SystemClock().now
        let end = try to.map { try SimulationTime.read($0, option: "--to", in: timeZone) } ?? now
        let start =
            try from.map { try SimulationTime.read($0, option: "--from", in: timeZone) } ?? end - .seconds(30 * 86_400)
        _ = try SimulationTime.range(from: start, to: end)
        let ledger = try SQLiteLedger.open(readOnly: configuration.storePath)
        let early = min(start, end - .seconds(90 * 86_400))
        let mails = try await ledger.reportedMails(from: early, to: end)
        guard mails.contains(where: { $0.began >= start }) else {
            throw CommandEnd.failed("no buyer's mail from \(start.iso8601) up to \(end.iso8601)")
        }
        let report = ResponseReport(
            mails, from: start, to: end, now: now, timeZone: timeZone,
            limits: try await limits(ledger, from: start, to: end))
        switch form {
        case .text: FileHandle.standardOutput.write(Data(report.text.utf8))
        case .json: FileHandle.standardOutput.write(Data(report.json.utf8))
        case .csv: FileHandle.standardOutput.write(Data(report.csv.utf8))
        case .html(let file, let force):
            guard force || !FileManager.default.fileExists(atPath: file) else {
                throw CommandEnd.failed("\(file) is there already: give another name, or --force to replace it")
            }
            do {
                try report.page(title: "Response report").write(toFile: file, atomically: true, encoding: .utf8)
            } catch { throw CommandEnd.failed("\(file) cannot be written: \(error.localizedDescription)") }
        }
    }

    private static func limits(_ ledger: SQLiteLedger, from: Instant, to: Instant) async throws -> [String] {
        var found: [String] = []
        var number: Int64 = 0
        while true {
            let page = try await ledger.events(after: number, limit: 2000)
            guard let last = page.last else { return found }
            for event in page.compactMap(\.event)
            where event.name == .limitReached && event.time >= from && event.time < to {
                if case .text(let name)? = event.fields["limit"] { found.append(name) } else { found.append("limit") }
            }
            number = last.number
        }
    }
}
