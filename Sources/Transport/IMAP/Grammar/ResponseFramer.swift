import Foundation

/// What is allowed before a server is taken for broken or hostile.
public struct ResponseLimits: Sendable {
    /// Bytes of one response without its literals (a SEARCH result of a million UIDs has 8 MB).
    public var line = 16 << 20
    /// Bytes of a literal that are kept; those of a longer one are dropped and only counted.
    public var literal = 64 << 20
    /// Bytes of a literal at all.
    public var dropped: UInt64 = 4 << 30
    /// Literals in one response.
    public var literals = 10_000
    /// Lists within lists.
    public var depth = 100
    public init() {}
}

/// The server broke the grammar.
public struct GrammarError: Error, Hashable, Sendable {
    public let what: String
    /// The bytes around it, at most 80.
    public let excerpt: [UInt8]
}

/// A string that came with its length before it.
enum Literal: Hashable, Sendable {
    case kept([UInt8])
    /// Longer than the limit: only its length is known.
    case dropped(UInt64)
}

/// One whole response, before its words are read.
struct RawResponse: Sendable {
    /// Its lines, each with CRLF; a literal's announcement `{n}` stays in them.
    var text: [UInt8]
    /// The literals, in order.
    var literals: [Literal] = []
}

/// Cuts the byte stream into whole responses. Incremental, bounded; feed it anything.
struct ResponseFramer: Sendable {
    private let limits: ResponseLimits
    private var input: [UInt8] = []
    private var position = 0
    private var current = RawResponse(text: [])
    /// Where the present line began in `current.text`.
    private var lineStart = 0
    /// The literal being read, and how much of it is missing.
    private var literal: Literal?
    private var missing: UInt64 = 0

    init(limits: ResponseLimits) {
        self.limits = limits
    }

    mutating func feed(_ bytes: [UInt8]) {
        if position == input.count {
            input = bytes
            position = 0
        } else {
            input.removeFirst(position)
            input.append(contentsOf: bytes)
            position = 0
        }
    }

    /// Whether nothing is left and no response is half read.
    var isEmpty: Bool { position == input.count && current.text.isEmpty }

    /// The next whole response; nil until more is fed.
    mutating func next() throws(GrammarError) -> RawResponse? {
        while true {
            if literal != nil, !readLiteral() { return nil }
            guard try readLine() else { return nil }
            if let length = try announcedLiteral() {
                literal = length <= UInt64(limits.literal) ? .kept([]) : .dropped(length)
                missing = length
                lineStart = current.text.count
                continue
            }
            defer {
                current = RawResponse(text: [])
                lineStart = 0
            }
            return current
        }
    }

    /// Moves input to the literal; true when it is whole.
    private mutating func readLiteral() -> Bool {
        let count = Int(min(missing, UInt64(input.count - position)))
        if count > 0 {
            // Taken out and put back, so that appending does not copy what is there.
            if case .kept(var bytes) = literal {
                literal = nil
                if bytes.isEmpty { bytes.reserveCapacity(Int(min(missing, 1 << 20))) }
                bytes.append(contentsOf: input[position..<position + count])
                literal = .kept(bytes)
            }
            position += count
            missing -= UInt64(count)
        }
        guard missing == 0, let whole = literal else { return false }
        current.literals.append(whole)
        literal = nil
        return true
    }

    /// Moves input to the line; true when it ends with CRLF.
    private mutating func readLine() throws(GrammarError) -> Bool {
        let available = input.count - position
        guard available > 0 else { return false }
        let length = input.withUnsafeBytes { bytes -> Int? in
            guard let start = bytes.baseAddress.map({ $0 + position }), let end = memchr(start, 10, available) else {
                return nil
            }
            return UnsafeRawPointer(end) - start + 1
        }
        let taken = length ?? available
        guard current.text.count + taken <= limits.line else { throw error("a response without end") }
        current.text.append(contentsOf: input[position..<position + taken])
        position += taken
        guard length != nil else { return false }
        try checkLine()
        return true
    }

    /// A line ends with CRLF and has no CR, LF or NUL elsewhere.
    private func checkLine() throws(GrammarError) {
        let line = current.text[lineStart...]
        let good = line.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, bytes.count >= 2, let cr = memchr(start, 13, bytes.count) else {
                return false
            }
            return UnsafeRawPointer(cr) - start == bytes.count - 2 && memchr(start, 0, bytes.count) == nil
        }
        guard good else { throw error("a line that does not end with CRLF, or a NUL in it") }
    }

    /// The length of the literal that the present line announces at its end.
    private func announcedLiteral() throws(GrammarError) -> UInt64? {
        let text = current.text
        var at = text.count - 3
        guard at >= lineStart, text[at] == UInt8(ascii: "}"), !isStatus else { return nil }
        at -= 1
        if at >= lineStart, text[at] == UInt8(ascii: "+") { at -= 1 }
        var length: UInt64 = 0
        var power: UInt64 = 1
        var digits = 0
        while at >= lineStart, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[at]) {
            digits += 1
            guard digits <= 18 else { throw error("a literal of impossible length") }
            length += power * UInt64(text[at] - 48)
            power &*= 10
            at -= 1
        }
        guard digits > 0, at >= lineStart, text[at] == UInt8(ascii: "{") else {
            throw error("a brace that announces no literal")
        }
        guard length <= limits.dropped else { throw error("a literal of \(length) bytes") }
        guard current.literals.count < limits.literals else { throw error("too many literals in one response") }
        return length
    }

    /// Whether the response ends with text for people, where a brace means nothing.
    private var isStatus: Bool {
        let head = current.text.prefix(80)
        if head.first == UInt8(ascii: "+") { return true }
        let words = head.split(separator: Grammar.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count > 1 else { return false }
        let word = String(decoding: words[1], as: UTF8.self).uppercased()
        return ["OK", "NO", "BAD", "BYE", "PREAUTH"].contains(word.filter { $0 != "\r\n" })
    }

    private func error(_ what: String) -> GrammarError {
        GrammarError(what: what, excerpt: Array(current.text[lineStart...].prefix(80)))
    }
}
