import Foundation

/// The marketplace's communication guidelines as a lint over what would be sent (domain facts 6).
public enum Guidelines {
    /// A rule that a text breaks, and the words that break it.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        public let rule: String
        public let excerpt: String

        public var description: String { excerpt.isEmpty ? rule : "\(rule): “\(excerpt)”" }
    }

    /// - Parameters:
    ///   - text: our own words, without the buyer's quoted ones.
    ///   - order: which must stand in it, where there is one.
    ///   - site: the marketplace's site, whose links are allowed.
    public static func lint(_ text: String, order: String?, site: String?) -> [Violation] {
        var found: [Violation] = []
        for match in text.matches(of: Contacts.link) where !isMarketplace(match.output, site: site) {
            found.append(Violation(rule: "link outside the marketplace", excerpt: String(match.output)))
        }
        if let match = text.firstMatch(of: Contacts.address) {
            found.append(Violation(rule: "mail address", excerpt: String(match.output)))
        }
        if let match = text.matches(of: Contacts.number).first(where: { Contacts.isTelephone($0.output) }) {
            found.append(Violation(rule: "telephone number", excerpt: String(match.output)))
        }
        if let order, !text.contains(order) {
            found.append(Violation(rule: "the order number is missing", excerpt: order))
        }
        if let emoji = text.unicodeScalars.first(where: { $0.properties.isEmojiPresentation }) {
            found.append(Violation(rule: "emoji", excerpt: String(emoji)))
        }
        let folded = text.lowercased()
        for (rule, words) in phrases {
            if let word = words.first(where: { folded.contains($0) }) {
                found.append(Violation(rule: rule, excerpt: word))
            }
        }
        return found
    }

    private static func isMarketplace(_ link: Substring, site: String?) -> Bool {
        guard link.lowercased().hasPrefix("https://"), let site,
            let host = URL(string: String(link))?.host?.lowercased()
        else {
            return false
        }
        return host == site || host.hasSuffix("." + site)
    }

    /// Words in five languages that break a rule wherever they stand.
    private static let phrases: [(rule: String, words: [String])] = [
        (
            "asks for a review or feedback",
            [
                "leave a review", "leave us a review", "positive review", "five star", "5 star", "5-star",
                "positive feedback",
                "leave feedback", "bewertung abgeben", "positive bewertung", "fünf sterne", "5 sterne",
                "laisser un avis",
                "avis positif", "cinq étoiles", "5 étoiles", "lasciare una recensione", "recensione positiva",
                "cinque stelle",
                "5 stelle", "dejar una reseña", "reseña positiva", "valoración positiva", "cinco estrellas",
                "5 estrellas",
            ]
        ),
        (
            "incentive or marketing",
            [
                "coupon", "voucher", "discount code", "gift card", "gutschein", "rabattcode", "newsletter",
                "bon d'achat",
                "code promo", "buono sconto", "codice sconto", "cupón", "código de descuento", "visit our shop",
                "besuchen sie unseren shop", "visitez notre boutique",
            ]
        ),
        (
            "the mark for critical mail",
            ["[important]", "[wichtig]", "[importante]", "[importants]"]
        ),
        (
            "a promise that is not on record",
            [
                "we have refunded", "we will refund you", "we are sending you a replacement", "you may keep the item",
                "wir haben ihnen erstattet", "wir erstatten ihnen den", "sie dürfen den artikel behalten",
                "nous vous avons remboursé", "nous vous remboursons", "vous pouvez garder l'article",
                "abbiamo rimborsato", "le rimborsiamo", "può tenere l'articolo", "le hemos reembolsado",
                "le reembolsaremos", "puede quedarse con el artículo",
            ]
        ),
    ]
}
