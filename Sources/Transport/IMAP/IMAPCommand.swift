/// A command without its tag, in the parts that literals cut it into.
struct IMAPCommand: Sendable {
    enum Part: Sendable {
        case text([UInt8])
        case literal([UInt8])
    }

    /// How it is called in errors: its words without its data.
    let name: String
    private(set) var parts: [Part] = []

    init(_ name: String, _ arguments: String = "") {
        self.name = name
        add(arguments.isEmpty ? name : "\(name) \(arguments)")
    }

    /// Adds words of the protocol.
    mutating func add(_ text: String) {
        add(bytes: Array(text.utf8))
    }

    /// Adds a folder's name, quoted, or as a literal where it has bytes that cannot be quoted.
    mutating func add(_ folder: FolderName) {
        add(string: folder.bytes)
    }

    mutating func add(string: [UInt8]) {
        guard string.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return parts.append(.literal(string)) }
        var quoted: [UInt8] = [Grammar.quote]
        for byte in string {
            if byte == Grammar.quote || byte == Grammar.backslash { quoted.append(Grammar.backslash) }
            quoted.append(byte)
        }
        add(bytes: quoted + [Grammar.quote])
    }

    mutating func add(literal: [UInt8]) {
        parts.append(.literal(literal))
    }

    private mutating func add(bytes: [UInt8]) {
        if case .text(let before) = parts.last {
            parts[parts.count - 1] = .text(before + bytes)
        } else {
            parts.append(.text(bytes))
        }
    }
}
