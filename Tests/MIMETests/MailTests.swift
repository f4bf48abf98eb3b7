import Foundation
import Testing

@testable import MIME

/// A mail written in a test: LF in the source, as given.
func mail(_ source: String) -> Mail { Mail.parse(Array(source.utf8)) }

@Suite("Header fields")
struct HeaderTests {
    @Test("names are compared without case, values unfolded and decoded, the order kept")
    func fields() {
        let mail = mail("X-One: a\r\n b\r\nSUBJECT: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nx-one: c\r\n\r\nHello")
        #expect(mail.headers.first("x-one") == "a b")
        #expect(mail.headers.all("X-ONE") == ["a b", "c"])
        #expect(mail.subject == "Grüße")
        #expect(mail.headers.raw("Subject") == "=?utf-8?q?Gr=C3=BC=C3=9Fe?=")
        #expect(mail.headers.contains("Subject") && !mail.headers.contains("Date"))
        #expect(mail.headers.first("Date") == nil)
        #expect(mail.headers.decoded.map(\.name) == ["X-One", "SUBJECT", "x-one"])
    }

    @Test(
        "encoded words are read in every wrong place",
        arguments: [
            ("=?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?=", "Grüße"),
            ("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ?=", "Grüße"),  // a character split, padding missing
            ("=?utf-8?B?QQ==?= =?utf-8?B?Qg==?= =?utf-8?B??=", "AB"),  // each word padded, an empty one
            ("a=?utf-8?q?b?=c", "abc"),
            ("\"=?utf-8?q?in_quotes?=\"", "\"in quotes\""),
            ("=?iso-8859-1?q?caf=E9?= and =?utf-8?q?th=C3=A9?=", "café and thé"),
            ("=?x-unknown?q?caf=E9?=", "café"),
            ("=?utf-8*en?q?hello?=", "hello"),
            ("=?utf-8?q?with spaces in it?=", "with spaces in it"),
            ("=?utf-8?x?none?=", "=?utf-8?x?none?="),
            ("=?iso-2022-jp?B?GyRCJDMbKEI=?=", "こ"),
            ("2 =? 3 ?= 4", "2 =? 3 ?= 4"),
        ])
    func encodedWords(_ raw: String, _ text: String) {
        #expect(mail("Subject: \(raw)\n\n").subject == text)
    }

    @Test("raw 8-bit headers are read as UTF-8, else as windows-1252")
    func rawHeaders() {
        #expect(mail("Subject: Grüße\n\n").subject == "Grüße")
        let latin = Array("Subject: caf".utf8) + [0xE9, 0x20, 0x80] + Array("\n\n".utf8)
        #expect(Mail.parse(latin).subject == "café €")
    }

    @Test(
        "addresses are read as people's programs write them",
        arguments: [
            ("Ann <ann@a.example>", "Ann", "ann@a.example"),
            ("ann@a.example (Ann)", "Ann", "ann@a.example"),
            ("\"Doe, Jane\" <jane@a.example>", "Doe, Jane", "jane@a.example"),
            ("=?utf-8?q?J=C3=BCrgen?= <j@a.example>", "Jürgen", "j@a.example"),
            ("\"=?utf-8?q?J=C3=BCrgen?=\" <j@a.example>", "Jürgen", "j@a.example"),
            ("=?utf-8?q?Doe=2C_Jane?= <jane@a.example>", "Doe, Jane", "jane@a.example"),
            ("=?utf-8?q?x=22_=3Cevil=40b.example=3E?= <good@a.example>", "x\" <evil@b.example>", "good@a.example"),
            ("Group: ann@a.example, b@a.example;", "", "ann@a.example"),
            (
                "Ann - Amazon Marketplace <w04+133a@marketplace.amazon.de>", "Ann - Amazon Marketplace",
                "w04+133a@marketplace.amazon.de"
            ),
        ])
    func addresses(_ raw: String, _ name: String, _ address: String) {
        let from = mail("From: \(raw)\n\n").from
        #expect(from?.address == address)
        #expect(from?.name == name)
    }

    @Test("the sender stands in for a missing From; a mail without either has none")
    func sender() {
        #expect(mail("Sender: a@b.example\n\n").from?.address == "a@b.example")
        #expect(mail("From: \n\n").from == nil)
        #expect(mail("To: a@b.example, c@d.example\nCc: e@f.example\n\n").to.count == 2)
        #expect(Mailbox(address: "A@MarketPlace.Amazon.DE").domain == "marketplace.amazon.de")
    }

    @Test("message identifiers lose their brackets; what is none is nil")
    func identifiers() {
        let mail = mail("Message-ID: <a@b>\nIn-Reply-To: <c@d> (mail of Ann)\nReferences: <e@f>\n <g@h>\n\n")
        #expect(mail.messageID == "a@b")
        #expect(mail.inReplyTo == ["c@d"])
        #expect(mail.references == ["e@f", "g@h"])
        #expect(self.mail("Message-ID: a@b\n\n").messageID == "a@b")
        #expect(self.mail("Message-ID: <>\n\n").messageID == nil)
        #expect(self.mail("Message-ID: two words\n\n").messageID == nil)
        #expect(self.mail("\n").messageID == nil)
    }

    @Test("dates are instants; nonsense is nil")
    func dates() {
        #expect(mail("Date: Tue, 4 Mar 2025 10:12:43 +0100\n\n").date == Date(timeIntervalSince1970: 1_741_079_563))
        #expect(mail("Date: Tue, 4 Mar 2025 10:12:43 GMT\n\n").date == Date(timeIntervalSince1970: 1_741_083_163))
        #expect(mail("Date: yesterday\n\n").date == nil)
        #expect(mail("Date: Mon, 1 Jan 1900 00:00:00 +0000\n\n").date == nil)
        #expect(mail("\n").date == nil)
    }

    @Test("the null return path is empty, an absent one nil")
    func returnPath() {
        #expect(mail("Return-Path: <>\n\n").returnPath == "")
        #expect(mail("Return-Path: <a@b.example>\n\n").returnPath == "a@b.example")
        #expect(mail("\n").returnPath == nil)
    }

    @Test("an mbox separator, empty lines and a byte order mark before the header are passed over")
    func before() {
        #expect(mail("From ann Tue Mar  4 10:12:43 2025\nSubject: A\n\nb").subject == "A")
        #expect(mail("\r\n\r\nSubject: A\r\n\r\nb").subject == "A")
        #expect(mail("   \nSubject: A\n\nb").subject == "A")
        #expect(mail(" Subject: A\nTo: b@c\n\nb").subject == "A")
        #expect(mail("No header at all.\nJust text.\n").text == "No header at all.\nJust text.\n")
        #expect(mail("\u{FEFF}Subject: A\n\nb").subject == "A")
    }

    @Test("all line ends are understood", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(_ end: String) {
        let mail = mail(["Subject: A", "Content-Type: text/plain", "", "one", "two"].joined(separator: end))
        #expect(mail.subject == "A")
        #expect(mail.text == "one\ntwo")
    }

    private func mail(_ source: String) -> Mail { MIMETests.mail(source) }
}

@Suite("The text of a mail")
struct TextTests {
    private func part(_ type: String, _ body: String, _ encoding: String = "8bit") -> Mail {
        mail("Content-Type: \(type)\nContent-Transfer-Encoding: \(encoding)\n\n\(body)")
    }

    @Test("quoted-printable and base64 are decoded, broken ones as far as they go")
    func encodings() {
        #expect(part("text/plain; charset=utf-8", "Gr=C3=BC=C3=9F=\ne=ZZ", "quoted-printable").text == "Grüße=ZZ")
        #expect(part("text/plain; charset=utf-8", "R3LDvMOfZQ", "base64").text == "Grüße")
        #expect(part("text/plain", "plain", "x-unknown").text == "plain")
    }

    @Test("a charset that lies is found out")
    func charsets() {
        func text(_ label: String, _ bytes: [UInt8]) -> String {
            Mail.parse(Array("Content-Type: text/plain; charset=\(label)\n\n".utf8) + bytes).text
        }
        let utf8 = Array("Grüße".utf8)
        for label in ["us-ascii", "iso-8859-1", "windows-1252", "utf-8", "nonsense", "\"\"", "iso-8859-2"] {
            #expect(text(label, utf8) == "Grüße", "\(label)")
        }
        #expect(text("gb2312", Array("größere Füße, süße Äpfel".utf8)) == "größere Füße, süße Äpfel")
        #expect(text("gb2312", [0xC4, 0xE3, 0xBA, 0xC3]) == "你好")
        #expect(text("us-ascii", [0x63, 0xE9, 0x20, 0x80, 0x93]) == "cé €“")
        #expect(text("utf-8", [0x63, 0xE9, 0x20, 0xC3, 0xA9]) == "cé é")
        #expect(text("iso-8859-8-i", [0xF9, 0xEC]) == "של")
        #expect(text("ks_c_5601-1987", [0xB0, 0xA1]) == "가")
        #expect(text("utf-16le", [0x41, 0, 0xFC, 0]) == "Aü")
        #expect(text("us-ascii", Array("\u{1B}$B$3\u{1B}(B".utf8)) == "こ")
        #expect(text("iso-2022-jp", Array("\u{1B}$B-!-j$3\u{1B}(B!".utf8)) == "①㈱こ!")
        #expect(text("iso-2022-jp", utf8) == "Grüße")
        #expect(text("iso-2022-jp", [0xBC, 0xA1, 0xA4, 0xCE]) == "次の")
        #expect(text("iso-2022-jp", [0x82, 0xCC]) == "の")
        #expect(text("utf-7", [0x63, 0xF3]) == "có")
        #expect(text("utf-7", Array("Gr+APwA3w-e".utf8)) == "Grüße")
        #expect(text("koi8-r", [0xC4, 0xC1]) == "да")
    }

    @Test("format=flowed is joined, with DelSp, signatures and quotes as they are")
    func flowed() {
        let type = "text/plain; format=flowed"
        #expect(part(type, "one \ntwo\n\n-- \nAnn").text == "one two\n\n-- \nAnn")
        #expect(part(type + "; delsp=yes", "one \ntwo").text == "onetwo")
        #expect(part(type, "> a \n> b\nc").text == "> a b\nc")
        #expect(part(type, " >not quoted").text == ">not quoted")
    }

    @Test("of two forms the plain one is read, unless it is empty or only says that there is HTML")
    func alternative() {
        func text(plain: String) -> Mail {
            mail(
                """
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                \(plain)
                --b
                Content-Type: text/html

                <p>rich</p>
                --b--
                """)
        }
        #expect(text(plain: "plain").text == "plain")
        #expect(text(plain: "plain").html == "<p>rich</p>")
        #expect(text(plain: " \n").text == "rich")
        #expect(text(plain: " \n").isTextFromHTML)
        #expect(text(plain: "Your mail program does not support HTML messages.").text == "rich")
        #expect(text(plain: "Dieses ist eine HTML-Nachricht.").text == "rich")
        #expect(text(plain: "My HTML page is broken, please help.").text == "My HTML page is broken, please help.")
    }

    @Test("text before and after an attachment is one text")
    func around() {
        let mail = mail(
            """
            Content-Type: multipart/mixed; boundary=b

            --b

            one
            --b
            Content-Type: image/png; name=a.png
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --b
            Content-Type: text/plain

            two
            --b--
            """)
        #expect(mail.text == "one\ntwo")
        #expect(mail.attachments == [MIME.Attachment(name: "a.png", type: "image/png", size: 5)])
    }

    @Test("an unreadable content type is plain text; a second one does not count")
    func types() {
        #expect(part("nonsense", "text").text == "text")
        #expect(part("text/plain\nContent-Type: image/png", "text").text == "text")
        #expect(mail("Content-Type: multipart/mixed; boundary=never\n\nall there is").text == "all there is")
        #expect(mail("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nno end").text == "no end")
    }

    @Test("files in the text itself are attachments")
    func uuencode() {
        let mail = mail("\nHello\nbegin 644 a.txt\n#86)C\n`\nend\nBye")
        #expect(mail.text == "Hello\nBye")
        #expect(mail.attachments == [MIME.Attachment(name: "a.txt", type: "application/octet-stream", size: 3)])
        #expect(self.mail("\nbegin 644 words\nof a sentence").text == "begin 644 words\nof a sentence")
    }

    private func mail(_ source: String) -> Mail { MIMETests.mail(source) }
}
