import Foundation

/// Buyer mails as the marketplace sends them: quoted-printable text beside base64 HTML, about 4 KB, always the same.
struct BuyerMails {
    private var random = SplitMix(state: 1)

    /// What buyers write, in four languages and of each kind.
    static let words = [
        "Does the lamp work with 220 volts? Which bulb do I need?",
        "When will my order be sent? I need it by Friday.",
        "Could you send me an invoice with VAT please?",
        "I want to return these shoes, they are too small. How do I send them back?",
        "Please tell me your return address, I would like to return the item for a refund.",
        "The parcel has not arrived, tracking has not moved for nine days.",
        "The vase arrived broken, there is glass everywhere.",
        "You sent me the wrong colour, I ordered blue and got green.",
        "I have filed an A-to-z claim because you do not answer.",
        "Wo bleibt mein Paket? Es sollte gestern ankommen.",
        "Je voudrais renvoyer cet article, il est trop grand.",
        "Il prodotto è arrivato rotto, cosa devo fare?",
    ]

    static func make(_ count: Int) -> [[UInt8]] {
        var mails = BuyerMails()
        return (0..<count).map { mails.mail($0) }
    }

    private mutating func mail(_ number: Int) -> [UInt8] {
        let order = "\(digits(3))-\(digits(7))-\(digits(7))"
        let words = Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
        let boundary = "=_\(hex(16))"
        let text = """
            You have received a message.

            # \(order):
            1 / A thing worth having [ASIN: B0\(digits(8))]

            ------------- Message:  -------------
            \(words)
            ------------- End message -------------

            Was this email helpful?
            For Your Information: we retain all messages for two years.
            SPC-USAmazon-\(digits(14))

            """
        let style = String(repeating: ".c{padding:4px}", count: 60)
        let html =
            "<html><head><style>\(style)</style></head><body><table><tr><td>\(order)</td></tr></table>"
            + "<pre style=\"white-space: -o-pre-wrap\">\(words)</pre>"
            + String(repeating: "<div class=c>&nbsp;</div>", count: 40) + "</body></html>"
        let encoded = Data(html.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        let mail = """
            Return-Path: <bounce@amazonses.com>
            From: Buyer \(number) - Amazon Marketplace <\(hex(15))+\(hex(8))@marketplace.amazon.com>
            To: seller@localhost
            Subject: Inquiry from Amazon customer Buyer \(number) (Order: \(order))
            Date: Mon, 05 Oct 2026 09:30:00 +0000
            Message-ID: <\(hex(24))-\(number)@eu-west-1.amazonses.com>
            X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT
            X-Marketplace-ID: ATVPDKIKX0DER
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="\(boundary)"

            --\(boundary)
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: quoted-printable

            \(Self.quotedPrintable(text))
            --\(boundary)
            Content-Type: text/html; charset=UTF-8
            Content-Transfer-Encoding: base64

            \(encoded)
            --\(boundary)--

            """
        return Array(mail.replacing("\n", with: "\r\n").utf8)
    }

    private mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character("\(Int.random(in: 1...9, using: &random))") })
    }

    private mutating func hex(_ count: Int) -> String {
        String((0..<count).map { _ in Character(String(Int.random(in: 0..<16, using: &random), radix: 16)) })
    }

    /// RFC 2045 section 6.7, with soft breaks.
    private static func quotedPrintable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var encoded = ""
            var width = 0
            for byte in line.utf8 {
                let plain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "=")
                if width + (plain ? 1 : 3) > 75 {
                    encoded += "=\n"
                    width = 0
                }
                encoded += plain ? String(UnicodeScalar(byte)) : String(format: "=%02X", byte)
                width += plain ? 1 : 3
            }
            return encoded
        }
        .joined(separator: "\n")
    }
}

/// Random numbers that are the same on each run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
