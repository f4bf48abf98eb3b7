/// Finds what the TOML library must not be given: it reads only to the first NUL, and it stops the whole program at a
/// `[` that no table's name follows and at a `}` where a list's value should stand.
public enum TOMLGuard {
    /// Where and what; `nil` where the library can have the text.
    public static func refusal(of toml: String) -> TOMLRefusal? {
        var scan = TOMLScan(bytes: Array(toml.utf8))
        return scan.refusal()
    }
}

/// Why a text is no TOML, before the library sees it.
public struct TOMLRefusal: Hashable, Sendable {
    /// From 1.
    public let line: Int
    /// In bytes, from 1.
    public let column: Int
    public let message: String
}

/// Walks over a TOML text, statement by statement. On a text that is no TOML it says little and never fails.
private struct TOMLScan {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func refusal() -> TOMLRefusal? {
        if let zero = bytes.firstIndex(of: 0) {
            position = zero
            return here("it has a NUL byte, so this is no text file")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count {
            skip(while: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D })
            if peek == UInt8(ascii: "[") {
                position += 1
                if peek == UInt8(ascii: "[") { position += 1 }
                skip(while: { $0 == 0x20 || $0 == 0x09 })
                guard isAtKey else { return here("no table's name follows the [") }
            }
            if let refusal = skipStatement() { return refusal }
        }
        return nil
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// True where a bare or quoted key begins.
    private var isAtKey: Bool {
        guard let byte = peek else { return false }
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            return true
        default: return false
        }
    }

    private func here(_ message: String) -> TOMLRefusal {
        let before = bytes[..<min(position, bytes.count)]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return TOMLRefusal(
            line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: before.count - start + 1, message: message)
    }

    private mutating func skip(while wanted: (UInt8) -> Bool) {
        while let byte = peek, wanted(byte) { position += 1 }
    }

    /// To the line after the statement, over arrays and strings of many lines.
    private mutating func skipStatement() -> TOMLRefusal? {
        var open: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
            case UInt8(ascii: "#"): skip(while: { $0 != UInt8(ascii: "\n") })
            default:
                if byte == UInt8(ascii: "}"), open.last == UInt8(ascii: "[") {
                    return here("a } stands inside of a list: its [ is not closed")
                }
                position += 1
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { open.append(byte) }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { _ = open.popLast() }
                if byte == UInt8(ascii: "\n"), open.isEmpty { return nil }
            }
        }
        return nil
    }

    /// One string of any of TOML's four forms; one of a single line ends with its line at the latest.
    private mutating func skipString(_ quote: UInt8) {
        func isTriple(_ at: Int) -> Bool { at + 2 < bytes.count && bytes[at...at + 2].allSatisfy { $0 == quote } }
        let long = isTriple(position)
        position += long ? 3 : 1
        while let byte = peek {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                position += 2
            } else if byte == quote, !long || isTriple(position) {
                position += long ? 3 : 1
                return skip(while: { long && $0 == quote })
            } else if byte == UInt8(ascii: "\n"), !long {
                return
            } else {
                position += 1
            }
        }
    }
}
