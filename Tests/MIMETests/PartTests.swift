import Testing

@testable import MIME

@Suite("Attachments, reports and other parts")
struct PartTests {
    private func single(_ head: String, _ body: String = "aGVsbG8=") -> MIME.Attachment? {
        mail("\(head)\nContent-Transfer-Encoding: base64\n\n\(body)").attachments.first
    }

    @Test(
        "names are read in all their forms, and lose their folders",
        arguments: [
            ("Content-Disposition: attachment; filename=a.pdf", "a.pdf"),
            ("Content-Disposition: attachment; filename*=utf-8''gr%C3%BC%C3%9F.pdf", "grüß.pdf"),
            ("Content-Disposition: attachment; filename*0=\"in\"; filename*1=\"voice.pdf\"", "invoice.pdf"),
            ("Content-Disposition: attachment; filename=\"=?utf-8?q?gr=C3=BC=C3=9F.pdf?=\"", "grüß.pdf"),
            ("Content-Disposition: attachment; filename=\"../../etc/passwd\"", "passwd"),
            ("Content-Disposition: attachment; filename=\"C:\\\\temp\\\\a.pdf\"", "a.pdf"),
            ("X: y", "n.pdf"),
        ])
    func names(_ disposition: String, _ name: String) {
        #expect(single("Content-Type: application/pdf; name=n.pdf\n\(disposition)")?.name == name)
    }

    @Test("what brings no name is named for what it is")
    func standardNames() {
        #expect(single("Content-Type: application/ms-tnef")?.name == "winmail.dat")
        #expect(single("Content-Type: application/pkcs7-mime; smime-type=enveloped-data")?.name == "smime.p7m")
        #expect(single("Content-Type: application/octet-stream")?.name == "")
    }

    @Test("the size is that of the decoded content, counted without keeping it")
    func size() {
        let line = String(repeating: "QUJD", count: 19) + "\n"
        let body = String(repeating: line, count: 20_000)
        #expect(single("Content-Type: image/jpeg", body)?.size == 19 * 3 * 20_000)
    }

    @Test("a mail within a mail is an attachment named for its subject, and is not read as this mail")
    func forwarded() {
        let mail = mail(
            """
            Subject: outer
            Content-Type: multipart/mixed; boundary=b

            --b

            see below
            --b
            Content-Type: message/rfc822

            Subject: inner
            From: a@b.example

            inner text
            --b--
            """)
        #expect(mail.text == "see below")
        #expect(mail.attachments.map(\.name) == ["inner.eml"])
        #expect(mail.attachments.first?.type == "message/rfc822")
        #expect(mail.parts.map(\.type) == ["multipart/mixed", "text/plain", "message/rfc822"])
        #expect(mail.from == nil)
    }

    @Test("a delivery report gives the recipients' fields and the mail that came back (RFC 3464)")
    func deliveryReport() throws {
        let mail = mail(
            """
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            Your mail could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example
            Arrival-Date: Tue, 4 Mar 2025 10:12:43 +0000

            Final-Recipient: rfc822; a@b.example
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1
             no such user

            Final-Recipient: rfc822; c@d.example
            Action: delayed
            Status: 4.2.2
            --b
            Content-Type: message/rfc822

            Message-ID: <ours@shop.example>
            Subject: Re: order

            text
            --b--
            """)
        let report = try #require(mail.report)
        #expect(report.type == "delivery-status")
        #expect(mail.reportType == "delivery-status")
        #expect(report.fields["reporting-mta"] == "dns; mx.example")
        #expect(report.recipients.map { $0["status"] } == ["5.1.1", "4.2.2"])
        #expect(report.recipients.first?["diagnostic-code"] == "smtp; 550 5.1.1 no such user")
        #expect(report.returnedMessageID == "ours@shop.example")
        #expect(report.returned?.first("Subject") == "Re: order")
        #expect(report.humanText == "Your mail could not be delivered.")
        #expect(mail.attachments.isEmpty)
    }

    @Test("complaints (RFC 5965) and receipts (RFC 8098) are reports too")
    func otherReports() {
        func report(_ type: String, _ fields: String) -> Report? {
            mail(
                """
                Content-Type: multipart/report; report-type=\(type); boundary=b

                --b
                Content-Type: message/\(type)

                \(fields)
                --b
                Content-Type: text/rfc822-headers

                Message-ID: <x@y>
                --b--
                """
            ).report
        }
        #expect(report("feedback-report", "Feedback-Type: abuse\nVersion: 1")?.feedbackType == "abuse")
        #expect(report("feedback-report", "Feedback-Type: abuse")?.returnedMessageID == "x@y")
        let receipt = report("disposition-notification", "Disposition: manual-action/MDN-sent-manually; displayed")
        #expect(receipt?.disposition == "manual-action/mdn-sent-manually; displayed")
    }

    @Test("what a calendar part asks is told", arguments: ["text/calendar; method=REPLY", "text/calendar"])
    func calendar(_ type: String) {
        #expect(mail("Content-Type: \(type)\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n").calendarMethod == "reply")
    }
}

@Suite("Limits")
struct LimitTests {
    @Test("parts nested too deep are named, the rest is read")
    func depth() {
        var source = "Subject: deep\n"
        for level in 0..<200 { source += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        let mail = mail(source + "\ntext")
        #expect(mail.subject == "deep")
        #expect(mail.problem?.contains("64 levels") == true)
    }

    @Test("more parts than the limit are not read")
    func parts() {
        let source =
            "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\na\n", count: 3_000)
        let mail = mail(source)
        #expect(mail.parts.count == 2_000)
        #expect(mail.problem?.contains("2000 parts") == true)
    }

    @Test("an overlong header is cut, and the body still read")
    func header() {
        let mail = mail("Subject: A\nX: \(String(repeating: "x", count: 600_000))\nTo: a@b\n\nbody")
        #expect(mail.subject == "A")
        #expect(mail.text == "body")
        #expect(mail.problem?.contains("524288") == true)
    }

    @Test("an overlong text is cut")
    func text() {
        var limits = Limits.standard
        limits.textBytes = 10
        let mail = Mail.parse(Array("\n0123456789abc".utf8), limits: limits)
        #expect(mail.text == "0123456789")
        #expect(mail.problem?.contains("10 bytes") == true)
    }

    @Test("addresses within groups within groups do not exhaust the stack")
    func groups() {
        let mail = mail("From: \(String(repeating: "a:", count: 100_000))\nTo: b@c\n\n")
        #expect(mail.to.first?.address == "b@c")
    }

    @Test("mails within mails are not opened, however deep")
    func nestedMails() {
        let mail = mail(String(repeating: "Content-Type: message/rfc822\n\n", count: 50_000))
        #expect(mail.attachments.count == 1)
    }

    @Test(
        "bytes that are no mail do no harm",
        arguments: [[], [0], [10], [58], [0xFF, 0xFE], Array(0...255)] as [[UInt8]])
    func bytes(_ bytes: [UInt8]) {
        let mail = Mail.parse(bytes)
        #expect(mail.attachments.isEmpty)
        #expect(mail.parts.count == 1)
    }
}

@Suite("Mails that come back")
struct ReturnedMailTests {
    @Test("the mail that is meant is found in the text where there is no report")
    func inText() {
        let mail = mail(
            "Subject: failure notice\n\nHi. This is the program.\n\n--- Below this line is a copy of the message.\n\n"
                + "Received: by x\nMessage-ID: <ours@shop.example>\nSubject: Re: order\n")
        #expect(mail.returnedIdentifiers() == ["ours@shop.example"])
    }

    @Test("and in a mail that is attached")
    func attached() {
        let mail = mail(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nreturned\n--b\nContent-Type: message/rfc822\n\n"
                + "Message-Id: <ours@shop.example>\n\ntext\n--b--\n")
        #expect(mail.returnedIdentifiers() == ["ours@shop.example"])
        #expect(mail.enclosed.count == 1)
    }

    @Test("line ends hidden in encoded words do not come out of a header")
    func hiddenLineEnds() {
        let mail = mail("Subject: =?utf-8?q?a=0D=0ABcc:_x=00y?=\nFrom: =?utf-8?q?A=0AB?= <a@b.example>\n\n")
        #expect(mail.subject == "a Bcc: xy")
        #expect(mail.from?.name == "AB" || mail.from?.name == "A B")
    }
}
