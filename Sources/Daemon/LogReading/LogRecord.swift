import Correspondence
import Foundation

/// One line of the log as it is read again: from the ledger, a JSON log, or what `journalctl -o json` prints.
struct LogRecord: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        let name: String
        let text: String
    }

    /// In the order in which they are shown; those of a JSON line by name, the known ones first.
    let fields: [Field]

    init(fields: [Field]) { self.fields = fields }

    /// - Returns: `nil` where the line is no event of replyd's.
    init?(line: some StringProtocol) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            return nil
        }
        let values = object["REPLYD_EVENT"] == nil ? object : Self.ofJournal(object)
        guard values["event"] is String, values["time"] is String else { return nil }
        let names = Self.first.filter { values[$0] != nil } + values.keys.filter { !Self.first.contains($0) }.sorted()
        fields = names.compactMap { name in values[name].map { Field(name: name, text: Self.text($0)) } }
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.text }

    var time: Instant? { self["time"].flatMap { Instant(iso8601: $0) } }

    /// For a terminal: the reader's own time, the event, and what it tells.
    func text(_ zone: TimeZone) -> String {
        let time =
            self.time.map { $0.date.formatted(Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: zone)) }
            ?? self["time"] ?? "?"
        let rest = fields.filter { $0.name != "time" && $0.name != "event" && $0.name != "number" }
        return ([time, self["event"] ?? "?"] + rest.map { LogLine.pair($0.name, $0.text) }).joined(separator: " ")
    }

    /// The same fields as JSON, each as text.
    var json: String {
        "{" + fields.map { "\(LogLine.quoted($0.name)):\(LogLine.quoted($0.text))" }.joined(separator: ",") + "}"
    }

    private static let first = ["time", "event", "number", "mailbox", "message", "conversation", "order", "kind"]

    private static func ofJournal(_ object: [String: Any]) -> [String: Any] {
        var values: [String: Any] = [:]
        for (key, value) in object where key.hasPrefix("REPLYD_") { values[key.dropFirst(7).lowercased()] = value }
        return values
    }

    private static func text(_ value: Any) -> String {
        switch value {
        case let text as String: text
        case let list as [Any]: list.map { text($0) }.joined(separator: "; ")
        // A JSON true is a number to the reader, and tells itself only by its type.
        case let number as NSNumber: isBoolean(number) ? (number.boolValue ? "true" : "false") : "\(number)"
        default: "\(value)"
        }
    }

    private static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
