import Foundation
import Testing

@testable import Transport

@Suite("The IMAP response parser")
struct ResponseParserTests {
    /// All responses of a text, fed whole.
    func read(_ text: String, limits: ResponseLimits = ResponseLimits()) throws -> [Response] {
        var parser = ResponseParser(limits: limits)
        parser.feed(Array(text.utf8))
        var found: [Response] = []
        while let next = try parser.next() { found.append(next) }
        return found
    }

    func fetch(_ text: String) throws -> FetchResponse {
        guard case .fetch(let data) = try read(text).first else { throw GrammarError(what: "no FETCH", excerpt: []) }
        return data
    }

    @Test("items of a FETCH come in any order, with what is unknown between them")
    func anyOrder() throws {
        let data = try fetch(
            "* 7 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" NIL)(\"A\" {3}\r\n)(\" NIL) \"MIXED\") BODY[] {5}\r\na)\r\nb"
                + " X-GM-LABELS (\\Inbox \"a b\") MODSEQ (99) FLAGS (\\Seen $Forwarded) UID 12 RFC822.SIZE 5"
                + " INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" ENVELOPE (NIL (()) NIL))\r\n")
        #expect(data.uid == UID(12) && data.sequence == 7 && data.size == 5 && data.modSeq == 99)
        #expect(data.flags == [.seen, try #require(Flag("$forwarded"))])
        #expect(data.internalDate == Date(timeIntervalSince1970: 837_596_665))
        guard case .bytes(let body) = data.section("") else {
            Issue.record("no body")
            return
        }
        #expect(body == Array("a)\r\nb".utf8))
    }

    @Test("sections keep their names apart, and an origin is no part of them")
    func sections() throws {
        let data = try fetch(
            "* 1 FETCH (UID 1 BODY[HEADER.FIELDS (\"Message-ID\" X-Replyd-Reply)] {2}\r\n\r\n BODY[TEXT]<0> \"x\" BODY[] NIL)\r\n"
        )
        #expect(data.sections.map(\.section) == ["HEADER.FIELDS (MESSAGE-ID X-REPLYD-REPLY)", "TEXT", ""])
        guard case .missing = data.section("") else {
            Issue.record("NIL is a missing section")
            return
        }
    }

    @Test("a literal that holds responses is only text")
    func literalIsText() throws {
        let mail = "* BYE gone\r\nr1 OK done\r\n* 1 FETCH (UID 9 BODY[] {9}\r\n"
        let all = try read("* 1 FETCH (UID 1 BODY[] {\(mail.utf8.count)}\r\n\(mail))\r\nr1 OK really\r\n")
        #expect(all.count == 2)
        guard case .completed("r1", let status) = all[1] else {
            Issue.record("\(all)")
            return
        }
        #expect(String(decoding: status.text, as: UTF8.self) == "really")
    }

    /// A response as words in an order of their own: a set has none.
    private static func words(_ response: Any) -> [String] {
        "\(response)".split { !$0.isLetter && !$0.isNumber }.map(String.init).sorted()
    }

    @Test("the same comes out however the bytes are cut")
    func cuts() throws {
        let text =
            "* CAPABILITY IMAP4rev1 IDLE\r\n* 2 FETCH (UID 4 BODY[] {10}\r\n0123\r\n6789 FLAGS ())\r\n"
            + "* LIST () \"/\" {3}\r\na b\r\n+ go {3}\r\nr2 NO [TRYCREATE] no {5}\r\n"
        let whole = try read(text).map(Self.words)
        #expect(whole.count == 5)
        for size in 1...17 {
            var parser = ResponseParser()
            var found: [[String]] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
                while let next = try parser.next() { found.append(Self.words(next)) }
            }
            #expect(found == whole)
            #expect(parser.isEmpty)
        }
    }

    @Test("codes are read, and brackets in text are text")
    func codes() throws {
        let all = try read(
            "* OK [UIDVALIDITY 5] a\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] b\r\nr1 OK [APPENDUID 5 3:4] c\r\n"
                + "r2 OK [COPYUID 5 9,7 1:2] d\r\n* OK [unfinished\r\n* NO [X-NEW \"]\" 4] e\r\n* OK\r\n")
        let codes = all.map { response -> ResponseCode? in
            switch response {
            case .status(let status), .completed(_, let status): status.code
            default: nil
            }
        }
        guard case .uidValidity(let validity) = codes[0], case .permanentFlags(let flags) = codes[1],
            case .appended(_, let appended) = codes[2], case .copied(_, let from, let to) = codes[3],
            case nil = codes[4], case .other("X-NEW") = codes[5], case nil = codes[6]
        else {
            Issue.record("\(codes)")
            return
        }
        #expect(validity.value == 5 && flags.count == 2)
        #expect(appended.description == "3:4" && from.description == "7,9" && to.description == "1:2")
    }

    @Test("folders, namespaces, status and searches are read")
    func folders() throws {
        let all = try read(
            "* LIST (\\HasNoChildren \\Sent) \"/\" \"Gesendete &AMQ-\"\r\n* LIST (\\Noselect) NIL inbox (\"OLDNAME\" (\"x\"))\r\n"
                + "* NAMESPACE ((\"\" \"/\")(\"#mh/\" NIL \"X\" (\"a\"))) NIL ((\"Shared/\" \"/\"))\r\n"
                + "* STATUS \"INBOX\" (MESSAGES 3 UIDNEXT 9 UIDVALIDITY 4 X-FOO (1 2))\r\n* SEARCH 4 2 3 (MODSEQ 9)\r\n"
                + "* ESEARCH (TAG \"r4\") UID COUNT 3 ALL 9:7\r\n* SEARCH\r\n* VANISHED (EARLIER) 1:3\r\n* 4 EXPUNGE\r\n"
        )
        guard case .folder(let sent) = all[0], case .folder(let inbox) = all[1], case .namespace(let spaces) = all[2],
            case .folderStatus(let name, let status) = all[3], case .search(let first) = all[4],
            case .search(let second) = all[5], case .search(let none) = all[6],
            case .vanished(let gone, earlier: true) = all[7], case .expunge(4) = all[8]
        else {
            Issue.record("\(all)")
            return
        }
        #expect(sent.name.name == "Gesendete Ä" && sent.attributes.contains("\\sent") && sent.delimiter == "/")
        #expect(inbox.name == .inbox && !inbox.isSelectable && inbox.delimiter == nil)
        #expect(spaces.personal.count == 2 && spaces.otherUsers.isEmpty && spaces.shared.first?.prefix == "Shared/")
        #expect(name == .inbox && status.messages == 3 && status.uidNext == UID(9))
        #expect(first.description == "2:4" && second.description == "7:9" && none.isEmpty && gone.count == 3)
    }

    @Test(
        "what is illegal is an error",
        arguments: [
            "* 1 FETCH (UID 0)\r\n", "* 0 FETCH (UID 1)\r\n", "* 1 FETCH (UID 4294967296)\r\n", "* 1 FETCH (UID 1\r\n",
            "* 1 FETCH (UID 1) x\r\n", "* 1 FETCH UID 1\r\n", "* 1 FETCH (FLAGS (\\Seen)\r\n", "* OK a\n",
            "* OK a\rb\r\n",
            "* OK a\0b\r\n", "\r\n", " \r\n", "*\r\n", "* \r\n", "r1\r\n", "r1 BYE x\r\n", "r1 FETCH\r\n",
            "* 99999999999 EXISTS\r\n",
            "* 1 FETCH (BODY[] {99999999999999999999}\r\n", "* 1 FETCH (BODY[] {x}\r\n", "* LIST () \"//\" a\r\n",
            "* LIST (\"/\" a\r\n", "* LIST () \"/\" \"open\r\n", "* LIST () \"/\" \"a\\b\"\r\n",
            "* OK [UIDVALIDITY 0] x\r\n",
            "* OK [APPENDUID 1 *] x\r\n", "* SEARCH 1 x\r\n", "* SEARCH 0\r\n", "* STATUS a (MESSAGES)\r\n",
            "* VANISHED\r\n",
            "* 1 FETCH (INTERNALDATE \"yesterday\")\r\n", "* 1 FETCH (BODY[ \"x\")\r\n", "* 1 FETCH (X))\r\n",
            "* CAPABILITY (\r\n", "* LIST () NIL {3}\r\nabcd\r\n",
        ])
    func illegal(_ text: String) {
        #expect(throws: GrammarError.self) { try read(text) }
    }

    @Test("memory is bounded: endless lines, deep lists, many literals, a literal too long")
    func bounds() throws {
        var limits = ResponseLimits()
        limits.line = 1000
        limits.literal = 100
        limits.dropped = 10_000
        limits.literals = 3
        limits.depth = 10
        #expect(throws: GrammarError.self) { try read("* OK " + String(repeating: "x", count: 2000), limits: limits) }
        let deep = String(repeating: "(", count: 20)
        #expect(throws: GrammarError.self) { try read("* 1 FETCH (X \(deep)\r\n", limits: limits) }
        let many = String(repeating: "{0}\r\n ", count: 9)
        #expect(throws: GrammarError.self) { try read("* 1 FETCH (X (\(many)))\r\n", limits: limits) }
        #expect(throws: GrammarError.self) { try read("* 1 FETCH (BODY[] {10001}\r\n", limits: limits) }
        let long = String(repeating: "y", count: 5000)
        guard case .fetch(let data) = try read("* 1 FETCH (UID 1 BODY[] {5000}\r\n\(long))\r\n", limits: limits).first,
            case .dropped(5000) = data.section("")
        else {
            Issue.record("a long literal is dropped and counted")
            return
        }
        #expect(throws: GrammarError.self) { try read("* LIST () \"/\" {5000}\r\n\(long)\r\n", limits: limits) }
    }

    @Test("no bytes crash it: legal responses with random bytes changed, removed and doubled")
    func random() {
        let seeds = [
            "* 7 FETCH (BODYSTRUCTURE ((\"TEXT\" NIL)(\"A\" {3}\r\n)(\" NIL)) BODY[HEADER.FIELDS (A)]<0> {2}\r\nab UID 4)\r\n",
            "* LIST (\\Sent) \"/\" \"a\\\"b\" (\"X\" (1))\r\n* OK [COPYUID 1 2:3 4,5] x\r\n* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n",
            "* ESEARCH (TAG \"a\") UID ALL 1:4,9\r\n* STATUS x (MESSAGES 4)\r\nr1 OK [CAPABILITY A B] y\r\n+ idling\r\n",
        ]
        var generator = SystemRandomNumberGenerator()
        let spice = Array("(){}[]<>\"\\*+~ \r\n0123456789\0".utf8)
        for round in 0..<6000 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0...Int.random(in: 0...4, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: bytes[at] = spice.randomElement(using: &generator) ?? 0
                case 1: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 2: if bytes.count > 1 { bytes.remove(at: at) }
                default: bytes.insert(contentsOf: bytes[..<at].suffix(9), at: at)
                }
            }
            var parser = ResponseParser()
            parser.feed(bytes)
            var count = 0
            do {
                while try parser.next() != nil { count += 1 }
            } catch {
                #expect(error.excerpt.count <= 80)
            }
            #expect(count <= bytes.count)
        }
    }
}
