import CGMime
import Foundation

/// The header fields of a mail or a part, in their order.
///
/// Names are compared without case. The bytes are kept as they came and decoded when asked for.
public struct Headers: Sendable {
    /// Names and raw values one after another, each ended by NUL, so that C functions can read them in place.
    private var bytes: [UInt8] = []

    /// Where each field's name and value stand in `bytes`.
    private var fields: [Field] = []

    private struct Field {
        var name: Range<Int>
        var value: Range<Int>
    }

    init() {}

    /// Reads the fields that GMime found, up to `limit`.
    init(_ object: UnsafeMutablePointer<GMimeObject>, limit: Int) {
        guard let list = g_mime_object_get_header_list(object) else { return }
        let count = Int(g_mime_header_list_get_count(list))
        fields.reserveCapacity(min(count, limit))
        bytes.reserveCapacity(2048)
        for index in 0..<min(count, limit) {
            guard let header = g_mime_header_list_get_header_at(list, Int32(index)),
                let name = g_mime_header_get_name(header), let value = g_mime_header_get_raw_value(header)
            else { continue }
            fields.append(Field(name: append(name), value: append(value)))
        }
    }

    /// Reads a block of header lines, such as a group of fields in a delivery report.
    init(lines: some Sequence<Substring>, limit: Int = Limits.standard.headerFields) {
        var name = ""
        var value = ""
        for line in lines {
            if line.first == " " || line.first == "\t" {
                value += " " + line.drop { $0 == " " || $0 == "\t" }
            } else if let colon = line.firstIndex(of: ":") {
                if !name.isEmpty { append(name: name, value: value) }
                guard fields.count < limit else { return }
                name = line[..<colon].trimmingCharacters(in: .whitespaces)
                value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
        }
        if !name.isEmpty { append(name: name, value: value) }
    }

    /// How many fields there are.
    public var count: Int { fields.count }

    /// Whether a field of that name is there.
    public func contains(_ name: String) -> Bool { index(of: name, from: 0) != nil }

    /// The first field of that name, unfolded and decoded (RFC 2047); nil where there is none.
    public func first(_ name: String) -> String? { index(of: name, from: 0).map { decoded(fields[$0].value) } }

    /// All fields of that name, unfolded and decoded, in their order.
    public func all(_ name: String) -> [String] {
        var values: [String] = []
        var next = 0
        while let found = index(of: name, from: next) {
            values.append(decoded(fields[found].value))
            next = found + 1
        }
        return values
    }

    /// The first field of that name, unfolded but with encoded words as they are; nil where there is none.
    public func raw(_ name: String) -> String? { index(of: name, from: 0).map { unfolded(fields[$0].value) } }

    /// Every field, decoded, in its order.
    public var decoded: [(name: String, value: String)] {
        fields.map { (String(decoding: bytes[$0.name], as: UTF8.self), decoded($0.value)) }
    }

    /// The mailboxes in the first field of that name that has any.
    func mailboxes(_ name: String) -> [Mailbox] {
        var next = 0
        while let found = index(of: name, from: next) {
            let mailboxes = mailboxes(in: fields[found].value)
            if !mailboxes.isEmpty { return mailboxes }
            next = found + 1
        }
        return []
    }

    private func mailboxes(in range: Range<Int>) -> [Mailbox] {
        let isHarmless = range.count < 2_000 && bytes[range].count { $0 == UInt8(ascii: ":") } < 8
        if isHarmless, !EncodedWords.mayNeedDecoding(bytes[range]) { return withCString(range, Mailbox.list) }
        var decoded = EncodedWords.decodedForAddresses(flat(range.prefix(Self.longestAddressField)))
        if !isHarmless { Self.closeGroups(in: &decoded) }
        decoded.append(0)
        return decoded.withUnsafeBytes {
            Mailbox.list($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self))
        }
    }

    /// Of longer address fields the rest is not read.
    private static let longestAddressField = 128 * 1024

    /// Makes spaces of the colons that open groups after a few: GMime reads each group in a call of its own, so that
    /// groups within groups could exhaust the stack.
    private static func closeGroups(in field: inout [UInt8]) {
        var left = 8
        for index in field.indices where field[index] == UInt8(ascii: ":") {
            if left == 0 { field[index] = 32 } else { left -= 1 }
        }
    }

    /// Hands the raw value of the first field of that name to a C function.
    func withRaw<Result>(_ name: String, _ body: (UnsafePointer<CChar>) -> Result?) -> Result? {
        index(of: name, from: 0).flatMap { withCString(fields[$0].value, body) }
    }

    // MARK: - Reading in place

    private func index(of name: String, from start: Int) -> Int? {
        var name = name
        return name.withUTF8 { wanted in
            bytes.withUnsafeBufferPointer { bytes in
                for index in start..<max(start, fields.count) {
                    let range = fields[index].name
                    guard range.count == wanted.count else { continue }
                    var same = true
                    for offset in 0..<wanted.count
                    where Self.lower(bytes[range.lowerBound + offset]) != Self.lower(wanted[offset]) {
                        same = false
                        break
                    }
                    if same { return index }
                }
                return nil
            }
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }

    private func withCString<Result>(_ range: Range<Int>, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        bytes.withUnsafeBytes { bytes in
            // The value is followed by NUL, and `bytes` is never empty where there is a field.
            body(bytes.baseAddress.unsafelyUnwrapped.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self))
        }
    }

    private func unfolded(_ range: Range<Int>) -> String { String(decoding: flat(range), as: UTF8.self) }

    /// The value's bytes without line ends, tabs as spaces, trimmed.
    private func flat(_ range: Range<Int>) -> [UInt8] {
        var flat: [UInt8] = []
        flat.reserveCapacity(range.count)
        for byte in bytes[range] where byte != 10 && byte != 13 && !(flat.isEmpty && (byte == 32 || byte == 9)) {
            flat.append(byte == 9 ? 32 : byte)
        }
        while flat.last == 32 { flat.removeLast() }
        return flat
    }

    private func decoded(_ range: Range<Int>) -> String {
        let flat = flat(range)
        let text =
            EncodedWords.mayNeedDecoding(flat) ? EncodedWords.decode(flat) : String(decoding: flat, as: UTF8.self)
        return HeaderText.onOneLine(text)
    }

    // MARK: - Building

    private mutating func append(_ string: UnsafePointer<CChar>) -> Range<Int> {
        let start = bytes.count
        var end = start
        let count = strlen(string)
        string.withMemoryRebound(to: UInt8.self, capacity: count) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
        }
        end = bytes.count
        bytes.append(0)
        return start..<end
    }

    private mutating func append(name: String, value: String) {
        let name = name.withCString { append($0) }
        let value = value.withCString { append($0) }
        fields.append(Field(name: name, value: value))
    }
}
