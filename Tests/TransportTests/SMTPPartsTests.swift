import Testing

@testable import Transport

@Suite("The SMTP reply parser")
struct ReplyParserTests {
    func read(_ text: String) throws -> [(code: Int, lines: [[UInt8]])] {
        var parser = ReplyParser()
        var found: [(code: Int, lines: [[UInt8]])] = []
        for byte in text.utf8 {
            parser.feed([byte])
            while let next = try parser.next() { found.append(next) }
        }
        return found
    }

    @Test("replies of one and of many lines come out whole")
    func replies() throws {
        let all = try read("220 hello\r\n250-a\r\n250-\r\n250 SIZE 9\r\n354\r\n550 5.7.1 no\r\n")
        #expect(all.map(\.code) == [220, 250, 354, 550])
        #expect(all[1].lines.map { String(decoding: $0, as: UTF8.self) } == ["a", "", "SIZE 9"])
        let reply = ServerReply(code: 550, lines: ["5.7.1 no"])
        #expect(reply.enhanced?.description == "5.7.1" && reply.isPermanent && reply.lastLine == "550 5.7.1 no")
        #expect(ServerReply(code: 250, lines: ["2.0 ok"]).enhanced == nil)
    }

    @Test(
        "tricks are errors",
        arguments: [
            "250-a\r\n550 b\r\n", "250-a\r\n354 b\r\n", "250 a\n", "250 a\rb\r\n", "25 a\r\n", "2500 a\r\n",
            "250_a\r\n", "abc\r\n",
            "\r\n", "199 a\r\n", "600 a\r\n", "250 \0\r\n", " 250 a\r\n",
        ])
    func tricks(_ text: String) {
        #expect(throws: GrammarError.self) { try read(text) }
    }

    @Test("endless lines and endless replies are errors")
    func endless() {
        #expect(throws: GrammarError.self) { try read("250 " + String(repeating: "x", count: 5000)) }
        #expect(throws: GrammarError.self) { try read(String(repeating: "250-x\r\n", count: 300)) }
    }
}

@Suite("A message for DATA")
struct MailDataTests {
    func coded(_ text: String) throws -> String {
        String(decoding: try MailData(Array(text.utf8)).bytes, as: UTF8.self)
    }

    @Test("dots at the beginning of lines are doubled, others are not")
    func dots() throws {
        #expect(try coded(".a\r\n.\r\n..b\r\nc.\r\n") == "..a\r\n..\r\n...b\r\nc.\r\n.\r\n")
        #expect(try coded("a") == "a\r\n.\r\n")
        #expect(try coded("\r\n") == "\r\n.\r\n")
        let data = try MailData(Array("a\r\n".utf8))
        #expect(data.decisive == 3 && !data.isEightBit)
        #expect(try MailData(Array("ä\r\n".utf8)).isEightBit)
    }

    @Test(
        "nothing is repaired: lone CR and LF, NUL and long lines are errors",
        arguments: [
            "a\nb\r\n", "a\r\n.\n", "a\rb\r\n", "a\r", "a\r\r\n", "\n", "a\0\r\n", "",
        ])
    func flaws(_ text: String) {
        #expect(throws: MailData.Flaw.self) { try MailData(Array(text.utf8)) }
    }

    @Test("a line of 998 bytes can be sent, one of 999 cannot")
    func longest() throws {
        let long = String(repeating: "x", count: 999)
        #expect(throws: MailData.Flaw.longLine(at: 3)) { try MailData(Array("a\r\n\(long)\r\n".utf8)) }
        #expect(throws: MailData.Flaw.longLine(at: 0)) { try MailData(Array(long.utf8)) }
        #expect(throws: Never.self) { try MailData(Array((String(repeating: "x", count: 998) + "\r\n").utf8)) }
    }

    @Test(
        "addresses cannot break out of their brackets",
        arguments: [
            "a", "@b", "a@", "a@b> SIZE=1", "a@b\r\nDATA", "<a@b>", "a b@c", "a@b c", "a\0@b",
        ])
    func addresses(_ address: String) {
        #expect(Envelope(from: nil, recipients: [address]) == nil)
        #expect(Envelope(from: address, recipients: ["a@b"]) == nil)
    }

    @Test("an envelope may come from the null path, and needs a recipient")
    func envelopes() {
        #expect(Envelope(from: nil, recipients: ["\"a b\"@c"]) != nil)
        #expect(Envelope(from: "a@b", recipients: []) == nil)
        #expect(Envelope(from: "ä@b", recipients: ["a@b"])?.needsUTF8 == true)
    }
}
