import Configuration
import Correspondence
import Foundation
import Ledger
import Reports

/// `replyd simulate`: plays the past through a configuration. Sends nothing, changes nothing.
public enum SimulateCommand {
    /// What is asked for.
    public struct Request: Sendable {
        public var configuration: String
        /// `nil`: the only mailbox that there is.
        public var mailbox: String?
        /// Empty: the ledger.
        public var files: [String]
        public var sent: [String]
        /// `nil`: from the first mail, to the last.
        public var from: String?
        public var to: String?
        public var json: Bool
        public var html: String?
        public var diff: String?

        public init(
            configuration: String, mailbox: String? = nil, files: [String] = [], sent: [String] = [],
            from: String? = nil, to: String? = nil, json: Bool = false, html: String? = nil, diff: String? = nil
        ) {
            self.configuration = configuration
            self.mailbox = mailbox
            self.files = files
            self.sent = sent
            self.from = from
            self.to = to
            self.json = json
            self.html = html
            self.diff = diff
        }
    }

    public static func run(_ request: Request) async throws {
        let configuration = try LoadedConfiguration.load(request.configuration)
        let settings = try mailbox(request.mailbox, in: configuration, request.configuration)
        let other = try request.diff.map { path in
            let other = try LoadedConfiguration.load(path)
            return (path, other, try mailbox(settings.key, in: other, path))
        }
        let asked = try asked(request, settings)
        let progress = SimulationProgress()
        let past = try await past(request, configuration, settings, asked, progress)
        let time = try time(asked, past, settings)
        let now = SystemClock().now
        let report = try await Simulation.report(
            past, in: time, settings, configuration, path: request.configuration, now: now,
            progress: progress.played)
        guard !report.mails.isEmpty || !report.unreadable.isEmpty else {
            progress.end()
            throw CommandEnd.failed("no mail of \(settings.key) came in from \(said(time, settings))")
        }
        var diff: SimulationDiff?
        if let (path, other, settings) = other {
            let second = try await Simulation.report(
                past, in: time, settings, other, path: path, now: now, progress: progress.played)
            diff = SimulationDiff(report, second)
        }
        progress.end()
        if let html = request.html { try write(SimulationPage(report, diff: diff).text, to: html) }
        try print(report, diff, json: request.json)
    }

    private static func mailbox(
        _ key: String?, in configuration: Configuration, _ path: String
    ) throws -> Configuration.Mailbox {
        if key == nil, configuration.mailboxes.count == 1 { return configuration.mailboxes[0] }
        if let found = key.flatMap({ configuration.mailbox($0) }) { return found }
        let known = configuration.mailboxes.map(\.key).joined(separator: ", ")
        throw CommandEnd.usage(
            key.map { "there is no mailbox \($0) in \(path), which has \(known)" }
                ?? "say with --mailbox which one of \(known)")
    }

    private static func asked(
        _ request: Request, _ settings: Configuration.Mailbox
    ) throws -> (from: Instant?, to: Instant?) {
        let zone = settings.windows.window.hours.timeZone
        let from = try request.from.map { try SimulationTime.read($0, option: "--from", in: zone) }
        let to = try request.to.map { try SimulationTime.read($0, option: "--to", in: zone) }
        if let from, let to { _ = try SimulationTime.range(from: from, to: to) }
        return (from, to)
    }

    private static func past(
        _ request: Request, _ configuration: Configuration, _ settings: Configuration.Mailbox,
        _ asked: (from: Instant?, to: Instant?), _ progress: SimulationProgress
    ) async throws -> Past {
        guard request.files.isEmpty else {
            return try await Past.read(files: request.files, sent: request.sent, progress: progress.looked)
        }
        guard request.sent.isEmpty else {
            throw CommandEnd.usage("--sent goes with mails from files; the ledger knows people's answers itself")
        }
        try StoreOwner.become(store: configuration.storePath)
        let ledger = try SQLiteLedger.open(readOnly: configuration.storePath)
        let (from, to) = (asked.from ?? .distantPast + Past.before, asked.to ?? .distantFuture - Past.after)
        return try await Past.read(ledger, mailbox: settings.key, time: from < to ? from..<to : nil)
    }

    private static func time(
        _ asked: (from: Instant?, to: Instant?), _ past: Past, _ settings: Configuration.Mailbox
    ) throws -> Range<Instant> {
        if let from = asked.from, let to = asked.to { return from..<to }
        guard let extent = past.extent else { throw CommandEnd.failed("there is no mail to simulate") }
        if let from = asked.from, from >= extent.upperBound {
            throw CommandEnd.failed(
                "no mail came in from \(from.iso8601) on: the last is of \(extent.upperBound.iso8601)")
        }
        if let to = asked.to, to <= extent.lowerBound {
            throw CommandEnd.failed(
                "no mail came in before \(to.iso8601): the first is of \(extent.lowerBound.iso8601)")
        }
        return try SimulationTime.range(
            from: asked.from ?? extent.lowerBound, to: asked.to ?? max(extent.upperBound, asked.from ?? .distantPast))
    }

    private static func said(_ time: Range<Instant>, _ settings: Configuration.Mailbox) -> String {
        "\(time.lowerBound.iso8601) to \(time.upperBound.iso8601)"
    }

    private static func write(_ page: String, to path: String) throws {
        do { try Data(page.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw CommandEnd.failed("\(path): \(error.localizedDescription)")
        }
    }

    private static func print(_ report: SimulationReport, _ diff: SimulationDiff?, json: Bool) throws {
        guard json else {
            let parts = [report.text, diff?.text(in: report)].compactMap { $0 }
            return CommandOutput.write(parts.joined(separator: "\n\n"))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        CommandOutput.write(
            String(decoding: try encoder.encode(Printed(simulation: report, diff: diff)), as: UTF8.self))
    }

    /// The one object that `--json` prints: the simulation, and beside it `diff` where one was asked for.
    private struct Printed: Encodable {
        let simulation: SimulationReport
        let diff: SimulationDiff?

        private enum Keys: CodingKey { case diff }

        func encode(to encoder: any Encoder) throws {
            try simulation.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encodeIfPresent(diff, forKey: .diff)
        }
    }
}

/// Told on a terminal, where there is much to play.
struct SimulationProgress: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func looked(_ done: Int, _ count: Int) { tell("looked at \(done) of \(count) mails", count) }

    func played(_ done: Int, _ count: Int, _ at: Instant) {
        tell("played \(done) of \(count), \(at.iso8601.prefix(10))", count)
    }

    func end() { if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) } }

    private func tell(_ text: String, _ count: Int) {
        guard isTerminal, count > 500 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }
}
