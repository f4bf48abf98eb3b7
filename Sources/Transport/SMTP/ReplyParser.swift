import Foundation

/// Reads an SMTP server's byte stream: feed it what came, take out whole replies (RFC 5321 section 4.2).
///
/// Strict on purpose: a line without CRLF, a code that changes within a reply, or a line too long is an error, since
/// a reply that two readers could understand differently must not decide whether a mail was sent.
public struct ReplyParser: Sendable {
    /// Bytes of one line; RFC 5321 says 512, some servers say more.
    static let longestLine = 4096
    static let mostLines = 200

    private var input: [UInt8] = []
    private var position = 0
    private var code = 0
    private var lines: [[UInt8]] = []

    public init() {}

    public mutating func feed(_ bytes: [UInt8]) {
        input.removeFirst(position)
        position = 0
        input.append(contentsOf: bytes)
    }

    /// Whether nothing is left over, not even a part of a reply.
    public var isEmpty: Bool { position == input.count && lines.isEmpty }

    /// The next whole reply: its code and the text of its lines; nil until more is fed.
    public mutating func next() throws(GrammarError) -> (code: Int, lines: [[UInt8]])? {
        while let line = try nextLine() {
            guard line.count >= 3, line.prefix(3).allSatisfy({ (48...57).contains($0) }) else {
                throw error("a reply without its code", line)
            }
            let number = line.prefix(3).reduce(0) { $0 * 10 + Int($1 - 48) }
            guard (200...599).contains(number) else { throw error("a reply code of no meaning", line) }
            guard lines.isEmpty || number == code else { throw error("a reply with two codes", line) }
            let mark = line.count > 3 ? line[3] : Grammar.space
            guard mark == Grammar.space || mark == UInt8(ascii: "-") else {
                throw error("no space after the code", line)
            }
            code = number
            lines.append(Array(line.dropFirst(4)))
            guard lines.count <= Self.mostLines else { throw error("a reply without end", line) }
            if mark == Grammar.space {
                defer { lines = [] }
                return (code, lines)
            }
        }
        return nil
    }

    private mutating func nextLine() throws(GrammarError) -> [UInt8]? {
        let rest = input[position...]
        guard let end = rest.firstIndex(of: Grammar.lf) else {
            guard rest.count <= Self.longestLine else { throw error("a line without end", Array(rest)) }
            return nil
        }
        let line = Array(rest[..<end])
        guard line.count < Self.longestLine, line.last == Grammar.cr, line.firstIndex(of: Grammar.cr) == line.count - 1,
            !line.contains(0)
        else { throw error("a line that does not end with CRLF, or is too long", line) }
        position = end + 1
        return line.dropLast()
    }

    private func error(_ what: String, _ line: [UInt8]) -> GrammarError {
        GrammarError(what: what, excerpt: Array(line.prefix(80)))
    }
}
