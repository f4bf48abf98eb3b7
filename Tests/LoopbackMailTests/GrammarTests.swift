import Foundation
import NIOCore
import Testing

@testable import LoopbackMail

@Suite("What a client may write")
struct GrammarTests {
    private func parse(_ text: String) throws -> IMAPCommand {
        try IMAPCommandParser.parse([.text(Array(text.utf8))])
    }

    @Test("a command has a tag, a name in capitals, and words, strings and lists")
    func command() throws {
        let command = try parse(#"a1 uid fetch 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.9>) "a \"b\"" ()"#)
        #expect(command.tag == "a1")
        #expect(command.name == "UID FETCH")
        #expect(
            command.arguments == [
                .atom("1:*"), .list([.atom("FLAGS"), .atom("BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.9>")]),
                .string(Array(#"a "b""#.utf8)), .list([]),
            ])
    }

    @Test("a literal is a string wherever it stands")
    func literals() throws {
        let command = try IMAPCommandParser.parse([
            .text(Array("a LOGIN ".utf8)), .literal([0x41]), .text([0x20]), .literal([]), .text([]),
        ])
        #expect(command.arguments == [.string([0x41]), .string([])])
        let nested = try IMAPCommandParser.parse([
            .text(Array("a X (b ".utf8)), .literal([0x41]), .text(Array(" c) d".utf8)),
        ])
        #expect(nested.arguments == [.list([.atom("b"), .string([0x41]), .atom("c")]), .atom("d")])
    }

    @Test("a Gmail folder's brackets belong to its name")
    func gmail() throws {
        #expect(try parse("a SELECT [Gmail]/Sent").arguments == [.atom("[Gmail]/Sent")])
    }

    @Test(
        "what makes no sense is refused, not fatal",
        arguments: ["", "a", "a UID", "a X (b", "a X b)", #"a X "b"#, "() X", String(repeating: "(", count: 100_000)])
    func nonsense(text: String) {
        #expect(throws: IMAPRefusal.self) { try parse(text.hasPrefix("((") ? "a X " + text : text) }
    }

    @Test("a line announces a literal at its end only")
    func announcement() {
        let wait = IMAPCommandParser.Announcement(endOf: Array("a APPEND x {12}".utf8))
        #expect(wait?.size == 12 && wait?.isSynchronizing == true && wait?.length == 4)
        let dont = IMAPCommandParser.Announcement(endOf: Array("a APPEND x {3+}".utf8))
        #expect(dont?.size == 3 && dont?.isSynchronizing == false && dont?.length == 4)
        for text in ["{12} ", "{}", "{+}", "{-1}", "{1", "x}", "{99999999999999999999}"] {
            #expect(IMAPCommandParser.Announcement(endOf: Array(text.utf8)) == nil)
        }
    }

    @Test("a set gives each number once, in order; n:* has the last even below n")
    func sets() {
        #expect(SequenceSet("7,1:3,2:5")?.resolved(highest: 9) == [1...5, 7...7])
        #expect(SequenceSet("20:*")?.resolved(highest: 9) == [9...20])
        #expect(SequenceSet("*")?.resolved(highest: 4) == [4...4])
        for text in ["", "0", "a", "1:", ":1", "1:2:3", "1,,2", "-1"] { #expect(SequenceSet(text) == nil) }
        let uids = [1, 2, 3, 7, 9, 10].compactMap { StoredMessage.UID($0) }
        #expect(SequenceSet.text(uids) == "1:3,7,9:10")
    }

    @Test("dates are read in any zone and written in UTC")
    func dates() throws {
        let date = try #require(IMAPDate.parse("17-Jul-1996 02:44:25 -0730"))
        #expect(IMAPDate.text(date) == "17-Jul-1996 10:14:25 +0000")
        #expect(IMAPDate.text(Date(timeIntervalSince1970: 951_782_400)) == "29-Feb-2000 00:00:00 +0000")
        #expect(IMAPDate.parse(" 1-Feb-2026 00:00:00 +0000") == Date(timeIntervalSince1970: 1_769_904_000))
        for text in ["17-Jul-1996", "17-Foo-1996 02:44:25 +0000", "17-Jul-1996 25:44:25 +0000", ""] {
            #expect(IMAPDate.parse(text) == nil)
        }
    }

    @Test(
        "folder names go over the wire in modified UTF-7",
        arguments: [
            ("Rückgabe", "R&APw-ckgabe"), ("~peter/台北/日本語", "~peter/&U,BTFw-/&ZeVnLIqe-"), ("A&B", "A&-B"),
            ("📦", "&2D3c5g-"),
        ])
    func utf7(name: String, wire: String) {
        #expect(ModifiedUTF7.encode(name) == wire)
        #expect(ModifiedUTF7.decode(wire) == name)
    }

    @Test("what is not modified UTF-7 has no name", arguments: ["a&b", "&AP-", "&#-"])
    func notUTF7(wire: String) {
        #expect(ModifiedUTF7.decode(wire) == nil)
    }

    @Test("% stays within a level, * does not")
    func patterns() {
        func matches(_ pattern: String, _ name: String) -> Bool {
            FolderPattern.matches(Array(pattern)[...], Array(name)[...], delimiter: "/")
        }
        #expect(matches("%", "a") && !matches("%", "a/b") && matches("*", "a/b") && matches("a/%", "a/b"))
        #expect(matches("%/%", "a/b") && !matches("a/%", "a") && matches("a*b", "a/x/b") && !matches("a", "ab"))
    }

    @Test("a final dot ends a mail only between two CRLFs, however it is cut")
    func finalDot() {
        let mail = "a\r\n..b\r\n...\r\nc\n.\nd\r.\re\r\n"
        var data = SMTPData()
        var buffer = ByteBuffer()
        for byte in Array((mail + ".\r\n").utf8) {
            #expect(data.end(in: buffer) == nil)
            buffer.writeInteger(byte)
        }
        buffer.writeString("NOOP\r\n")
        let end = data.end(in: buffer)
        #expect(end == mail.utf8.count + 3)
        let raw = buffer.readSlice(length: end ?? 0) ?? ByteBuffer()
        #expect(String(decoding: SMTPData.mail(raw), as: UTF8.self) == "a\r\n.b\r\n..\r\nc\n.\nd\r.\re\r\n")
        #expect(SMTPData.mail(ByteBuffer(string: "..a\r\n.\r\n")) == Array(".a\r\n".utf8))
        var empty = SMTPData()
        #expect(empty.end(in: ByteBuffer(string: ".\r\nQUIT\r\n")) == 3)
        #expect(SMTPData.mail(ByteBuffer(string: ".\r\n")) == [])
    }

    @Test("MAIL's argument is an address in brackets with parameters")
    func paths() {
        let path = SMTPPath.parse("FROM:<a@b.example> size=10 BODY=8bitmime", after: "FROM:")
        #expect(path?.address == "a@b.example" && path?.parameters == ["SIZE=10", "BODY=8BITMIME"])
        #expect(SMTPPath.parse("FROM:<>", after: "FROM:")?.address == "")
        for text in ["FROM:a@b", "FROM:<a@b", "TO:<a>", "FROM:<a b>"] {
            #expect(SMTPPath.parse(text, after: "FROM:") == nil)
        }
    }

    @Test("fields keep their folding, and are found in any case")
    func fields() {
        let parts = MessageParts(Array("Subject: a\r\n b\r\nX: 1\nsubject:c\r\n\r\nSubject: no\r\n".utf8))
        #expect(parts.fields(named: "SUBJECT") == ["a b", "c"])
        #expect(String(decoding: parts.body, as: UTF8.self) == "Subject: no\r\n")
        #expect(
            String(decoding: parts.header(only: ["x"], inverted: true), as: UTF8.self)
                == "Subject: a\r\n b\r\nsubject:c\r\n\r\n")
        #expect(MessageParts(Array("no end".utf8)).body.isEmpty)
    }
}
