import Correspondence
import Testing

@testable import Templates

@Suite("The communication guidelines")
struct GuidelineTests {
    /// A text of substance, to put words into.
    private func rules(_ words: String, site: String? = "amazon.de") -> Set<GuidelineRule> {
        let text = "Hello,\n\nthe cable is two metres long. \(words)\n\nKind regards\nShop Example\n"
        return Set(Guidelines.lint(text, order: nil, site: site).map(\.rule))
    }

    @Test("every rule has a stable id, a meaning and a source")
    func table() {
        for rule in GuidelineRule.allCases {
            #expect(rule.id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
            #expect(!rule.meaning.isEmpty && rule.source.hasPrefix("domain facts"))
        }
        #expect(Set(GuidelineRule.allCases.map(\.meaning)).count == GuidelineRule.allCases.count)
        #expect(GuidelineRule.allCases.filter { $0.severity == .warn } == [.shouting, .wrongLanguage])
    }

    @Test("a violation reads as its rule and the words that break it")
    func description() {
        let found = Guidelines.lint("See https://evil.example for more on it.", order: nil, site: nil)
        #expect(found.map(\.description) == ["link outside the marketplace: “https://evil.example”"])
    }

    @Test(
        "external-link",
        arguments: [
            "See https://evil-shop.com", "See http://www.amazon.de/x", "See https://amazon.de.evil.com",
            "See https://www.amazon.de@evil.com/", "See https://evil.com/amazon.de", "See https://notamazon.de",
            "See www.evil-shop.com", "See evil-shop.com", "See t.me/amazon.de", "See https://www.amazon.de:8080/",
            "See https://amazon.fr",
            "See https://amazon.de\\@evil.com",
        ])
    func link(words: String) { #expect(rules(words).contains(.externalLink)) }

    @Test(
        "links and names of the marketplace are none",
        arguments: [
            "See https://www.amazon.de.", "See (https://www.amazon.de/gp/help), please.",
            "See https://amazon.de/a?b=c!",
            "See Amazon.de.", "Go to amazon.de, please", "See www.amazon.de.", "It arrived.Then it was sent back.",
            "See sellercentral.amazon.de.", "See sellercentral.amazon.de/help.", "Amazon.fr is another site.",
        ])
    func marketplace(words: String) { #expect(rules(words) == []) }

    @Test(
        "mail-address", arguments: ["Write to bob@example.com.", "Write to bob (at) x.com", "Ask bob [at] x [dot] com"])
    func address(words: String) { #expect(rules(words).contains(.mailAddress)) }

    @Test("telephone-number", arguments: ["+49 30 1234567", "(555) 123-4567", "01 23 45 67 89", "0800/1234567"])
    func telephone(words: String) { #expect(rules("Dial \(words).") == [.telephoneNumber]) }

    @Test(
        "other numbers are none",
        arguments: [
            "12.10.2026 - 15.10.2026", "2026-10-08 09:00", order, "S01-1234567-1234567", "1.234,50 EUR", "B0CAB12345",
        ])
    func numbers(words: String) { #expect(rules("It is \(words).") == []) }

    @Test("order-missing")
    func orderMissing() {
        let text = "The cable of order \(order) is two metres long."
        #expect(Guidelines.lint(text, order: order, site: nil) == [])
        #expect(Guidelines.lint(text, order: "111-2233445-6677889", site: nil).map(\.rule) == [.orderMissing])
    }

    @Test("emoji, also as a symbol that is turned into one", arguments: ["🙂", "❤️", "☺️", "👍🏽", "🇩🇪", "1️⃣", "☎️"])
    func emoji(words: String) { #expect(rules(words) == [.emoji]) }

    @Test("signs and digits are no emoji", arguments: ["©", "®", "™", "©️", "12", "#1", "→", "°C", "„“", "½"])
    func signs(words: String) { #expect(rules(words) == []) }

    @Test(
        "asks-for-review",
        arguments: [
            "Leave us a review.", "A positive\nreview helps.", "Five stars?", "Geben Sie uns 5 Sterne.",
            "Merci de laisser un avis.", "Può lasciare una recensione.", "Puede dejar una reseña.",
        ])
    func review(words: String) { #expect(rules(words).contains(.asksForReview)) }

    @Test(
        "nearly",
        arguments: ["At 5 starting points.", "We review each parcel.", "Die Sterne sind blau.", "Sauf avis contraire."])
    func nearlyReview(words: String) { #expect(rules(words) == []) }

    @Test(
        "marketing",
        arguments: [
            "Here is a coupon.", "Ihr Gutschein", "Un bon d’achat", "Un bon d'achat", "Un buono sconto", "Un cupón",
        ])
    func marketing(words: String) { #expect(rules(words) == [.marketing]) }

    @Test("nearly", arguments: ["The couponing board game.", "Il est bon de l'acheter.", "It is a good gift."])
    func nearlyMarketing(words: String) { #expect(rules(words) == []) }

    @Test(
        "other-channel",
        arguments: ["Ask on WhatsApp.", "Rufen Sie uns an.", "Appelez-nous.", "Llámenos.", "Ci chiami."])
    func channel(words: String) { #expect(rules(words) == [.otherChannel]) }

    @Test("nearly", arguments: ["The courier calls before.", "The call used a code."])
    func nearlyChannel(words: String) { #expect(rules(words) == []) }

    @Test("important-mark", arguments: ["[Important]", "[Wichtig]", "[Importante]", "[IMPORTANT]"])
    func important(words: String) { #expect(rules(words) == [.importantMark]) }

    @Test("the word alone is no mark", arguments: ["This is important.", "(Wichtig)", "Importante: la taglia."])
    func nearlyImportant(words: String) { #expect(rules(words) == []) }

    @Test(
        "promise-not-on-record",
        arguments: [
            "We have refunded the item.", "Wir haben Ihnen erstattet.", "Vous pouvez garder l’article.",
            "Può tenere l’articolo.", "Le hemos reembolsado.",
        ])
    func promise(words: String) { #expect(rules(words) == [.promise]) }

    @Test(
        "what the marketplace shows is no promise",
        arguments: ["Amazon.de then shows the refund.", "Keep the item packed."])
    func nearlyPromise(words: String) { #expect(rules(words) == []) }

    @Test(
        "no-substance: thanks and acknowledgements alone",
        arguments: [
            "Thank you for your message!", "We have received your message.",
            "Hello Dana,\n\nThank you for contacting us. We have received your message about order \(order) and will get back to you as soon as possible.\n\nKind regards\nShop Example",
            "Guten Tag,\n\nvielen Dank für Ihre Nachricht!\n\nMit freundlichen Grüßen\nShop Example",
            "Wir haben Ihre Nachricht erhalten.", "Bonjour,\n\nMerci pour votre message.\n\nCordialement\nBoutique",
            "Nous avons bien reçu votre message.", "Grazie per il suo messaggio!",
            "Abbiamo ricevuto il suo messaggio.", "Hola:\n\nGracias por su mensaje.\n\nUn saludo\nTienda",
            "Hemos recibido su mensaje.", "", "Hello,\n\nKind regards\nShop Example", "We are here to help.",
        ])
    func acknowledgement(text: String) {
        #expect(Guidelines.lint(text, order: nil, site: nil).map(\.rule) == [.noSubstance])
    }

    @Test(
        "a fact, a date or a step is substance",
        arguments: [
            "Yes, it fits your model.", "Hi, it fits.", "Regards the cable, it fits your model.",
            "Thank you for your message! The cable is two metres long.",
            "We have received your message and answer by 8 October 2026.",
            "Thank you, please send us a photo of the label.", "Vielen Dank. Bitte senden Sie uns ein Foto.",
            "Merci de nous envoyer une photo.", "Grazie, le chiediamo una foto.", "Gracias, le pedimos una foto.",
        ])
    func substance(text: String) { #expect(Guidelines.lint(text, order: nil, site: nil) == []) }

    @Test(
        "shouting: three words in capitals",
        arguments: ["PLEASE READ THIS NOW", "SEHR GEEHRTE KUNDIN", "READ ME NOW PLEASE"])
    func shouting(words: String) { #expect(rules(words) == [.shouting]) }

    @Test(
        "two words, acronyms and numbers are none",
        arguments: ["PLEASE READ this", "USB HDMI LED PDF", "S01-1234567-1234567 ABC123 XYZ99 B0CAB12345", "Is IT OK"])
    func nearlyShouting(words: String) { #expect(rules(words) == []) }

    @Test("wrong-language: only where the detector is sure")
    func language() {
        func rules(_ detection: Guidelines.Detection?) -> [GuidelineRule] {
            Guidelines.lint(
                "The cable is two metres long.", order: nil, site: nil, expectedLanguage: "de",
                detect: { _ in detection }
            ).map(\.rule)
        }
        #expect(rules(.init(language: "en", isReliable: true)) == [.wrongLanguage])
        #expect(rules(.init(language: "en", isReliable: false)) == [])
        #expect(rules(.init(language: "de", isReliable: true)) == [])
        #expect(rules(nil) == [])
    }
}
