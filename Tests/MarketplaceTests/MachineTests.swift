import Correspondence
import Testing

@testable import Marketplace

@Suite("Machines and people")
struct MachineTests {
    private func source(_ headers: [String], _ body: String = "Hello.") throws -> Source {
        let from = headers.contains { $0.hasPrefix("From:") } ? [] : ["From: Kim <kim@sender.example>"]
        return try Make.recogniser().understand(Make.mail(from + headers, body)).recognition.source
    }

    @Test(
        "Subjects that only machines write tell an automatic reply in many languages",
        arguments: [
            "Automatic reply: Your order", "Out of Office: Your order", "OOO: away", "Abwesenheitsnotiz: Frage",
            "Automatische Antwort: Frage", "Réponse automatique : Question", "Absence du bureau : Question",
            "Risposta automatica: Domanda", "Fuori sede: Domanda", "Respuesta automática: Pregunta",
            "Fuera de la oficina", "Resposta automática: Pergunta", "Automatisch antwoord: Vraag", "Autosvar: Fråga",
            "Automatyczna odpowiedź: Pytanie", "自動応答: 質問", "自动答复: 问题", "Автоматический ответ: вопрос",
            "Please confirm your message",
        ])
    func automaticReplies(_ subject: String) throws {
        #expect(try source(["Subject: \(subject)"]) == .autoReply)
    }

    @Test(
        "Headers that only machines write tell an automatic reply",
        arguments: [
            "Auto-Submitted: auto-replied", "Auto-Submitted: AUTO-REPLIED (vacation)", "Auto-Submitted: auto-generated",
            "X-Autoreply: yes", "X-Autorespond: Your order", "Precedence: auto_reply", "X-FC-MachineGenerated: true",
            "Content-Type: text/calendar; method=REPLY",
        ])
    func automaticHeaders(_ header: String) throws {
        #expect(try source(["Subject: Your order", header]) == .autoReply)
    }

    @Test(
        "A challenge to the sender tells itself by its header, its sender or its first words",
        arguments: [
            (["X-ChoiceMail-Registration-Request: 1"], "Hello."), (["X-Boxtrapper: a1b2"], "Hello."),
            (["Message-ID: <20261006.1@host.example-tmda-confirm>"], "Hello."),
            (["Subject: Re: Your order", "Return-Path: <spamblocker-challenge@bounce.earthlink.net>"], "Hello."),
            (["Subject: Re: Your order", "From: Boxbe <noreply@notify.boxbe.com>"], "Hello."),
            (["Subject: Re: Your order"], "I apologize for this automatic reply to your email.\n\nTo control spam, …"),
            (["Subject: Unverified email to kim@sender.example"], "Hello."),
        ])
    func challenges(_ headers: [String], _ body: String) throws {
        #expect(try source(headers, body) == .autoReply)
    }

    @Test("An answer of Exchange's calendar is a machine's, its invitation is not")
    func calendar() throws {
        let mark = "Content-Class: urn:content-classes:calendarmessage"
        #expect(try source(["Subject: Accepted: Call", mark]) == .autoReply)
        #expect(try source(["Subject: Call", mark, "Content-Type: text/calendar; method=REQUEST"]) == .other)
    }

    @Test(
        "People are no machines",
        arguments: [
            (["Subject: Re: Automatic reply: Your order"], "I am back now."),
            (["Subject: Fwd: Undelivered Mail Returned to Sender"], "550 5.1.1 user unknown. What is this?"),
            (["Subject: Out of office chairs"], "Do you have blue ones?"),
            (["Subject: Vacation plans and the out of office rota"], "Who is away?"),
            (["Subject: Urlaub an der Ostsee"], "Passt das Zelt?"),
            (["Subject: Absence de notice"], "Il manque la notice."),
            (["Subject: Auto: new tyres"], "Do they fit?"),
            (["Subject: Auto-reply wars: your system thanked me again"], "Where is it?"),
            (["Subject: Delivery failed"], "The courier says that the parcel was not delivered. Send it again?"),
            (["Subject: Delivery problem", "From: Jo <admin@company.example>"], "My parcel could not be delivered."),
            (["Subject: Not delivered"], "The mail man did not come."),
            (["Subject: Delivery problem"], "I paid 550 euros and nothing came."),
            (["Subject: Hello", "From: System Administrator <it@company.example>"], "My parcel was not delivered."),
            (["Subject: Request for authorization"], "May I send it back?"),
            (["Subject: Hello", "Auto-Submitted: no"], "I am out of the office on Monday."),
            (["Subject: Hello", "X-Auto-Response-Suppress: All"], "Is it blue?"),
            (["Subject: Lunch", "From: Pat Postmaster <pat@sender.example>"], "Is it blue?"),
            (["Subject: Returned item"], "I returned the item, it was refused by you."),
        ])
    func people(_ headers: [String], _ body: String) throws {
        #expect(try source(headers, body) == .other)
    }

    @Test(
        "Words about absence are believed where the header is a machine's",
        arguments: ["Return-Path: <>", "X-Auto-Response-Suppress: All"])
    func suspicious(_ header: String) throws {
        let body = "Vielen Dank. Ich bin bis zum 10. nicht im Büro."
        #expect(try source([header, "Subject: Ihre Nachricht"], body) == .autoReply)
        #expect(try source(["Subject: Ihre Nachricht"], body) == .other)
    }

    @Test(
        "Lists and bulk mail say so in the header",
        arguments: [
            "List-Id: <news.shop.example>", "List-Unsubscribe: <mailto:off@shop.example>", "Precedence: bulk",
            "X-Mailman-Version: 2.1", "Precedence: list",
        ])
    func lists(_ header: String) throws {
        #expect(try source(["Subject: News", header]) == .list)
    }

    @Test("A list that marks its mails as generated is a list")
    func generatedList() throws {
        #expect(try source(["List-Id: <a.b.example>", "Auto-Submitted: auto-generated"]) == .list)
    }

    @Test(
        "Mail servers tell failures in many words",
        arguments: [
            ("failure notice", "MAILER-DAEMON@mx.example", "Hi. <a@b.example>: Sorry, no mailbox here by that name."),
            ("Unzustellbar: Ihre Bestellung", "postmaster@mx.example", "Die Nachricht wurde nicht zugestellt."),
            ("Non remis : commande", "postmaster@mx.example", "Le message n'a pas été remis."),
            ("Messaggio non recapitabile", "postmaster@mx.example", "Impossibile recapitare."),
            ("No se puede entregar", "postmaster@mx.example", "El mensaje."),
            ("Undeliverable: Hi", "exchange@mx.example", "Delivery has failed to these recipients or groups:"),
        ])
    func bounces(_ subject: String, _ sender: String, _ body: String) throws {
        #expect(try source(["From: \(sender)", "Subject: \(subject)"], body) == .bounce)
    }

    @Test("A mail server of the marketplace's is a mail server, whatever subject it returns")
    func marketplaceServer() throws {
        let headers = ["From: MAILER-DAEMON@amazon.de", "Subject: Undeliverable: A-to-z claim"]
        #expect(try source(headers, "550 5.7.1 not an approved sender") == .bounce)
    }

    @Test("A person who attaches a bounce is a person")
    func attachedBounce() throws {
        let report = """
            --o
            Content-Type: text/plain

            What does this mean?
            --o
            Content-Type: message/rfc822

            From: MAILER-DAEMON@mx.example
            Subject: Undelivered
            Content-Type: multipart/report; report-type=delivery-status; boundary=i

            --i
            Content-Type: text/plain

            Failed.
            --i
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; a@b.example
            Action: failed
            Status: 5.1.1

            --i--
            --o--
            """
        #expect(try source(["Subject: Help", "Content-Type: multipart/mixed; boundary=o"], report) == .other)
    }
}
