import Foundation
import Testing

@testable import MIME

@Suite("Mails that are sent")
struct OutgoingMailTests {
    private func reply() -> OutgoingMail {
        OutgoingMail(
            from: Mailbox(name: "Käthe's \"Shop\", GmbH", address: "support@shop.example"),
            to: [Mailbox(address: "w0455ph9mvtwg42+133a066e@marketplace.amazon.de")], bcc: ["copy@shop.example"],
            subject:
                "Re: Frage von Amazon-Kunde Jürgen Groß (Bestellung: 111-1234567-1234567) – wann kommt es denn nun?",
            inReplyTo: "x@eu-west-1.amazonses.com", references: ["a@b", "x@eu-west-1.amazonses.com"],
            date: Date(timeIntervalSince1970: 1_741_083_163), messageID: "store.7@shop.example",
            headers: [("X-Replyd-Reply", "store.7"), ("Auto-Submitted", "auto-replied")],
            text: "Guten Tag,\r\nIhre Bestellung kommt am Freitag – spätestens.\n\n> Frage\nFrom here on\n.\n")
    }

    @Test("a composed mail parsed again says the same")
    func roundTrip() throws {
        let outgoing = reply()
        let mail = Mail.parse(try outgoing.compose())
        #expect(mail.from == outgoing.from)
        #expect(mail.to == outgoing.to)
        #expect(mail.subject == outgoing.subject)
        #expect(mail.messageID == outgoing.messageID)
        #expect(mail.inReplyTo == ["x@eu-west-1.amazonses.com"])
        #expect(mail.references == outgoing.references)
        #expect(mail.date == outgoing.date)
        #expect(mail.headers.first("X-Replyd-Reply") == "store.7")
        #expect(mail.headers.first("Auto-Submitted") == "auto-replied")
        #expect(mail.text == LineEnds.normalised(outgoing.text))
        #expect(mail.contentType == "text/plain")
        #expect(mail.problem == nil)
    }

    @Test("lines end in CRLF and stay short; the blind copy is in the envelope only")
    func wire() throws {
        let bytes = try reply().compose()
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.replacingOccurrences(of: "\r\n", with: "").contains { $0 == "\r" || $0 == "\n" })
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        #expect(bytes.allSatisfy { $0 < 128 })
        #expect(!text.contains("copy@shop.example"))
        #expect(text.contains("MIME-Version: 1.0\r\n"))
        #expect(reply().recipients == ["w0455ph9mvtwg42+133a066e@marketplace.amazon.de", "copy@shop.example"])
    }

    @Test("plain short text goes as it is, other text quoted-printable")
    func encodings() throws {
        var mail = reply()
        mail.text = "Hello,\nyour parcel arrives on Friday."
        #expect(String(decoding: try mail.compose(), as: UTF8.self).contains("\r\n\r\nHello,\r\nyour parcel arrives"))
        mail.text = String(repeating: "word ", count: 100)
        #expect(String(decoding: try mail.compose(), as: UTF8.self).contains("quoted-printable"))
        #expect(Mail.parse(try mail.compose()).text == mail.text + "\n")
    }

    @Test("attachments and an HTML form come through")
    func attachments() throws {
        var mail = reply()
        mail.html = "<p>Guten Tag – gleich</p>"
        let bytes = (0..<5_000).map { UInt8($0 & 255) }
        mail.attachments = [OutgoingMail.File(name: "Rechnung März.pdf", type: "application/pdf", bytes: bytes)]
        let parsed = Mail.parse(try mail.compose())
        #expect(
            parsed.attachments == [MIME.Attachment(name: "Rechnung März.pdf", type: "application/pdf", size: 5_000)])
        #expect(parsed.html == "<p>Guten Tag – gleich</p>\n")
        #expect(parsed.text == LineEnds.normalised(mail.text))
        #expect(parsed.contentType == "multipart/mixed")
    }

    @Test("a long chain of references is shortened, its first and last kept")
    func references() throws {
        var mail = reply()
        mail.references = (0..<200).map { "some-rather-long-identifier-\($0)@mail.example" }
        let parsed = Mail.parse(try mail.compose()).references
        #expect(parsed.first == mail.references.first)
        #expect(parsed.last == mail.references.last)
        #expect(parsed.count < 30)
        let field = String(decoding: try mail.compose(), as: UTF8.self).replacingOccurrences(of: "\r\n ", with: " ")
            .components(separatedBy: "\r\n").first { $0.hasPrefix("References:") }
        #expect((field?.utf8.count ?? 999) < 998)
    }

    @Test(
        "names of all scripts and shapes survive",
        arguments: ["山田 太郎", "שלום עולם", "a,b;c:d", "\"q\" \\ back", "x <y@z>", "Ünï", "a@b", "名\u{301}"])
    func names(_ name: String) throws {
        var mail = reply()
        mail.to[0].name = name
        mail.subject = name
        let parsed = Mail.parse(try mail.compose())
        #expect(parsed.to == mail.to)
        #expect(parsed.subject == name)
    }

    @Test("what looks like an encoded word is not decoded by readers")
    func literalWords() throws {
        var mail = reply()
        mail.subject = "=?utf-8?q?x?="
        mail.to[0].name = "=?utf-8?q?x?="
        let parsed = Mail.parse(try mail.compose())
        #expect(parsed.subject == "= ?utf-8?q?x?=")
        #expect(parsed.to[0].name == "= ?utf-8?q?x?=")
    }

    @Test("nothing that could add a field, a recipient or a part is written")
    func injection() {
        for evil in ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\u{1B}b"] {
            expectRefusal { $0.subject = evil }
            expectRefusal { $0.from.name = evil }
            expectRefusal { $0.to[0].name = evil }
            expectRefusal { $0.to[0].address = evil }
            expectRefusal { $0.from.address = evil }
            expectRefusal { $0.bcc = [evil] }
            expectRefusal { $0.messageID = evil }
            expectRefusal { $0.inReplyTo = evil }
            expectRefusal { $0.references = [evil] }
            expectRefusal { $0.headers = [("X-A", evil)] }
            expectRefusal { $0.headers = [(evil, "a")] }
            expectRefusal { $0.attachments = [.init(name: evil, type: "a/b", bytes: [])] }
            expectRefusal { $0.attachments = [.init(name: "a", type: evil, bytes: [])] }
        }
        for address in ["", "a", "a@", "@b", "a@b@c", "a b@c", "<a@b>", "a@b,c@d", "a@b>", "ü@b.example", "-a@b"] {
            expectRefusal { $0.to[0].address = address }
        }
        for name in ["Bcc", "to", "Content-Type", "Resent-To", "", "a b", "a:b", "MIME-Version"] {
            expectRefusal { $0.headers = [(name, "x")] }
        }
        expectRefusal { $0.to = [] }
        expectRefusal { $0.text = "a\0b" }
    }

    private func expectRefusal(_ change: (inout OutgoingMail) -> Void) {
        var mail = reply()
        change(&mail)
        #expect(throws: CompositionError.self) { try mail.compose() }
    }
}
