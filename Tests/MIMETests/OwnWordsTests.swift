import Testing

@testable import MIME

@Suite("The writer's own words")
struct OwnWordsTests {
    @Test(
        "history below an attribution is cut, in each language",
        arguments: [
            "On Tue, 4 Mar 2025 at 10:12, Shop <s@shop.example> wrote:",
            "On Mar 4, 2025, at 10:12 AM, Shop <s@shop.example> wrote:",
            "On Tue, 4 Mar 2025 at 10:12, A Shop With A Long Name <\nsupport@shop.example> wrote:",
            "On 04/03/2025 10:12, Shop wrote:",
            "Am 04.03.2025 um 10:12 schrieb Shop <s@shop.example>:",
            "Am Di., 4. März 2025 um 10:12 Uhr schrieb Shop <s@shop.example>:",
            "Shop <s@shop.example> schrieb am Di., 4. März 2025, 10:12:",
            "Le mar. 4 mars 2025 à 10:12, Shop <s@shop.example> a écrit :",
            "Le 04/03/2025 à 10:12, Shop a écrit\u{a0}:",
            "Il giorno mar 4 mar 2025 alle ore 10:12 Shop <s@shop.example> ha scritto:",
            "Il 04/03/2025 10:12, Shop ha scritto:",
            "El mar, 4 mar 2025 a las 10:12, Shop (<s@shop.example>) escribió:",
            "El 4/3/25 a las 10:12, Shop escribió:",
            "Em ter., 4 de mar. de 2025 às 10:12, Shop <s@shop.example> escreveu:",
            "Op di 4 mrt 2025 om 10:12 schreef Shop <s@shop.example>:",
            "Op 4 mrt. 2025 om 10:12 heeft Shop <s@shop.example> het volgende geschreven:",
            "Den tis 4 mars 2025 kl 10:12 skrev Shop <s@shop.example>:",
            "wt., 4 mar 2025 o 10:12 Shop <s@shop.example> napisał(a):",
            "W dniu 2025-03-04 o 10:12, Shop pisze:",
            "4 Mar 2025 Sal, 10:12 tarihinde Shop <s@shop.example> şunu yazdı:",
            "ti 4. maalisk. 2025 klo 10.12 Shop <s@shop.example> kirjoitti:",
            "вт, 4 мар. 2025 г. в 10:12, Shop <s@shop.example>:",
            "2025年3月4日(火) 10:12 Shop <s@shop.example>:",
            "út 4. 3. 2025 v 10:12 odesílatel Shop <s@shop.example> napsal:",
            "Shop <s@shop.example> ezt írta (időpont: 2025. márc. 4., K, 10:12):",
            "Στις Τρί 4 Μαρ 2025 στις 10:12 π.μ., Shop <s@shop.example> έγραψε:",
            "2025-03-04 10:12 GMT+01:00 Shop <s@shop.example>:",
            "-----Original Message-----", "-----Ursprüngliche Nachricht-----", "-----Message d'origine-----",
            "-----Messaggio originale-----", "-----Mensaje original-----", "-----Oorspronkelijk bericht-----",
            "----- Mensagem original -----", "--- Original Message ---", "*-------- Original Message --------*",
            "From: Shop <s@shop.example>\nSent: Tuesday, March 4, 2025 10:12 AM\nTo: Ann\nSubject: Order",
            "*From:* Shop <s@shop.example>\n*Sent:* Tuesday\n*To:* Ann\n*Subject:* Order",
            "________________________________\nVon: Shop <s@shop.example>\nGesendet: Dienstag\nAn: Ann\nBetreff: Bestellung",
            "De : Shop <s@shop.example>\nEnvoyé : mardi 4 mars 2025 10:12\nÀ : Ann\nObjet : Commande",
            "Da: Shop <s@shop.example>\nInviato: martedì 4 marzo 2025 10:12\nA: Ann\nOggetto: Ordine",
            "De: Shop <s@shop.example>\nEnviado: martes, 4 de marzo de 2025 10:12\nPara: Ann\nAsunto: Pedido",
            "##- Please type your reply above this line -##",
        ])
    func history(_ introduction: String) {
        for quote in ["> The old text.\n> Second line.", "\n> The old text.", "The old text."] {
            let cut = OwnWords.cut(text: "Where is it?\n\n\(introduction)\n\(quote)\n")
            #expect(cut.text == "Where is it?", "\(quote)")
            #expect(cut.quoted)
        }
    }

    @Test("replies between and below quoted lines are kept")
    func inline() {
        let cut = OwnWords.cut(text: "On 4 Mar 2025, Ann wrote:\n> Which colour?\n\nBlue.\n\n> Which size?\n\nLarge.")
        #expect(cut.text == "Blue.\n\n\nLarge.")
        #expect(cut.quoted)
    }

    @Test(
        "the writer's words stay, whatever they look like",
        arguments: [
            "On Monday I wrote:\nplease send it back. Nobody answered.",
            "Sent from my desk, which is easier than my phone.",
            "From: the start it was broken.",
            "Hello,\n\nthese are the points:\n-- first\n-- second\n\nThanks",
            "I ordered on 04/03/2025 at 10:12 and it has not arrived.",
            "I paid 5 > 4 dollars",
            "Date: 4 March\nwas what you promised.",
            "Von: hinten bis vorne alles kaputt",
            "Thanks,\nAnn",
            "Hola.\nEste mensaje es para pedir el reembolso.\nGracias",
            "Bonjour,\nce courriel concerne ma commande.",
            "Two things.\n---\nFirst, the lamp that I have ordered from you has not arrived, though the tracking says it was left here.",
            "Your mail said \"we wrote: wait\" but I do not want to.",
        ])
    func own(_ text: String) {
        let cut = OwnWords.cut(text: text)
        #expect(cut.text == text)
        #expect(!cut.quoted)
    }

    @Test(
        "the footers of devices and programs are cut",
        arguments: [
            "Sent from my iPhone", "Sent from my Galaxy", "Sent from Yahoo Mail on Android",
            "Get Outlook for iOS<https://aka.ms/x>",
            "Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App",
            "Von meinem Samsung Galaxy Smartphone gesendet.",
            "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.", "Envoyé de mon iPhone",
            "Envoyé depuis mon téléphone Orange", "Inviato da iPhone", "Inviato dal mio dispositivo Android",
            "Enviado desde mi iPhone",
            "Enviado do meu iPhone", "Verstuurd vanaf mijn iPhone", "Skickat från min iPhone", "Sendt fra min iPhone",
            "Wysłane z iPhone'a", "Lähetetty iPhonesta", "Отправлено с iPhone", "iPhoneから送信", "发自我的iPhone",
            "나의 iPhone에서 보냄",
            "Sent from Mail for Windows 10", "Sent from my BlackBerry", "Sent with Proton Mail secure email.",
        ])
    func devices(_ footer: String) {
        #expect(OwnWords.cut(text: "Where is it?\n\n\(footer)").text == "Where is it?")
        #expect(OwnWords.cut(text: "Where is it?\n\n\(footer)\n\n> old").text == "Where is it?")
    }

    @Test("signatures, legal footers and the footers of lists are cut")
    func signatures() {
        #expect(OwnWords.cut(text: "Where is it?\n\n-- \nAnn\nTel. 1").text == "Where is it?")
        #expect(OwnWords.cut(text: "Where is it?\n\nKind regards,\n\nAnn\nACME Ltd\nTel. 1").text == "Where is it?")
        #expect(
            OwnWords.cut(text: "Where is it?\n\nThis email and any attachments are confidential…\nmore").text
                == "Where is it?")
        let notice =
            "The information contained in this message is confidential. " + String(repeating: "Words. ", count: 80)
        #expect(OwnWords.cut(text: "Where is it?\n\n\(notice)").text == "Where is it?")
        #expect(OwnWords.cut(text: "Where is it?\n\n/Anna").text == "Where is it?")
        let list = "Where is it?\n_______________________________________________\nusers mailing list\nusers@x.example"
        #expect(OwnWords.cut(text: list).text == "Where is it?")
    }

    @Test("a mail passed on is kept")
    func forward() {
        let text =
            "See below.\n\n---------- Forwarded message ---------\nFrom: A <a@b>\nDate: Tue\nSubject: S\n\nThe parcel is lost."
        #expect(OwnWords.cut(text: text).text == text)
        #expect(OwnWords.cut(text: "Begin forwarded message:\n\n> From: A\n>\n> lost").text.hasSuffix("> lost"))
    }

    @Test("where nothing would be left, all stays")
    func nothingLeft() {
        #expect(OwnWords.cut(text: "> all quoted\n> all").text == "> all quoted\n> all")
        #expect(OwnWords.cut(text: "-- \nAnn").text == "-- \nAnn")
        #expect(OwnWords.cut(text: "On 4 Mar 2025 at 10:12, A <a@b.example> wrote:\n\nMy answer.").text == "My answer.")
        #expect(OwnWords.cut(text: "").text == "")
    }

    @Test(
        "what mail programs put around history in HTML is cut",
        arguments: [
            "<div class=\"gmail_quote\"><div class=gmail_attr>On Tue X wrote:</div><blockquote>old</blockquote></div>",
            "<div class=\"gmail_quote gmail_quote_container\"><div>X &lt;x@y&gt; schrieb</div>old</div>",
            "<div id=\"yahoo_quoted_123\"><div>On Tue X wrote</div>old</div>",
            "<div class=\"yahoo_quoted\">old</div>",
            "<div id=\"appendonsend\"></div><hr><div>From: X</div><div>old</div>",
            "<hr><div id=\"divRplyFwdMsg\">From: X<br>Sent: Tue</div><div>old</div>",
            "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0 0 0'><p>From: X</p></div></div><p>old</p>",
            "<blockquote type=\"cite\"><div>On Tue X wrote:</div>old</blockquote>",
            "<div class=\"moz-cite-prefix\">On 4.3.2025 X wrote:<br></div><blockquote type=\"cite\">old</blockquote>",
            "<div>On 4 Mar 2025, at 10:12, X &lt;x@y.example&gt; wrote:</div><blockquote type=\"cite\">old</blockquote>",
            "<div class=\"protonmail_quote\">On Tuesday, X wrote:<blockquote>old</blockquote></div>",
            "<blockquote>old</blockquote>",
            "<div name=\"quote\" style=\"margin:10px\">old</div>",
            "<div name=\"messageReplySection\">On Tue X wrote:<blockquote>old</blockquote></div>",
            "<hr id=\"zwchr\"><div>From: X</div><div>old</div>",
        ])
    func html(_ history: String) {
        let html = "<html><body><div>Where is it?</div>\(history)</body></html>"
        let cut = OwnWords.cut(text: HTMLText.text(from: html), html: html)
        #expect(cut.text == "Where is it?")
        #expect(cut.quoted)
    }

    @Test("a mail passed on in HTML is kept")
    func htmlForward() {
        let html =
            "<div>See below</div><div class=gmail_quote><div>---------- Forwarded message ---------<br>From: A<br></div>lost</div>"
        #expect(OwnWords.cut(text: "", html: html).text.contains("lost"))
    }
}
