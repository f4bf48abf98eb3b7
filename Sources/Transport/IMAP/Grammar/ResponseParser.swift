/// Reads an IMAP server's byte stream: feed it what came, take out whole responses.
///
/// It takes every legal response in any order and throws at an illegal one; after that the stream has no meaning any
/// more and must be closed. It holds at most what `ResponseLimits` allow and never crashes, whatever it is fed.
public struct ResponseParser: Sendable {
    private var framer: ResponseFramer
    private let limits: ResponseLimits

    public init(limits: ResponseLimits = ResponseLimits()) {
        framer = ResponseFramer(limits: limits)
        self.limits = limits
    }

    public mutating func feed(_ bytes: [UInt8]) { framer.feed(bytes) }

    /// Whether all that was fed has been taken out.
    public var isEmpty: Bool { framer.isEmpty }

    /// The next response; nil until more is fed.
    public mutating func next() throws(GrammarError) -> Response? {
        guard let raw = try framer.next() else { return nil }
        var scanner = Scanner(raw, depth: limits.depth)
        return try Self.response(&scanner)
    }

    private static func response(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        if scanner.skip(UInt8(ascii: "+")) {
            _ = scanner.skip(Grammar.space)
            return .proceed(text: scanner.rest())
        }
        if scanner.skip(UInt8(ascii: "*")) {
            try scanner.space()
            return try untagged(&scanner)
        }
        let tag = String(decoding: try scanner.run { Grammar.isAString($0) && $0 != UInt8(ascii: "+") }, as: UTF8.self)
        try scanner.space()
        let word = try scanner.name()
        guard let condition = StatusResponse.Condition(rawValue: word), [.ok, .no, .bad].contains(condition) else {
            throw scanner.error("a tagged response that is not OK, NO or BAD")
        }
        return .completed(tag: tag, try status(condition, &scanner))
    }

    private static func untagged(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        if let byte = scanner.peek, byte >= 48, byte <= 57 { return try numbered(&scanner) }
        let word = try scanner.name()
        if let condition = StatusResponse.Condition(rawValue: word) {
            return .status(try status(condition, &scanner))
        }
        guard let read = words[word] else { return .other(word) }
        let response = try read(&scanner)
        try scanner.end()
        return response
    }

    /// What reads the data after each word that means something to us.
    private static let words: [String: @Sendable (inout Scanner) throws(GrammarError) -> Response] = [
        "CAPABILITY": { scanner throws(GrammarError) in .capability(try names(&scanner)) },
        "ENABLED": { scanner throws(GrammarError) in .enabled(try names(&scanner)) },
        "LIST": { scanner throws(GrammarError) in .folder(try folder(&scanner)) },
        "LSUB": { scanner throws(GrammarError) in .folder(try folder(&scanner)) },
        "STATUS": { scanner throws(GrammarError) in try folderStatus(&scanner) },
        "NAMESPACE": { scanner throws(GrammarError) in try namespaces(&scanner) },
        "SEARCH": { scanner throws(GrammarError) in try search(&scanner) },
        "ESEARCH": { scanner throws(GrammarError) in try extendedSearch(&scanner) },
        "VANISHED": { scanner throws(GrammarError) in try vanished(&scanner) },
        "FLAGS": { scanner throws(GrammarError) in
            try scanner.space()
            return .flags(try scanner.flags())
        },
    ]

    private static func numbered(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        guard let number = UInt32(exactly: try scanner.number()) else { throw scanner.error("a number over 32 bits") }
        try scanner.space()
        let word = try scanner.name()
        switch word {
        case "EXISTS":
            try scanner.end()
            return .exists(number)
        case "EXPUNGE":
            try scanner.end()
            guard number > 0 else { throw scanner.error("message number zero") }
            return .expunge(number)
        case "FETCH":
            guard number > 0 else { throw scanner.error("message number zero") }
            try scanner.space()
            let data = try fetch(number, &scanner)
            try scanner.end()
            return .fetch(data)
        default: return .other(word)
        }
    }

    private static func names(_ scanner: inout Scanner) throws(GrammarError) -> Set<String> {
        var names: Set<String> = []
        while scanner.skip(Grammar.space) {
            if scanner.isAtEnd { break }
            names.insert(String(decoding: try scanner.run(Grammar.isAString), as: UTF8.self).uppercased())
        }
        return names
    }

    private static func vanished(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        try scanner.space()
        var earlier = false
        if scanner.peek == Grammar.open {
            try scanner.list { scanner throws(GrammarError) in earlier = try scanner.name() == "EARLIER" || earlier }
            try scanner.space()
        }
        return .vanished(try scanner.uidSet(), earlier: earlier)
    }
}
