import Configuration
import Correspondence
import Foundation
import Ledger

/// `replyd log`: the events again, filtered and readable; from the ledger, or from log files.
public struct LogCommand: Sendable {
    let filter: LogFilter
    let json: Bool
    let zone: TimeZone

    public init(filter: LogFilter, json: Bool, zone: TimeZone = .current) {
        self.filter = filter
        self.json = json
        self.zone = zone
    }

    /// JSON logs, or the journal's JSON; `-` is standard input, which is followed by nature.
    public func read(files: [String]) throws {
        for file in files {
            var strange = 0
            let lines = try LineReader(file)
            while let line = try lines.next() {
                guard !line.isEmpty else { continue }
                guard let record = LogRecord(line: line) else {
                    strange += 1
                    continue
                }
                show(record, record)
            }
            if strange > 0 {
                CommandOutput.tell(
                    "replyd: \(file): \(strange) lines are no events (of a JSON log, or journalctl -o json)")
            }
        }
    }

    /// The ledger's events, masked as `[log]` says.
    ///
    /// - Parameter follow: go on with what comes in, until interrupted.
    public func readStore(configuration path: String, follow: Bool) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let store = configuration.storePath
        guard FileManager.default.fileExists(atPath: store) else {
            throw CommandEnd.failed("there is no store at \(store); start the daemon with replyd run")
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(readOnly: store)
        let shown = LogLine(format: .text, plain: configuration.log.personalData == .plain)
        let whole = LogLine(format: .text, plain: true)
        var position: Int64 = 0
        while true {
            let events = try await ledger.events(after: position, limit: 1000)
            for numbered in events {
                position = numbered.number
                guard let event = numbered.event else { continue }
                show(whole.record(event, number: position), shown.record(event, number: position))
            }
            guard events.isEmpty else { continue }
            guard follow else { return }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func show(_ record: LogRecord, _ shown: LogRecord) {
        guard filter.wants(record) else { return }
        CommandOutput.write(json ? shown.json : shown.text(zone))
    }
}

/// The lines of a file or of standard input, as they come.
private final class LineReader {
    private let handle: FileHandle
    private var rest = Data()
    private var atEnd = false

    init(_ path: String) throws {
        guard path != "-" else {
            handle = .standardInput
            return
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CommandEnd.failed("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        handle = file
    }

    func next() throws -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
                rest = rest[(end + 1)...]
                return line
            }
            guard !atEnd else {
                guard !rest.isEmpty else { return nil }
                defer { rest = Data() }
                return String(decoding: rest, as: UTF8.self)
            }
            let more = handle.availableData
            if more.isEmpty { atEnd = true } else { rest = rest + more }
        }
    }
}
