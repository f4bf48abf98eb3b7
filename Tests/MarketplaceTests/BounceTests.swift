import Correspondence
import Foundation
import Testing

@testable import Marketplace

@Suite("What a returned mail tells")
struct BounceTests {
    private func bounce(_ headers: [String], _ body: String) throws -> Bounce? {
        let found = try Make.recogniser().understand(Make.mail(headers, body))
        guard case .bounce(let bounce) = found.recognition else { return nil }
        return bounce
    }

    private func report(action: String, status: String) -> String {
        """
        --b
        Content-Type: text/plain

        Not delivered.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; a1n2n3a4n5n6a7@marketplace.amazon.de
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; 550 no

        --b
        Content-Type: text/rfc822-headers

        Message-ID: <r1.7@shop.example>
        Subject: Re: Frage von Amazon-Kunde Ann (Bestellung: 303-1231231-4564564)

        --b--
        """
    }

    private static let reportHeaders = [
        "From: MAILER-DAEMON@mx.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    ]

    @Test("A report names the mail, the receiver and the status")
    func structured() throws {
        let found = try bounce(Self.reportHeaders, report(action: "failed", status: "5.1.1"))
        #expect(
            found
                == Bounce(
                    status: "5.1.1", diagnostic: "smtp; 550 no", originalMessageID: "r1.7@shop.example",
                    originals: ["r1.7@shop.example"],
                    recipients: ["a1n2n3a4n5n6a7@marketplace.amazon.de"], permanent: true))
    }

    @Test("Our own mark in the copy's header names the mail where a provider has replaced its Message-ID")
    func mark() throws {
        let body = report(action: "failed", status: "5.1.1").replacingOccurrences(
            of: "Message-ID: <r1.7@shop.example>",
            with: "Message-ID: <new@provider.example>\nX-Replyd-Reply: replyd.0123.7@shop.example")
        let found = try #require(try bounce(Self.reportHeaders, body))
        #expect(found.originals == ["new@provider.example", "replyd.0123.7@shop.example"])
    }

    @Test(
        "A copy that only its headers are left of names it too, inside a report or beside a text",
        arguments: [
            "message/rfc822", "text/rfc822-headers",
        ])
    func copies(_ type: String) throws {
        let found = try bounce(
            ["From: MAILER-DAEMON@mx.example", "Subject: failure notice", "Content-Type: multipart/mixed; boundary=b"],
            """
            --b
            Content-Type: text/plain

            550 5.1.1 user unknown
            --b
            Content-Type: \(type)

            Message-ID: <r1.9@shop.example>
            Subject: Re: Frage

            --b--
            """)
        #expect(found?.originals == ["r1.9@shop.example"])
        #expect(found?.status == "5.1.1")
    }

    @Test("The order of the mail that came back is found in its subject")
    func order() throws {
        let mail = Make.mail(Self.reportHeaders, report(action: "failed", status: "5.1.1"))
        #expect(try Make.recogniser().understand(mail).orderIDs.map(\.value) == ["303-1231231-4564564"])
    }

    @Test("A delay is not for good")
    func delay() throws {
        #expect(try bounce(Self.reportHeaders, report(action: "delayed", status: "4.4.1"))?.permanent == false)
        let words = try bounce(
            ["From: Mailer-Daemon@mx.example", "Subject: Warning: message 1 delayed 24 hours"], "It will be retried.")
        #expect(words?.permanent == false)
    }

    @Test("A complaint is about a mail that arrived: it does not come back (RFC 5965)")
    func complaint() throws {
        let found = try bounce(
            ["From: fbl@provider.example", "Content-Type: multipart/report; report-type=feedback-report; boundary=b"],
            """
            --b
            Content-Type: text/plain

            This is a spam complaint.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: x/1
            Version: 1

            --b
            Content-Type: message/rfc822

            Message-ID: <r1.7@shop.example>
            Subject: Re: Frage

            Hallo
            --b--
            """)
        #expect(found?.originals == ["r1.7@shop.example"])
        #expect(found?.permanent == false)
    }

    @Test("Words of qmail and Exim name them too")
    func unstructured() throws {
        let qmail = try bounce(
            ["From: MAILER-DAEMON@mx.example", "Subject: failure notice"],
            """
            Hi. This is the qmail-send program.

            <a1n2n3a4n5n6a7@marketplace.amazon.de>:
            192.0.2.1 does not like recipient. Remote host said: 550 5.7.1 rejected

            --- Below this line is a copy of the message.

            Return-Path: <shop@shop.example>
            Message-ID: <r1.8@shop.example>
            To: <other@x.example>
            """)
        #expect(
            qmail
                == Bounce(
                    status: "5.7.1", originalMessageID: "r1.8@shop.example", originals: ["r1.8@shop.example"],
                    recipients: ["a1n2n3a4n5n6a7@marketplace.amazon.de"], permanent: true))
        let exim = try bounce(
            [
                "From: Mailer-Daemon@mx.example", "Subject: Mail delivery failed",
                "X-Failed-Recipients: a@b.example, c@d.example",
            ],
            "A message that you sent could not be delivered.")
        #expect(exim?.recipients == ["a@b.example", "c@d.example"])
    }

    @Test(
        "A status stands alone and is no address or version",
        arguments: [
            ("550 5.1.1 unknown", "5.1.1"), ("(#5.7.10)", "5.7.10"), ("Status: 4.4.7", "4.4.7"), ("10.5.1.1", nil),
            ("5.1.1.1", nil), ("v5.1.1x", nil), ("5.1", nil), ("", nil),
        ] as [(String, String?)])
    func status(_ line: String, _ status: String?) {
        #expect(BounceReader.statusInside(Substring(line)) == status)
    }
}
