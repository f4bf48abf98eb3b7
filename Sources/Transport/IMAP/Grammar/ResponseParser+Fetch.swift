import Foundation

extension ResponseParser {
    /// The items of one message, in any order (RFC 9051 section 7.5.2).
    static func fetch(_ sequence: UInt32, _ scanner: inout Scanner) throws(GrammarError) -> FetchResponse {
        var data = FetchResponse(sequence: sequence)
        try scanner.list { scanner throws(GrammarError) in
            let word = String(decoding: try scanner.run(isItemName), as: UTF8.self).uppercased()
            if scanner.peek == UInt8(ascii: "["), word == "BODY" || word == "BINARY" || word == "BINARY.SIZE" {
                let section = try section(&scanner)
                try scanner.space()
                if word == "BODY" {
                    data.sections.append((section, try content(&scanner)))
                } else {
                    try scanner.skipValue()
                }
                return
            }
            try scanner.space()
            try item(word, &data, &scanner)
        }
        return data
    }

    private static func item(
        _ word: String, _ data: inout FetchResponse, _ scanner: inout Scanner
    ) throws(GrammarError) {
        switch word {
        case "UID": data.uid = try scanner.uid()
        case "FLAGS": data.flags = try scanner.flags()
        case "RFC822.SIZE": data.size = try scanner.number()
        case "INTERNALDATE":
            guard let date = InternalDate.parse(try scanner.quoted()) else {
                throw scanner.error("a date that is none")
            }
            data.internalDate = date
        case "MODSEQ":
            try scanner.expect(Grammar.open)
            data.modSeq = try scanner.number()
            try scanner.expect(Grammar.close)
        default: try scanner.skipValue()
        }
    }

    private static func isItemName(_ byte: UInt8) -> Bool {
        Grammar.isAtom(byte) && byte != UInt8(ascii: "[")
    }

    /// `[HEADER.FIELDS (A B)]<0>`: what is inside the brackets, in capitals.
    private static func section(_ scanner: inout Scanner) throws(GrammarError) -> String {
        try scanner.expect(UInt8(ascii: "["))
        var text: [UInt8] = []
        while !scanner.skip(UInt8(ascii: "]")) {
            switch scanner.peek {
            case Grammar.quote: text.append(contentsOf: try scanner.quoted())
            case UInt8(ascii: "{"): text.append(contentsOf: try scanner.string())
            case Grammar.space, Grammar.open, Grammar.close:
                text.append(contentsOf: try scanner.run { [Grammar.space, Grammar.open, Grammar.close].contains($0) })
            default: text.append(contentsOf: try scanner.run(Grammar.isAtom))
            }
        }
        if scanner.skip(UInt8(ascii: "<")) {
            _ = try scanner.number()
            try scanner.expect(UInt8(ascii: ">"))
        }
        return String(decoding: text, as: UTF8.self).uppercased()
    }

    private static func content(_ scanner: inout Scanner) throws(GrammarError) -> SectionContent {
        if scanner.isLiteral {
            switch try scanner.literal() {
            case .kept(let bytes): return .bytes(bytes)
            case .dropped(let length): return .dropped(length)
            }
        }
        return try scanner.nstring().map { .bytes($0) } ?? .missing
    }
}
