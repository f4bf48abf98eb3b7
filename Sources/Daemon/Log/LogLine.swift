import Correspondence
import Foundation
import Ledger

/// How an event is written: the one place that turns an event into text.
public struct LogLine: Sendable {
    public enum Format: String, Sendable, CaseIterable { case json, text, journal }

    public var format: Format
    /// False: buyers' names, addresses and words are masked.
    public var plain: Bool

    public init(format: Format, plain: Bool) {
        self.format = format
        self.plain = plain
    }

    /// One line with its line end, for JSON and text.
    public func line(_ event: Event, number: Int64?) -> String {
        let fields = fields(of: event, number: number)
        return format == .json ? json(fields) : text(fields)
    }

    /// Journal fields: `MESSAGE`, `PRIORITY`, and `REPLYD_…` for each field.
    public func journalFields(_ event: Event, number: Int64?) -> [String] {
        let fields = fields(of: event, number: number)
        let told = fields.dropFirst(2).map { "\($0.name)=\($0.value.text)" }.joined(separator: " ")
        return [
            "MESSAGE=\(event.name.rawValue) \(told)", "MESSAGE_ID=\(event.name.journalID)",
            "PRIORITY=\(event.name.priority)", "SYSLOG_IDENTIFIER=replyd",
        ]
            + fields.map { "REPLYD_\($0.name.uppercased())=\($0.value.text)" }
    }

    /// The fields as text, for those who read the log rather than write it.
    func record(_ event: Event, number: Int64?) -> LogRecord {
        LogRecord(fields: fields(of: event, number: number).map { LogRecord.Field(name: $0.name, text: $0.value.text) })
    }

    private typealias Field = (name: String, value: LogValue)

    private func fields(of event: Event, number: Int64?) -> [Field] {
        var fields: [Field] = [("time", .text(event.time.iso8601)), ("event", .text(event.name.rawValue))]
        if let number { fields.append(("number", .number(number))) }
        if let mailbox = event.mailbox { fields.append(("mailbox", .text(mailbox))) }
        if let message = event.message { fields.append(("message", .text(message))) }
        if let conversation = event.conversation {
            fields.append(("conversation", .text(plain ? conversation.value : Self.masked(conversation))))
        }
        if let order = event.order { fields.append(("order", .text(order.value))) }
        if let kind = event.kind { fields.append(("kind", .text(kind.rawValue))) }
        for (name, value) in event.fields.sorted(by: { $0.key < $1.key }) { fields.append((name, shown(value))) }
        return fields
    }

    private func shown(_ value: EventValue) -> LogValue {
        switch value {
        case .text(let text): .text(plain ? text : Self.masked(text))
        case .number(let number): .number(number)
        case .fraction(let fraction): .fraction(fraction)
        case .flag(let flag): .flag(flag)
        case .time(let instant): .text(instant.iso8601)
        case .list(let list): .list(list)
        case .person(let name): .text(plain ? name : name.prefix(1) + "…")
        case .address(let address): .text(plain ? address.description : address.masked)
        case .words(let words): .text(plain ? words : "(\(words.count) characters)")
        }
    }

    /// A server's words may hold the buyer's address.
    private static func masked(_ text: String) -> String {
        guard text.contains("@marketplace.") else { return text }
        return text.replacing(/[A-Za-z0-9+._\-]+@(marketplace\.[A-Za-z.]+)/) {
            "\($0.output.0.prefix(3))…@\($0.output.1)"
        }
    }

    /// `case:w0455ph9mvtwg42+133a` becomes `case:w04…+133a`.
    private static func masked(_ key: ConversationKey) -> String {
        guard let colon = key.value.firstIndex(of: ":") else { return "…" }
        let rest = key.value[key.value.index(after: colon)...]
        let end = rest.firstIndex { $0 == "+" || $0 == "/" || $0 == "@" } ?? rest.endIndex
        return key.value[...colon] + rest.prefix(3) + "…" + rest[end...]
    }

    private func json(_ fields: [Field]) -> String {
        "{" + fields.map { "\(Self.quoted($0.name)):\($0.value.json)" }.joined(separator: ",") + "}\n"
    }

    private func text(_ fields: [Field]) -> String {
        let head = fields.prefix(2).map(\.value.text).joined(separator: " ")
        return head + fields.dropFirst(2).map { " " + Self.pair($0.name, $0.value.text) }.joined() + "\n"
    }

    /// `name=value`, quoted where the value could be taken for more than one.
    static func pair(_ name: String, _ text: String) -> String {
        let bare =
            !text.isEmpty && !text.unicodeScalars.contains { $0 == " " || $0 == "\"" || $0 == "=" || isUnsafe($0) }
        return "\(name)=\(bare ? text : quoted(text))"
    }

    /// What could end a line, or steer a terminal.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    /// A JSON string (RFC 8259, 7): a value can never begin a line or a field of its own.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where isUnsafe(scalar):
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

/// A value ready to be written.
private enum LogValue {
    case text(String)
    case number(Int64)
    case fraction(Double)
    case flag(Bool)
    case list([String])

    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .fraction(let fraction): String(format: "%.3f", fraction)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let list): list.joined(separator: "; ")
        }
    }

    var json: String {
        switch self {
        case .text(let text): LogLine.quoted(text)
        case .list(let list): "[" + list.map(LogLine.quoted).joined(separator: ",") + "]"
        default: text
        }
    }
}

extension EventName {
    /// The journal's priority (syslog levels): 3 error, 4 warning, 5 notice, 6 information.
    var priority: Int {
        switch self {
        case .storeFailed, .replyFailed, .deadlineMissed, .logFailed, .configRejected: 3
        case .loginRefused, .mailboxLost, .mailboxSilent, .messageUnreadable, .replyAmbiguous, .guidelinesBlocked,
            .limitReached, .replyRefused, .replyBounced, .deadlineNear, .mailboxFlood, .taskDue, .promiseDue,
            .digestFailed, .alertFailed, .answerUnmatched, .folderUnreadable, .messageInJunk,
            .replyUnchecked:
            4
        case .messageHeld, .replyHeld, .daemonPaused, .daemonResumed, .mailboxBacklog, .mailboxRenumbered: 5
        default: 6
        }
    }
}
