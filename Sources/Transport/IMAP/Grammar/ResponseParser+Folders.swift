extension ResponseParser {
    /// `LIST (\Sent) "/" "Sent Items" (extended)` (RFC 9051 section 7.3.1).
    static func folder(_ scanner: inout Scanner) throws(GrammarError) -> Folder {
        try scanner.space()
        var attributes: Set<String> = []
        try scanner.list { scanner throws(GrammarError) in
            attributes.insert(try scanner.flag().name.lowercased())
        }
        try scanner.space()
        let delimiter = try delimiter(&scanner)
        try scanner.space()
        let name = FolderName(wire: try scanner.astring())
        if scanner.skip(Grammar.space), !scanner.isAtEnd { try scanner.skipValue() }
        return Folder(name: name, attributes: attributes, delimiter: delimiter)
    }

    private static func delimiter(_ scanner: inout Scanner) throws(GrammarError) -> Character? {
        guard let bytes = try scanner.nstring() else { return nil }
        guard bytes.count == 1 else { throw scanner.error("a delimiter of more or less than one byte") }
        return Character(UnicodeScalar(bytes[0]))
    }

    /// `STATUS INBOX (MESSAGES 4 UIDNEXT 9)` (RFC 9051 section 7.3.4).
    static func folderStatus(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        try scanner.space()
        let name = FolderName(wire: try scanner.astring())
        try scanner.space()
        var status = FolderStatus()
        try scanner.list { scanner throws(GrammarError) in
            let item = try scanner.name()
            try scanner.space()
            switch item {
            case "MESSAGES": status.messages = UInt32(clamping: try scanner.number())
            case "UNSEEN": status.unseen = UInt32(clamping: try scanner.number())
            case "UIDNEXT": status.uidNext = UID(try scanner.number())
            case "UIDVALIDITY": status.uidValidity = UIDValidity(try scanner.number())
            case "HIGHESTMODSEQ": status.highestModSeq = try scanner.number()
            default: try scanner.skipValue()
            }
        }
        return .folderStatus(name, status)
    }

    /// `NAMESPACE (("" "/")) NIL (("Shared/" "/"))` (RFC 2342 section 5).
    static func namespaces(_ scanner: inout Scanner) throws(GrammarError) -> Response {
        try scanner.space()
        let personal = try namespaceList(&scanner)
        try scanner.space()
        let others = try namespaceList(&scanner)
        try scanner.space()
        return .namespace(Namespaces(personal: personal, otherUsers: others, shared: try namespaceList(&scanner)))
    }

    private static func namespaceList(_ scanner: inout Scanner) throws(GrammarError) -> [Namespaces.Namespace] {
        guard scanner.skip(Grammar.open) else {
            guard try scanner.name() == "NIL" else { throw scanner.error("neither namespaces nor NIL") }
            return []
        }
        var found: [Namespaces.Namespace] = []
        while !scanner.skip(Grammar.close) {
            try scanner.expect(Grammar.open)
            let prefix = FolderName(wire: try scanner.string())
            try scanner.space()
            let delimiter = try delimiter(&scanner)
            // Extensions: pairs of a name and a list.
            while scanner.skip(Grammar.space) { try scanner.skipValue() }
            try scanner.expect(Grammar.close)
            _ = scanner.skip(Grammar.space)
            found.append(Namespaces.Namespace(prefix: prefix, delimiter: delimiter))
        }
        return found
    }
}
