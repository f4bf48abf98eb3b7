import Foundation

/// One mail of the demo and what must become of it.
struct DemoMail {
    enum Becomes: String {
        /// Exactly one reply, threaded to it.
        case answered
        /// A finished reply in Drafts.
        case drafted
        /// Kept for a person: no reply.
        case held
        /// Recorded, never answered.
        case ignored
    }

    let id: String
    let becomes: Becomes
    /// The source that `inspect` would name; `nil`: a buyer's mail.
    let source: String
    let kind: String?
    let bytes: [UInt8]

    var messageID: String { "\(id)@eu-west-1.amazonses.com" }
}

/// Builds mails in the forms of the marketplace (domain facts 1 to 5).
struct DemoPost {
    let now: Date
    let seller = "support@shop.example"

    /// A buyer's mail through the relay, framed as the site's language frames it.
    func buyer(
        _ id: String, site: Site, name: String, order: String?, _ words: String, kind: String, becomes: DemoMail.Becomes
    ) -> DemoMail {
        let alias = "\(Self.alias(for: id))+\(String(id.hashValueStable, radix: 16))@marketplace.\(site.domain)"
        let frame = [
            site.received, "", order.map { "# \($0):" } ?? "", "1 / A thing worth having [ASIN: B0C4EXAMPL]", "",
            "------------- \(site.begin)  -------------", words, "------------- \(site.end) -------------", "",
            "Copyright 2026 Amazon, Inc. or its affiliates. All rights reserved.", "SPC-EUAmazon-1234567890",
        ].joined(separator: "\r\n")
        return mail(
            id, source: "buyer", kind: kind, becomes: becomes,
            headers: [
                ("From", "\(encoded("\(name) - Amazon Marketplace")) <\(alias)>"), ("To", seller),
                ("Subject", encoded(site.subject(name: name, order: order))),
                ("X-Space-Notification-Type", "BBC_MESSAGE_SENT_TO_MERCHANT"), ("X-Marketplace-ID", site.marketplaceID),
            ], text: frame)
    }

    /// A notice of the marketplace, by its type.
    func notice(_ id: String, type: String, from: String, subject: String, _ text: String) -> DemoMail {
        mail(
            id, source: type == "BBC_MESSAGE_CONFIRMATION_TO_MERCHANT" ? "own_copy" : "notice", kind: nil,
            becomes: .ignored,
            headers: [
                ("From", "Amazon <\(from)>"), ("To", seller), ("Subject", encoded(subject)),
                ("X-Space-Notification-Type", type),
            ], text: text)
    }

    func other(
        _ id: String, source: String, becomes: DemoMail.Becomes = .ignored, _ headers: [(String, String)],
        _ text: String
    ) -> DemoMail {
        mail(id, source: source, kind: nil, becomes: becomes, headers: headers + [("To", seller)], text: text)
    }

    private func mail(
        _ id: String, source: String, kind: String?, becomes: DemoMail.Becomes, headers: [(String, String)],
        text: String
    ) -> DemoMail {
        let own = headers.contains { $0.0 == "Content-Type" }
        let lines =
            headers.map { "\($0.0): \($0.1)" }
            + [
                "Date: \(Self.date(now.addingTimeInterval(-120)))", "Message-ID: <\(id)@eu-west-1.amazonses.com>",
                "MIME-Version: 1.0",
            ]
            + (own ? [] : ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]) + [
                "", text, "",
            ]
        return DemoMail(
            id: id, becomes: becomes, source: source, kind: kind, bytes: Array(lines.joined(separator: "\r\n").utf8))
    }

    private func encoded(_ text: String) -> String {
        text.allSatisfy(\.isASCII) ? text : "=?utf-8?B?\(Data(text.utf8).base64EncodedString())?="
    }

    private static func alias(for id: String) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        var seed = id.hashValueStable
        return String(
            (0..<15).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return letters[Int(seed >> 33) % letters.count]
            })
    }

    private static func date(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, d MMM yyyy HH:mm:ss Z"
        return format.string(from: date)
    }
}

/// A marketplace site: its domain and how it frames a buyer's words (domain facts 1.2, 1.4, 1.5).
struct Site {
    let domain: String
    let marketplaceID: String
    let received: String
    let begin: String
    let end: String
    let subjectWords: String
    let orderWord: String

    func subject(name: String, order: String?) -> String {
        "\(subjectWords) \(name)" + (order.map { " (\(orderWord): \($0))" } ?? "")
    }

    static let us = Site(
        domain: "amazon.com", marketplaceID: "ATVPDKIKX0DER", received: "You have received a message.",
        begin: "Message:",
        end: "End message", subjectWords: "Inquiry from Amazon customer", orderWord: "Order")
    static let de = Site(
        domain: "amazon.de", marketplaceID: "A1PA6795UKMFR9", received: "Sie haben eine Nachricht erhalten.",
        begin: "Nachricht:", end: "Ende der Nachricht", subjectWords: "Frage von Amazon-Kunde", orderWord: "Bestellung")
    static let fr = Site(
        domain: "amazon.fr", marketplaceID: "A13V1IB3VIYZZH", received: "Vous avez reçu un message.", begin: "Message:",
        end: "Fin du message", subjectWords: "Demande de renseignements de la part du client Amazon",
        orderWord: "Commande")
    static let it = Site(
        domain: "amazon.it", marketplaceID: "APJ6JRA9NG5V4", received: "Hai ricevuto un messaggio.",
        begin: "Messaggio:",
        end: "Fine messaggio", subjectWords: "Richiesta da parte del cliente Amazon", orderWord: "Ordine")
    static let es = Site(
        domain: "amazon.es", marketplaceID: "A1RKKUPIHCS9HS", received: "Has recibido un mensaje.", begin: "Message:",
        end: "Finalizar mensaje", subjectWords: "Consulta del cliente de Amazon", orderWord: "Pedido")
}

extension String {
    /// FNV-1a: the same in every run, unlike `hashValue`.
    var hashValueStable: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
