/// Makes a command of what was read: pieces of line, with the literals between them.
///
/// Never fails on bytes as such; a command that makes no sense is refused with BAD, as RFC 3501 section 7.1.3 wants.
struct IMAPCommandParser {
    /// A part of a command on the wire.
    enum Piece: Equatable {
        /// Bytes of a line, without the line end and without the size of a literal that follows.
        case text([UInt8])
        case literal([UInt8])
    }

    /// The size of the literal that a line announces at its end.
    struct Announcement: Equatable {
        let size: Int

        /// Whether the client waits for a `+` before it sends it (RFC 7888).
        let isSynchronizing: Bool

        /// How many bytes of the line say so.
        let length: Int

        init?(endOf line: [UInt8]) {
            guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
            var digits = line[(open + 1)..<(line.endIndex - 1)]
            isSynchronizing = digits.last != UInt8(ascii: "+")
            if !isSynchronizing { digits.removeLast() }
            guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let size = Int(String(decoding: digits, as: UTF8.self))
            else { return nil }
            self.size = size
            length = line.endIndex - open
        }
    }

    /// How deep lists may stand in lists.
    private static let deepest = 16

    private let pieces: [Piece]
    private var piece = 0
    private var position = 0

    private init(_ pieces: [Piece]) { self.pieces = pieces }

    /// - Throws: `IMAPRefusal`, with the tag of the command where it has one.
    static func parse(_ pieces: [Piece]) throws -> IMAPCommand {
        var parser = IMAPCommandParser(pieces)
        guard case .atom(let tag)? = try parser.value(depth: 0), case .atom(let verb)? = try parser.value(depth: 0)
        else { throw IMAPRefusal.bad("a tag and a command, please") }
        var name = verb.uppercased()
        if name == "UID" {
            guard case .atom(let second)? = try parser.value(depth: 0) else { throw IMAPRefusal.bad("UID of what?") }
            name += " " + second.uppercased()
        }
        var arguments: [IMAPCommand.Value] = []
        while let value = try parser.value(depth: 0) { arguments.append(value) }
        return IMAPCommand(tag: tag, name: name, arguments: arguments)
    }

    /// The first word of what was read, to answer even what makes no sense.
    static func tag(of pieces: [Piece]) -> String {
        guard case .text(let bytes)? = pieces.first, let word = bytes.split(separator: 0x20).first else { return "*" }
        return String(decoding: word, as: UTF8.self)
    }

    /// The next value, or nil at the end.
    private mutating func value(depth: Int) throws -> IMAPCommand.Value? {
        guard depth <= IMAPCommandParser.deepest else { throw IMAPRefusal.bad("too many brackets") }
        while peek == 0x20 { position += 1 }
        guard piece < pieces.count else { return nil }
        if case .literal(let bytes) = pieces[piece] {
            piece += 1
            position = 0
            return .string(bytes)
        }
        switch peek {
        case nil:
            piece += 1
            position = 0
            return try value(depth: depth)
        case UInt8(ascii: "\""): return .string(try quoted())
        case UInt8(ascii: "("):
            position += 1
            return .list(try list(depth: depth + 1))
        case UInt8(ascii: ")"): throw IMAPRefusal.bad("a bracket too many")
        default: return .atom(atom())
        }
    }

    private mutating func list(depth: Int) throws -> [IMAPCommand.Value] {
        var values: [IMAPCommand.Value] = []
        while true {
            while peek == 0x20 { position += 1 }
            if peek == UInt8(ascii: ")") {
                position += 1
                return values
            }
            guard let next = try value(depth: depth) else { throw IMAPRefusal.bad("a bracket is not closed") }
            values.append(next)
        }
    }

    private mutating func quoted() throws -> [UInt8] {
        position += 1
        var bytes: [UInt8] = []
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "\"") { return bytes }
            if byte == UInt8(ascii: "\\"), let escaped = peek {
                position += 1
                bytes.append(escaped)
            } else {
                bytes.append(byte)
            }
        }
        throw IMAPRefusal.bad("a quoted string is not closed")
    }

    /// A word; what stands in square brackets belongs to it, blanks and all, if they are closed on the line.
    private mutating func atom() -> String {
        let start = position
        while let byte = peek, ![0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\"")].contains(byte) {
            position += 1
            if byte == UInt8(ascii: "["), let close = text[position...].firstIndex(of: UInt8(ascii: "]")) {
                position = close + 1
            }
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    /// The bytes of the present piece, or none where it is a literal.
    private var text: [UInt8] {
        guard piece < pieces.count, case .text(let bytes) = pieces[piece] else { return [] }
        return bytes
    }

    private var peek: UInt8? {
        guard piece < pieces.count, case .text(let bytes) = pieces[piece], position < bytes.count else { return nil }
        return bytes[position]
    }
}
