/// An enhanced status code, class.subject.detail (RFC 3463): `5.7.1`.
public struct EnhancedCode: Hashable, Sendable, CustomStringConvertible {
    public let group: Int
    public let subject: Int
    public let detail: Int

    /// Reads the code at the beginning of a reply's text; nil where there is none.
    init?(startOf text: some StringProtocol) {
        let parts = (text.split(separator: " ", maxSplits: 1).first ?? "").split(
            separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3,
            parts.allSatisfy({ (1...3).contains($0.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let group = Int(parts[0]), [2, 4, 5].contains(group), let subject = Int(parts[1]),
            let detail = Int(parts[2])
        else { return nil }
        self.group = group
        self.subject = subject
        self.detail = detail
    }

    public var description: String { "\(group).\(subject).\(detail)" }
}

/// An SMTP server's whole reply to one command.
public struct ServerReply: Hashable, Sendable {
    /// 200 to 599.
    public let code: Int
    /// The text of each line after the code, secrets masked.
    public let lines: [String]

    public init(code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
    }

    public var enhanced: EnhancedCode? { lines.last.flatMap { EnhancedCode(startOf: $0) } }
    public var isPositive: Bool { code < 400 }
    /// 5xx: the same will be refused again.
    public var isPermanent: Bool { code >= 500 }
    /// The whole last line, with the queue id that many servers give.
    public var lastLine: String { "\(code) \(lines.last ?? "")" }
}

extension ServerReply: CustomStringConvertible {
    public var description: String { lines.map { "\(code) \($0)" }.joined(separator: " | ") }
}
