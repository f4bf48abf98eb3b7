/// Where each key of a TOML text stands: tables, keys, dotted keys. The library parses; this only finds lines for
/// messages, so on a text that is not TOML it finds little and never fails.
///
/// Keys inside an inline table or an array are found at the line of the key that holds them.
struct LineIndex {
    private var lines: [Path: Int] = [:]

    /// The line of `path`, else of the nearest table around it; `nil` at the top.
    func line(of path: Path) -> Int? {
        var path: Path? = path
        while let here = path, !here.parts.isEmpty {
            if let line = lines[here] { return line }
            path = here.parent
        }
        return nil
    }

    init(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        if scanner.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.advance(3) }
        var table = Path.root
        while !scanner.atEnd {
            scanner.skipBlank()
            let line = scanner.line
            switch scanner.peek {
            case UInt8(ascii: "["):
                scanner.advance()
                if scanner.peek == UInt8(ascii: "[") { scanner.advance() }
                scanner.skip(while: { $0 == 0x20 || $0 == 0x09 })
                table = Path(parts: scanner.dottedKey())
                note(table, line)
                scanner.skipLine()
            case UInt8(ascii: "#"), UInt8(ascii: "\n"), nil: scanner.skipLine()
            default:
                let key = scanner.dottedKey()
                if !key.isEmpty { note(Path(parts: table.parts + key), line) }
                scanner.skipValue()
            }
        }
    }

    /// A table that a longer path implies is found where it first appears.
    private mutating func note(_ path: Path, _ line: Int) {
        var path: Path? = path
        while let here = path, !here.parts.isEmpty, lines[here] == nil {
            lines[here] = line
            path = here.parent
        }
    }

    static func isBareKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// Walks over the bytes of a TOML text, counting lines.
private struct Scanner {
    let bytes: [UInt8]
    var position = 0
    var line = 1

    init(bytes: [UInt8]) { self.bytes = bytes }

    var atEnd: Bool { position >= bytes.count }
    var peek: UInt8? { atEnd ? nil : bytes[position] }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where !atEnd {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    mutating func skip(while wanted: (UInt8) -> Bool) {
        while let byte = peek, wanted(byte) { advance() }
    }

    /// Spaces, tabs, carriage returns: all but the line's end.
    mutating func skipBlank() { skip(while: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) }

    /// To the start of the next line.
    mutating func skipLine() {
        skip(while: { $0 != UInt8(ascii: "\n") })
        advance()
    }

    /// `a."b.c".d` as its parts; stops at what is no key.
    mutating func dottedKey() -> [String] {
        var parts: [String] = []
        while true {
            skipBlank()
            guard let byte = peek else { return parts }
            let start = position
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                skipString()
                parts.append(String(decoding: bytes[start..<position].dropFirst().dropLast(), as: UTF8.self))
            } else {
                skip(while: LineIndex.isBareKeyByte)
                if position == start { return parts }
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
            }
            skipBlank()
            guard peek == UInt8(ascii: ".") else { return parts }
            advance()
        }
    }

    /// From the `=` over the value, however many lines it takes, to the start of the next line.
    mutating func skipValue() {
        var depth = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                advance()
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                advance()
            case UInt8(ascii: "#"): skip(while: { $0 != UInt8(ascii: "\n") })
            case UInt8(ascii: "\n"):
                advance()
                if depth <= 0 { return }
            default: advance()
            }
        }
    }

    /// One string of any of TOML's four forms; a single-line one ends with its line at the latest.
    private mutating func skipString() {
        guard let quote = peek else { return }
        let long = position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote
        advance(long ? 3 : 1)
        while let byte = peek {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                advance(2)
            } else if byte == quote, !long {
                return advance()
            } else if byte == quote, position + 2 < bytes.count, bytes[position + 1] == quote,
                bytes[position + 2] == quote
            {
                advance(3)
                return skip(while: { $0 == quote })
            } else if byte == UInt8(ascii: "\n"), !long {
                return
            } else {
                advance()
            }
        }
    }
}
