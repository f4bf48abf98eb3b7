import Testing

@testable import MIME

@Suite("All cores at once")
struct ConcurrencyTests {
    /// Small mails of many kinds: charsets, HTML, reports, attachments.
    private static let mails: [[UInt8]] = (0..<64).map { number in
        let charset = ["utf-8", "iso-8859-1", "koi8-r", "gb2312", "iso-2022-jp", "windows-1251", "nonsense", "utf-7"][
            number % 8]
        let source = """
            From: =?\(charset)?q?N=E4me_\(number)?= <n\(number)@a.example>
            Subject: =?utf-8?b?R3LDvMOfZQ==?= \(number)
            Date: Tue, 4 Mar 2025 10:12:\(number % 60 + 10) +0000
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=\(charset)

            <p>Number \(number)</p><blockquote type=cite>old</blockquote>
            --b
            Content-Type: image/png; name=\(number).png
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --b--
            """
        return Array(source.utf8)
    }

    private static func summary(_ bytes: [UInt8]) -> String {
        let mail = Mail.parse(bytes)
        return
            "\(mail.from?.name ?? "")|\(mail.subject)|\(mail.ownWords())|\(mail.attachments)|\(mail.date?.description ?? "")"
    }

    @Test("mails parsed on all cores give what they give one after another")
    func together() async {
        let expected = Self.mails.map(Self.summary)
        await withTaskGroup(of: (Int, String).self) { group in
            for round in 0..<2_000 {
                group.addTask { (round % 64, Self.summary(Self.mails[round % 64])) }
            }
            for await (number, summary) in group { #expect(summary == expected[number]) }
        }
    }
}
