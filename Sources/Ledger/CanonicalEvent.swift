import Correspondence
import Foundation

/// The bytes of an event that its hash covers, and the event back from them.
///
/// UTF-8 JSON without white space; the keys of each object in the order of their bytes; of the optional ones only those
/// that have a value. Times are milliseconds since 1970 as integers. A string escapes `"`, `\` and the characters below
/// U+0020 (as `\u00XX`, lower case) and nothing else. Each field is an object whose one key is the value's sort, so that
/// what is read back is the very same event; a fraction is the shortest decimal text that reads back as itself:
///
///     {"event":"reply.sent","fields":{"attempts":{"number":1}},"mailbox":"main","number":7,"time":1790000000000}
enum CanonicalEvent {
    static func encode(_ event: Event, number: Int64) -> [UInt8] {
        var out = JSONText()
        var members: [(String, JSONText.Value)] = [
            ("event", .string(event.name.rawValue)), ("number", .integer(number)),
            ("time", .integer(event.time.milliseconds)),
            ("fields", .object(event.fields.map { ($0.key, value($0.value)) })),
        ]
        let texts = [
            ("conversation", event.conversation?.value), ("kind", event.kind?.rawValue), ("mailbox", event.mailbox),
            ("message", event.message), ("order", event.order?.value),
        ]
        for case (let key, let text?) in texts { members.append((key, .string(text))) }
        out.append(.object(members))
        return out.bytes
    }

    /// `nil` where the bytes are no event, or one of a newer vocabulary.
    static func decode(_ bytes: [UInt8]) -> (number: Int64, event: Event)? {
        guard let line = try? JSONDecoder().decode(Line.self, from: Data(bytes)),
            let name = EventName(rawValue: line.event)
        else { return nil }
        var event = Event(name, at: Instant(milliseconds: line.time), mailbox: line.mailbox, message: line.message)
        event.conversation = line.conversation.map(ConversationKey.init(stored:))
        event.order = line.order.flatMap(OrderID.init)
        event.kind = line.kind.flatMap(Kind.init(rawValue:))
        event.fields = line.fields.mapValues(\.value)
        return (line.number, event)
    }

    private static func value(_ value: EventValue) -> JSONText.Value {
        switch value {
        case .text(let text): .object([("text", .string(text))])
        case .number(let number): .object([("number", .integer(number))])
        case .fraction(let fraction): .object([("fraction", .string("\(fraction)"))])
        case .flag(let flag): .object([("flag", .flag(flag))])
        case .time(let time): .object([("time", .integer(time.milliseconds))])
        case .list(let list): .object([("list", .array(list.map(JSONText.Value.string)))])
        case .person(let name): .object([("person", .string(name))])
        case .address(let address): .object([("address", .string(address.description))])
        case .words(let words): .object([("words", .string(words))])
        }
    }

    private struct Line: Decodable {
        let event: String
        let number: Int64
        let time: Int64
        let mailbox: String?
        let message: String?
        let conversation: String?
        let order: String?
        let kind: String?
        let fields: [String: Field]
    }

    private struct Field: Decodable {
        let value: EventValue

        private enum CodingKeys: CodingKey { case text, number, fraction, flag, time, list, person, address, words }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            guard let key = container.allKeys.first else { throw Self.unreadable(decoder) }
            switch key {
            case .text: value = .text(try container.decode(String.self, forKey: key))
            case .number: value = .number(try container.decode(Int64.self, forKey: key))
            case .fraction:
                guard let number = Double(try container.decode(String.self, forKey: key)) else {
                    throw Self.unreadable(decoder)
                }
                value = .fraction(number)
            case .flag: value = .flag(try container.decode(Bool.self, forKey: key))
            case .time: value = .time(Instant(milliseconds: try container.decode(Int64.self, forKey: key)))
            case .list: value = .list(try container.decode([String].self, forKey: key))
            case .person: value = .person(try container.decode(String.self, forKey: key))
            case .address: value = .address(try container.decode(EmailAddress.self, forKey: key))
            case .words: value = .words(try container.decode(String.self, forKey: key))
            }
        }

        private static func unreadable(_ decoder: any Decoder) -> DecodingError {
            .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not an event's field"))
        }
    }
}

/// JSON of one form only: equal values are equal bytes.
struct JSONText {
    indirect enum Value {
        case string(String), integer(Int64), flag(Bool), array([Value]), object([(String, Value)])
    }

    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Value) {
        switch value {
        case .string(let text): append(text)
        case .integer(let number): bytes += "\(number)".utf8
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(value)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            for (index, (key, value)) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(key)
                bytes.append(UInt8(ascii: ":"))
                append(value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += ("\\u00" + [byte].hexadecimal).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
