extension ResponseParser {
    /// The code, if any, and the text of a status response (RFC 9051 section 7.1).
    static func status(
        _ condition: StatusResponse.Condition, _ scanner: inout Scanner
    ) throws(GrammarError) -> StatusResponse {
        // Old servers end right after the condition.
        if scanner.isAtEnd { return StatusResponse(condition: condition, code: nil, text: []) }
        try scanner.space()
        var text = scanner
        let words = text.rest()
        guard scanner.skip(UInt8(ascii: "[")) else {
            return StatusResponse(condition: condition, code: nil, text: words)
        }
        let code = try code(&scanner)
        return StatusResponse(condition: condition, code: code, text: words)
    }

    private static func code(_ scanner: inout Scanner) throws(GrammarError) -> ResponseCode? {
        // Text may begin with a bracket by itself: without its partner it is no code.
        var whole = scanner
        guard let inside = whole.untilBracket(), !inside.isEmpty else { return nil }
        let word = String(decoding: inside.prefix { $0 != Grammar.space }, as: UTF8.self).uppercased()
        guard let read = codes[word] else { return .other(word) }
        _ = try scanner.run { $0 != Grammar.space && $0 != UInt8(ascii: "]") }
        let code = try read(&scanner)
        try scanner.expect(UInt8(ascii: "]"))
        return code
    }

    /// What reads the data of each code that means something to us.
    private static let codes: [String: @Sendable (inout Scanner) throws(GrammarError) -> ResponseCode] = [
        "ALERT": { _ throws(GrammarError) in .alert },
        "READ-ONLY": { _ throws(GrammarError) in .readOnly },
        "READ-WRITE": { _ throws(GrammarError) in .readWrite },
        "TRYCREATE": { _ throws(GrammarError) in .tryCreate },
        "UIDVALIDITY": { scanner throws(GrammarError) in
            try scanner.space()
            return .uidValidity(try scanner.uidValidity())
        },
        "UIDNEXT": { scanner throws(GrammarError) in
            try scanner.space()
            return .uidNext(try scanner.uid())
        },
        "HIGHESTMODSEQ": { scanner throws(GrammarError) in
            try scanner.space()
            return .highestModSeq(try scanner.number())
        },
        "PERMANENTFLAGS": { scanner throws(GrammarError) in
            try scanner.space()
            return .permanentFlags(try scanner.flags())
        },
        "CAPABILITY": { scanner throws(GrammarError) in
            var names: Set<String> = []
            while scanner.skip(Grammar.space), scanner.peek != UInt8(ascii: "]") {
                names.insert(try scanner.name())
            }
            return .capability(names)
        },
        "APPENDUID": { scanner throws(GrammarError) in
            try scanner.space()
            let validity = try scanner.uidValidity()
            try scanner.space()
            return .appended(validity, try scanner.uidSet())
        },
        "COPYUID": { scanner throws(GrammarError) in
            try scanner.space()
            let validity = try scanner.uidValidity()
            try scanner.space()
            let from = try scanner.uidSet()
            try scanner.space()
            return .copied(validity, from: from, to: try scanner.uidSet())
        },
    ]
}
