/// The demo's mailbox: all kinds in five languages, and all that must never be answered.
enum DemoMails {
    static func all(_ post: DemoPost) -> [DemoMail] {
        inquiries(post) + returns(post) + problems(post) + claims(post) + forPeople(post) + neverAnswered(post)
    }

    private static func inquiries(_ post: DemoPost) -> [DemoMail] {
        func mail(_ id: String, _ site: Site, _ name: String, _ order: String?, _ words: String) -> DemoMail {
            post.buyer(id, site: site, name: name, order: order, words, kind: "inquiry", becomes: .answered)
        }
        return [
            mail(
                "inq-en-1", .us, "Dana Reyes", "111-2233445-6677889",
                "Could you please send me an invoice with VAT for this order?"),
            mail("inq-en-2", .us, "Bo Lind", nil, "Is this lamp compatible with 220 volts? Which bulb do I need?"),
            mail(
                "inq-de-1", .de, "Jürgen Weiß", "302-1234567-7654321",
                "Können Sie mir bitte eine Rechnung mit ausgewiesener Mehrwertsteuer schicken?"),
            mail(
                "inq-de-2", .de, "Petra Sommer", nil, "Ist das Regal auch in Weiß lieferbar? Welche Maße hat es genau?"),
            mail(
                "inq-fr-1", .fr, "Hélène Dubois", "402-1111111-2222222",
                "Bonjour, pourriez-vous m'envoyer une facture avec TVA pour cette commande ?"),
            mail(
                "inq-fr-2", .fr, "Luc Martin", nil,
                "Bonjour, est-ce que cette housse est compatible avec le modèle de 2023 ?"),
            mail(
                "inq-it-1", .it, "Chiara Rossi", "403-3333333-4444444",
                "Buongiorno, potreste inviarmi la fattura per questo ordine?"),
            mail(
                "inq-es-1", .es, "Lucía Gómez", "404-5555555-6666666",
                "Buenos días, ¿podrían enviarme la factura de este pedido, por favor?"),
        ]
    }

    private static func returns(_ post: DemoPost) -> [DemoMail] {
        func mail(_ id: String, _ site: Site, _ name: String, _ order: String, _ words: String) -> DemoMail {
            post.buyer(id, site: site, name: name, order: order, words, kind: "return", becomes: .answered)
        }
        return [
            mail(
                "ret-en-1", .us, "Ann Cole", "112-1000001-2000002",
                "I want to return these shoes, they are too small. How do I send them back?"),
            mail(
                "ret-en-2", .us, "Tom Hale", "112-1000003-2000004",
                "I changed my mind and would like to send the jacket back for a refund. What is your return address?"),
            mail(
                "ret-de-1", .de, "Nora Klein", "303-1000005-2000006",
                "Ich möchte die Schuhe zurückschicken, sie sind mir zu klein. Wohin soll ich das Paket senden?"),
            mail(
                "ret-fr-1", .fr, "Inès Moreau", "403-1000007-2000008",
                "Bonjour, je voudrais renvoyer cet article, il est trop grand. Comment faire pour le retour ?"),
            mail(
                "ret-it-1", .it, "Marco Bianchi", "404-1000009-2000010",
                "Vorrei restituire l'articolo, è troppo grande. Come posso fare il reso?"),
            mail(
                "ret-es-1", .es, "Pablo Ruiz", "405-1000011-2000012",
                "Quiero devolver el artículo porque me queda pequeño. ¿Cómo hago la devolución?"),
        ]
    }

    private static func problems(_ post: DemoPost) -> [DemoMail] {
        func mail(_ id: String, _ site: Site, _ name: String, _ order: String, _ words: String) -> DemoMail {
            post.buyer(id, site: site, name: name, order: order, words, kind: "problem", becomes: .answered)
        }
        return [
            mail(
                "prob-en-1", .us, "Ivy Stone", "113-1000001-3000001",
                "The parcel has not arrived, and the tracking has not moved for nine days."),
            mail(
                "prob-en-2", .us, "Max Obi", "113-1000002-3000002",
                "The vase arrived broken, there is glass everywhere in the box."),
            mail(
                "prob-en-3", .us, "Lea Park", "113-1000003-3000003",
                "You sent me the wrong colour, I ordered blue and got green."),
            mail(
                "prob-de-1", .de, "Heike Vogel", "304-1000004-3000004",
                "Das Paket ist bis heute nicht angekommen, obwohl es letzte Woche da sein sollte."),
            mail(
                "prob-de-2", .de, "Sven Busch", "304-1000005-3000005",
                "Die Vase kam zerbrochen an, der Karton war völlig zerdrückt."),
            mail(
                "prob-fr-1", .fr, "Zoé Petit", "404-1000006-3000006",
                "Je n'ai toujours pas reçu mon colis, il devait arriver la semaine dernière."),
            mail(
                "prob-it-1", .it, "Gaia Conti", "405-1000007-3000007",
                "Il prodotto è arrivato rotto, la scatola era schiacciata."),
            mail(
                "prob-es-1", .es, "Sara Vidal", "406-1000008-3000008",
                "El paquete no ha llegado todavía y debía llegar la semana pasada."),
        ]
    }

    private static func claims(_ post: DemoPost) -> [DemoMail] {
        func mail(_ id: String, _ site: Site, _ name: String, _ order: String, _ words: String) -> DemoMail {
            post.buyer(id, site: site, name: name, order: order, words, kind: "claim", becomes: .drafted)
        }
        return [
            mail(
                "claim-en-1", .us, "Ray Shaw", "114-1000001-4000001",
                "I have filed an A-to-z claim because nobody answered me."),
            mail(
                "claim-de-1", .de, "Uwe Lang", "305-1000002-4000002",
                "Ich habe einen A-bis-z-Garantieantrag gestellt, weil niemand antwortet."),
            mail(
                "claim-fr-1", .fr, "Marc Leroy", "405-1000003-4000003",
                "J'ai ouvert une réclamation Garantie A à Z pour cette commande."),
        ]
    }

    private static func forPeople(_ post: DemoPost) -> [DemoMail] {
        func mail(_ id: String, _ site: Site, _ name: String, _ order: String, _ words: String, _ kind: String)
            -> DemoMail
        {
            post.buyer(id, site: site, name: name, order: order, words, kind: kind, becomes: .held)
        }
        return [
            mail(
                "person-en-1", .us, "Gus Finch", "115-1000001-5000001",
                "The charger caught fire on my desk and I burned my hand. The parcel was fine.", "problem"),
            mail(
                "person-en-2", .us, "Meg Hart", "115-1000002-5000002",
                "The mixer never arrived. My lawyer will contact you if this goes on.", "claim"),
            mail(
                "person-de-1", .de, "Olaf Kern", "306-1000003-5000003",
                "Hiermit widerrufe ich den Vertrag über den Kauf der Lampe und bitte um Bestätigung.", "return"),
            mail(
                "person-es-1", .es, "Noa Gil", "407-1000004-5000004", "El cargador se incendió y me quemé la mano.",
                "problem"),
            mail("unclear-en-1", .us, "Kim Yu", "115-1000005-5000005", "asdf qwer zxcv", "none"),
        ]
    }

    private static func neverAnswered(_ post: DemoPost) -> [DemoMail] {
        [
            post.notice(
                "notice-return", type: "RETURN_REQUEST", from: "donotreply@amazon.com",
                subject: "Return authorization request for order 111-2233445-6677889",
                "Order ID: # 111-2233445-6677889\r\nItem: A thing\r\nQuantity: 1\r\nReturn reason: No longer needed\r\n"
            ),
            post.notice(
                "notice-claim", type: "A_Z_CLAIM_RESPONDENT_NOTIFY", from: "atoz-guarantee-no-reply@amazon.com",
                subject: "Claim received on order 116-1000001-6000001",
                "Order number: 116-1000001-6000001\r\nClaim amount: $33.15\r\nPlease reply within 3 calendar days.\r\n"),
            post.notice(
                "notice-refund", type: "REFUND_ISSUED", from: "do-not-reply@amazon.com",
                subject: "Refund initiated for order 112-1000099-2000098",
                "Refund initiated for order 112-1000099-2000098."),
            post.notice(
                "notice-cancel", type: "BRC_SELLER_NOTIFICATION", from: "donotreply@amazon.it",
                subject: "Richiesta di annullamento per l'ordine numero: 403-3333333-4444444",
                "Richiesta di annullamento per l'ordine numero: 403-3333333-4444444"),
            post.notice(
                "notice-optout", type: "BUYER_OPTED_OUT_BSM_MESSAGES", from: "auto-communication@amazon.com",
                subject: "Il tuo messaggio all'acquirente non è stato consegnato.",
                "L'acquirente ha scelto di non ricevere messaggi non richiesti. Ordine [402-9999999-8888888]"),
            post.notice(
                "own-copy", type: "BBC_MESSAGE_CONFIRMATION_TO_MERCHANT", from: "donotreply@amazon.com",
                subject: "Your e-mail to Dana",
                "here is a copy of the e-mail that you sent to Dana.\r\n\r\nHello Dana, it is on its way."),
            post.other(
                "vacation", source: "auto_reply",
                [
                    ("From", "Ann Cole <ann@mail.example>"), ("Subject", "Out of office"),
                    ("Auto-Submitted", "auto-replied"),
                ],
                "I am away until Monday."),
            post.other(
                "bounce", source: "bounce",
                [
                    ("Return-Path", "<>"), ("From", "Mail Delivery System <MAILER-DAEMON@mx.shop.example>"),
                    ("Subject", "Undelivered Mail Returned to Sender"),
                    ("Content-Type", "multipart/report; report-type=delivery-status; boundary=\"b1\""),
                ],
                "--b1\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
                    + "Reporting-MTA: dns; mx.shop.example\r\n\r\nFinal-Recipient: rfc822; nobody@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b1--\r\n"
            ),
            post.other(
                "newsletter", source: "list",
                [
                    ("From", "Trade Weekly <news@trade.example>"), ("Subject", "Ten tips for sellers"),
                    ("List-Id", "<news.trade.example>"), ("List-Unsubscribe", "<https://trade.example/u>"),
                    ("Precedence", "bulk"),
                ],
                "This week: ten tips."),
            post.other(
                "stranger", source: "other", [("From", "Max <max@somewhere.example>"), ("Subject", "Partnership")],
                "Dear Sir, we offer you a partnership."),
            post.other(
                "lookalike", source: "other",
                [
                    ("From", "Amazon <w0455ph9mvtwg42@marketplace.amazon.com.evil.example>"),
                    ("Subject", "Inquiry from Amazon customer Eve (Order: 111-0000000-0000000)"),
                ],
                "------------- Message:  -------------\r\nPlease confirm your bank details.\r\n------------- End message -------------"
            ),
            post.other(
                "forged", source: "other", becomes: .held,
                [
                    ("Authentication-Results", "mx.shop.example; dmarc=fail header.from=marketplace.amazon.com"),
                    ("From", "Eve - Amazon Marketplace <w0455ph9mvtwg43@marketplace.amazon.com>"),
                    ("Subject", "Inquiry from Amazon customer Eve (Order: 111-0000000-0000001)"),
                    ("X-Space-Notification-Type", "BBC_MESSAGE_SENT_TO_MERCHANT"),
                ],
                "------------- Message:  -------------\r\nWhere can I find the invoice?\r\n------------- End message -------------"
            ),
        ]
    }
}
