/// Reads the words of one response. Every method either takes what it names or throws.
struct Scanner {
    private let raw: RawResponse
    private let maxDepth: Int
    private(set) var at = 0
    private var nextLiteral = 0

    init(_ raw: RawResponse, depth: Int) {
        self.raw = raw
        maxDepth = depth
    }

    /// The next byte; nil at the end of the response (its last CRLF).
    var peek: UInt8? { at < raw.text.count - 2 ? raw.text[at] : nil }
    var isAtEnd: Bool { at >= raw.text.count - 2 }

    func error(_ what: String) -> GrammarError {
        GrammarError(what: what, excerpt: Array(raw.text[max(0, min(at, raw.text.count) - 40)...].prefix(80)))
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        at += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(GrammarError) {
        guard skip(byte) else { throw error("“\(Character(UnicodeScalar(byte)))” missing") }
    }

    mutating func space() throws(GrammarError) { try expect(Grammar.space) }

    mutating func end() throws(GrammarError) {
        // Some servers leave spaces at the end of lists; they mean nothing.
        while skip(Grammar.space) {}
        guard isAtEnd, nextLiteral == raw.literals.count else { throw error("more than the response should have") }
    }

    /// The bytes up to the first that `belongs` refuses; none is an error.
    mutating func run(_ belongs: (UInt8) -> Bool) throws(GrammarError) -> ArraySlice<UInt8> {
        let start = at
        while let byte = peek, belongs(byte) { at += 1 }
        guard at > start else { throw error("a word missing") }
        return raw.text[start..<at]
    }

    mutating func atom() throws(GrammarError) -> String {
        String(decoding: try run(Grammar.isAtom), as: UTF8.self)
    }

    /// An atom in capitals, for the names of the protocol.
    mutating func name() throws(GrammarError) -> String { try atom().uppercased() }

    mutating func number() throws(GrammarError) -> UInt64 {
        let start = at
        var value: UInt64 = 0
        while let byte = peek, byte >= 48, byte <= 57 {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, overToo) = product.addingReportingOverflow(UInt64(byte - 48))
            guard !over, !overToo else { throw error("a number too large") }
            value = sum
            at += 1
        }
        guard at > start else { throw error("a number missing") }
        return value
    }

    mutating func uid() throws(GrammarError) -> UID {
        guard let uid = UID(try number()) else { throw error("a UID of zero or over 32 bits") }
        return uid
    }

    mutating func uidValidity() throws(GrammarError) -> UIDValidity {
        guard let value = UIDValidity(try number()) else { throw error("a UIDVALIDITY of zero or over 32 bits") }
        return value
    }

    /// A set of UIDs, `4:2,7`; `*` is not allowed in what a server sends.
    mutating func uidSet() throws(GrammarError) -> UIDSet {
        var ranges: [ClosedRange<UInt32>] = []
        repeat {
            let first = try uid().value
            let second = skip(UInt8(ascii: ":")) ? try uid().value : first
            ranges.append(min(first, second)...max(first, second))
        } while skip(UInt8(ascii: ","))
        return UIDSet(ranges: ranges)
    }

    mutating func quoted() throws(GrammarError) -> [UInt8] {
        try expect(Grammar.quote)
        var bytes: [UInt8] = []
        while let byte = peek {
            at += 1
            switch byte {
            case Grammar.quote: return bytes
            case Grammar.backslash:
                guard let next = peek, next == Grammar.quote || next == Grammar.backslash else {
                    throw error("a backslash before what needs none")
                }
                at += 1
                bytes.append(next)
            default: bytes.append(byte)
            }
        }
        throw error("a quoted string without end")
    }

    /// A literal, `{n}` or `~{n}`, with its bytes.
    mutating func literal() throws(GrammarError) -> Literal {
        _ = skip(UInt8(ascii: "~"))
        try expect(UInt8(ascii: "{"))
        _ = try number()
        _ = skip(UInt8(ascii: "+"))
        try expect(UInt8(ascii: "}"))
        guard peek == Grammar.cr, nextLiteral < raw.literals.count else { throw error("a literal without its bytes") }
        at += 2
        defer { nextLiteral += 1 }
        return raw.literals[nextLiteral]
    }

    var isLiteral: Bool { peek == UInt8(ascii: "{") || peek == UInt8(ascii: "~") }

    /// A quoted string or a literal short enough to be kept.
    mutating func string() throws(GrammarError) -> [UInt8] {
        guard isLiteral else { return try quoted() }
        guard case .kept(let bytes) = try literal() else { throw error("a string too long") }
        return bytes
    }

    mutating func astring() throws(GrammarError) -> [UInt8] {
        if peek == Grammar.quote || isLiteral { return try string() }
        return Array(try run(Grammar.isAString))
    }

    /// A string, or nil for NIL.
    mutating func nstring() throws(GrammarError) -> [UInt8]? {
        if peek == Grammar.quote || isLiteral { return try string() }
        guard try name() == "NIL" else { throw error("neither a string nor NIL") }
        return nil
    }

    /// A list in parentheses, its elements parted by spaces.
    mutating func list(_ element: (inout Scanner) throws(GrammarError) -> Void) throws(GrammarError) {
        try expect(Grammar.open)
        while !skip(Grammar.close) {
            try element(&self)
            if peek != Grammar.close { try space() }
        }
    }

    mutating func flags() throws(GrammarError) -> Set<Flag> {
        var flags: Set<Flag> = []
        try list { scanner throws(GrammarError) in flags.insert(try scanner.flag()) }
        return flags
    }

    mutating func flag() throws(GrammarError) -> Flag {
        let start = at
        _ = skip(Grammar.backslash)
        if at > start, skip(UInt8(ascii: "*")) { return Flag(trusted: "\\*") }
        _ = try run { Grammar.isAString($0) }
        return Flag(trusted: String(decoding: raw.text[start..<at], as: UTF8.self))
    }

    /// Passes over one value of any form: number, atom, string, NIL, list.
    mutating func skipValue() throws(GrammarError) {
        var depth = 0
        repeat {
            switch peek {
            case Grammar.open:
                at += 1
                depth += 1
                guard depth <= maxDepth else { throw error("lists too deep") }
            case Grammar.close:
                guard depth > 0 else { throw error("a value missing") }
                at += 1
                depth -= 1
            case Grammar.space where depth > 0: at += 1
            case Grammar.quote: _ = try quoted()
            case UInt8(ascii: "{"), UInt8(ascii: "~"): _ = try literal()
            case nil: throw error("a value without end")
            default: _ = try run { Grammar.isAString($0) || $0 == Grammar.backslash || $0 == UInt8(ascii: "*") }
            }
        } while depth > 0
    }

    /// All that is left, as text for people.
    mutating func rest() -> [UInt8] {
        defer { at = max(at, raw.text.count - 2) }
        return isAtEnd ? [] : Array(raw.text[at..<raw.text.count - 2])
    }

    /// The bytes up to the `]` that closes the one open; nil where none does.
    mutating func untilBracket() -> [UInt8]? {
        var inQuotes = false
        var index = at
        while index < raw.text.count - 2 {
            let byte = raw.text[index]
            if byte == Grammar.backslash && inQuotes { index += 1 }
            if byte == Grammar.quote { inQuotes.toggle() }
            if byte == UInt8(ascii: "]") && !inQuotes {
                defer { at = index + 1 }
                return Array(raw.text[at..<index])
            }
            index += 1
        }
        return nil
    }
}
