import Testing

/// Mails made to be dear to read, of any size.
struct HostileMail: Sendable, CustomTestStringConvertible {
    let name: String
    /// About so many bytes.
    let make: @Sendable (Int) -> [UInt8]

    var testDescription: String { name }

    static let all: [HostileMail] = html + plain + header + structure + encoded + machines

    /// The mail grows by its text.
    private static func text(
        _ name: String, _ unit: String, type: String = "text/plain; charset=utf-8", before: String = "",
        after: String = ""
    ) -> HostileMail {
        HostileMail(name: name) { size in
            bytes(["Content-Type: \(type)"], before) + filled(unit, size) + Array(after.utf8)
        }
    }

    private static func markup(_ name: String, _ unit: String, before: String = "", after: String = "") -> HostileMail {
        text(name, unit, type: "text/html; charset=utf-8", before: before, after: after)
    }

    /// The mail grows by a header field.
    private static func field(_ name: String, _ start: String, _ unit: String, end: String = "") -> HostileMail {
        HostileMail(name: name) { size in
            Array(
                (standard.filter { !$0.hasPrefix(start.prefix { $0 != ":" }) } + [start]).joined(separator: "\r\n").utf8
            )
                + filled(unit, size) + Array("\(end)\r\n\r\nhello".utf8)
        }
    }

    private static let html = [
        markup("a million nested tags", "<div>"), markup("nested inline tags", "<b><i>"),
        markup("nested tables", "<table><tr><td>"), markup("nested lists", "<ul><li>a"),
        markup("blockquotes", "<blockquote>a\n"), markup("quote containers", "<div class=\"gmail_quote\">a"),
        markup("tags without end", "<"), markup("comments without end", "<!-- a --"),
        markup("document types", "<!DOCTYPE a ["),
        markup("attributes", "a=b ", before: "<p ", after: ">hello</p>"),
        markup("one style", "color:red;", before: "<p style=\"", after: "\">hello</p>"),
        markup("many styles", "<p style=\"display:none;font-size:0\">x</p>"),
        markup("a style sheet", "p{color:red}", before: "<style>", after: "</style>hello"),
        markup("entities", "&amp;&#x41;&bogus;"), markup("links", "<a href=\"http://a/b\">c</a>"),
        markup("preformatted lines", "a b  c\n", before: "<pre>", after: "</pre>"), markup("line breaks", "<br>"),
    ]

    private static let plain = [
        text("quoted lines", "> a\r\n"), text("one deep quote", ">"),
        text("attributions", "On Tue, 6 Oct 2026 at 09:30, Ann wrote:\r\n"),
        text("attributions without end", "On Tue, 6 Oct 2026 at 09:30, Ann <a@b\r\n"),
        text("header blocks", "From: a\r\nSent: b\r\nTo: c\r\nSubject: d\r\n"),
        text("dividers", "-----Original Message-----\r\n"), text("signature marks", "-- \r\n"),
        text("footers of devices", "Sent from my iPhone\r\n"), text("legal notices", "This e-mail is confidential\r\n"),
        text("frames", "------------- Message: -------------\r\n"), text("one line", "a"),
        text("one line of words", "where is my parcel "), text("empty lines", "\r\n"), text("carriage returns", "\r"),
        text("orders", "302-1234567-1234567 "), text("halves of orders", "302-1234567-"), text("digits", "1"),
        text("addresses in the text", "a@b.example "), text("uuencoded files", "begin 644 a\r\n"),
        text("soft line breaks", "a \r\n", type: "text/plain; format=flowed"),
        text("combining marks", "\u{301}"),
    ]

    private static let header = [
        field("one long field", "X-A: ", "abc def "), field("a folded field", "X-A: a", "\r\n abc"),
        field("fields", "X-A: a", "\r\nX-B: c"), field("a subject of answers", "Subject: ", "Re: "),
        field("encoded words", "Subject: ", "=?utf-8?q?a=C3=A4?= "),
        field("encoded words without end", "Subject: ", "=?utf-8?b?"),
        field("receivers", "To: ", "a@b.example, "), field("open brackets", "To: ", "("),
        field("references", "References: ", "<a@b> "),
        field("trusted results", "Authentication-Results: a", "; dmarc=pass"),
        field("parameters", "Content-Type: text/plain", "; a*0=b"),
        field("an encoded file name", "Content-Type: application/x; name=\"", "=?utf-8?q?a?= ", end: "\""),
    ]

    private static let structure = [
        text("parts", "--b\r\n\r\na\r\n", type: "multipart/mixed; boundary=b"),
        text(
            "nested multiparts", "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
            type: "multipart/mixed; boundary=b"),
        HostileMail(name: "nested multiparts, each with its own boundary") { size in
            bytes(["Content-Type: multipart/mixed; boundary=b0"], "")
                + (0..<(size / 60)).flatMap {
                    Array("--b\($0)\r\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\r\n\r\n".utf8)
                }
        },
        text("mails within mails", "Content-Type: message/rfc822\r\n\r\n", type: "message/rfc822"),
    ]

    private static func transferred(_ name: String, _ encoding: String, _ unit: String) -> HostileMail {
        HostileMail(name: name) { size in
            bytes(["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: \(encoding)"], "")
                + filled(unit, size)
        }
    }

    private static let encoded = [
        transferred("garbage for base64", "base64", "!!!=a=\r\n"),
        transferred("quoted-printable", "quoted-printable", "=\r\n=C3=A4"),
        text("shifts of charset", "\u{1B}$B", type: "text/plain; charset=iso-2022-jp"),
    ]

    private static let machines = [
        HostileMail(name: "a report of many receivers") { size in
            Array("From: MAILER-DAEMON@mx\r\nContent-Type: message/delivery-status\r\n\r\n".utf8)
                + filled("Final-Recipient: rfc822; a@b\r\nAction: failed\r\n\r\n", size)
        },
        HostileMail(name: "a bounce's text") { size in
            Array("From: MAILER-DAEMON@mx\r\nSubject: failure notice\r\n\r\n".utf8)
                + filled("5.1.1 <a@b.example>\r\nMessage-ID: <a@b>\r\n", size)
        },
        HostileMail(name: "a notice's tables") { size in
            Array(
                "From: donotreply@amazon.com\r\nX-Space-Notification-Type: RETURN_REQUEST\r\nContent-Type: text/html\r\n\r\n"
                    .utf8) + filled("<table><tr><td>Order Item<td>ASIN<td>SKU</tr>", size)
        },
    ]

    private static let standard = [
        "From: Ann <a1n2n3a4n5n6a7+c0ffee00@marketplace.amazon.de>", "To: support@shop.example", "Subject: Frage",
        "Message-ID: <x@y>", "MIME-Version: 1.0",
    ]

    private static func bytes(_ headers: [String], _ text: String) -> [UInt8] {
        Array(((standard + headers).joined(separator: "\r\n") + "\r\n\r\n" + text).utf8)
    }

    private static func filled(_ unit: String, _ size: Int) -> [UInt8] {
        var filled = Array(unit.utf8)
        let length = size / filled.count * filled.count
        while filled.count < length { filled += filled }
        return Array(filled.prefix(length))
    }
}
