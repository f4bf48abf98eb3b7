import Configuration
import Correspondence
import Ledger
import Marketplace
import Templates

/// Which template answers a mail, and in which language.
struct ReplyChoice: Sendable, Hashable {
    /// `nil`: none, and `why` says so.
    var template: String?
    var language: String?
    /// It goes no further than Drafts.
    var onlyDraft = false
    var why: String

    /// What the choice looks at besides the mail.
    struct Sight {
        let templates: TemplateLibrary
        let settings: Configuration.Mailbox
        let configuration: Configuration
        let sites: Recogniser
        let now: Instant
    }

    /// The template that the rules name for the kind, the topics and the facts of the order, in the buyer's language;
    /// where that cannot be told, in the one that `language` says. Never in another: a language that the buyer did not
    /// use is a breach of its own (domain facts 6).
    static func choose(
        _ classification: Classification, _ kind: Kind, for mail: Understanding, buyerName: String?,
        order: KnownOrder?, in sight: Sight
    ) -> ReplyChoice {
        let language = mail.language ?? fallback(sight.configuration.language, site: mail.site, sight.sites)
        guard let language else {
            return ReplyChoice(template: nil, language: nil, why: "the buyer's language cannot be told")
        }
        guard sight.templates.languages.contains(language) else {
            return ReplyChoice(
                template: nil, language: language, why: "there is no template \(language)/\(kind.rawValue)")
        }
        let facts = TemplateFacts(
            order, of: mail, returnDays: sight.settings.returns.windowDays, orders: sight.configuration.orders,
            now: sight.now, seller: sight.templates.facts, language: language, date: { $0.iso8601 })
        var values = Set(facts.values.keys)
        values.formUnion([.siteName, .answerBy, .returnDays, .matter])
        if sight.settings.senderName != nil { values.insert(.shopName) }
        if buyerName != nil { values.insert(.buyerName) }
        if !mail.orderIDs.isEmpty { values.insert(.orderID) }
        if TemplateValues.returnAddress(mail.site, sight.settings) != nil { values.insert(.returnAddress) }
        let situation = TemplateSituation(
            kind: kind, topics: Set(classification.topics), conditions: facts.conditions, values: values)
        switch sight.templates.choose(situation, language: language) {
        case .chosen(let template, let onlyDraft, let why):
            return ReplyChoice(template: template, language: language, onlyDraft: onlyDraft, why: why)
        case .none(let why):
            return ReplyChoice(template: nil, language: language, why: why)
        }
    }

    private static func fallback(_ configured: Configuration.Language, site: String?, _ sites: Recogniser) -> String? {
        switch configured {
        case .fixed(let language): language
        case .site: site.flatMap { sites.language(ofSite: $0) }
        }
    }
}

extension MailboxContext {
    /// What a reply's template is chosen by, now.
    func sight(at now: Instant) -> ReplyChoice.Sight {
        ReplyChoice.Sight(
            templates: templates, settings: settings, configuration: configuration, sites: reader.recogniser, now: now)
    }
}
