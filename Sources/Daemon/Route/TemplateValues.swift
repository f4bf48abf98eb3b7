import Configuration
import Correspondence
import Foundation
import Ledger
import Templates

/// What a template can say about one mail: the facts that are known, as text.
enum TemplateValues {
    static func of(
        _ reply: Reply, _ mail: StoredMessage, _ settings: Configuration.Mailbox,
        order: KnownOrder? = nil, orders: Configuration.Orders, seller: SellerFacts, now: Instant
    ) -> [TemplateVariable: String] {
        let facts = TemplateFacts(
            order, of: mail.understanding, returnDays: settings.returns.windowDays, orders: orders, now: now,
            seller: seller, language: reply.language,
            ofAnyAge: reply.campaign != nil
        ) { date($0, reply, settings) }
        var values = facts.values
        let known: [TemplateVariable: String] = [
            .siteName: siteName(mail.site),
            .answerBy: date(answerBy(now, settings.rules(reply.kind).window.hours), reply, settings),
            .returnDays: String(settings.returns.windowDays),
        ]
        values.merge(known) { _, new in new }
        values[.matter] = MatterWords.of(reply.kind, language: reply.language)
        values[.shopName] = settings.senderName
        values[.buyerName] = mail.buyer?.name
        values[.orderID] = reply.order?.value
        values[.returnAddress] = returnAddress(mail.site, settings)
        return values
    }

    /// The first opening a day from now: people must be there to keep the promise.
    static func answerBy(_ now: Instant, _ hours: SendingHours) -> Instant {
        let tomorrow = now + .seconds(86_400)
        return hours.firstOpening(notBefore: tomorrow) ?? tomorrow
    }

    /// It must lie in the site's country (domain facts 3).
    static func returnAddress(_ site: String?, _ settings: Configuration.Mailbox) -> String? {
        guard let country = site.flatMap({ countries[$0] }) else { return settings.returns.address }
        return settings.returns.address(country: country)
    }

    /// The end of the day that ``answerBy(_:_:)`` names: until then the promise is kept.
    static func promisedUntil(_ now: Instant, _ hours: SendingHours) -> Instant {
        let day = answerBy(now, hours)
        return hours.openings(onDayOf: day).last?.upperBound ?? day
    }

    static func date(_ instant: Instant, _ reply: Reply, _ settings: Configuration.Mailbox) -> String {
        day(instant, language: reply.language, timeZone: settings.rules(reply.kind).window.hours.timeZone)
    }

    /// A day as the language writes it.
    static func day(_ instant: Instant, language: String, timeZone: TimeZone = .gmt) -> String {
        var style = Date.FormatStyle(
            date: .long, time: .omitted, locale: Locale(identifier: locales[language] ?? language))
        style.timeZone = timeZone
        return instant.date.formatted(style)
    }

    /// `amazon.de` is called `Amazon.de`.
    private static func siteName(_ site: String?) -> String {
        guard let site else { return "Amazon" }
        return site.prefix(1).uppercased() + site.dropFirst()
    }

    private static let locales = ["en": "en_GB", "de": "de_DE", "fr": "fr_FR", "it": "it_IT", "es": "es_ES"]

    private static let countries = [
        "amazon.com": "US", "amazon.ca": "CA", "amazon.com.mx": "MX", "amazon.com.br": "BR", "amazon.co.uk": "GB",
        "amazon.ie": "IE", "amazon.de": "DE", "amazon.fr": "FR", "amazon.it": "IT", "amazon.es": "ES",
        "amazon.nl": "NL",
        "amazon.com.be": "BE", "amazon.se": "SE", "amazon.pl": "PL", "amazon.com.tr": "TR", "amazon.ae": "AE",
        "amazon.sa": "SA", "amazon.eg": "EG", "amazon.in": "IN", "amazon.co.jp": "JP", "amazon.com.au": "AU",
        "amazon.sg": "SG", "amazon.co.za": "ZA",
    ]
}
