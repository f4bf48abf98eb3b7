extension ResponseParser {
    /// `SEARCH 4 7 9 (MODSEQ 5)` (RFC 3501 section 7.2.5).
    static func search(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        var found: [ClosedRange<UInt32>] = []
        while scanner.skip(Grammar.space) {
            if scanner.isAtEnd { break }
            if scanner.peek == Grammar.open {
                try scanner.skipValue()
            } else {
                let uid = try scanner.uid().value
                found.append(uid...uid)
            }
        }
        return .search(UIDSet(ranges: found))
    }

    /// `ESEARCH (TAG "a") UID ALL 4:7,9` (RFC 9051 section 7.3.4).
    static func extendedSearch(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        var found = UIDSet(ranges: [])
        while scanner.skip(Grammar.space) {
            if scanner.isAtEnd { break }
            if scanner.peek == Grammar.open {
                try scanner.skipValue()
                continue
            }
            switch try scanner.name() {
            case "UID": continue
            case "ALL":
                try scanner.space()
                found = try scanner.uidSet()
            default:
                try scanner.space()
                try scanner.skipValue()
            }
        }
        return .search(found)
    }
}
