import Configuration
import Correspondence
import Marketplace
import Templates

/// Which template answers a mail, and in which language.
struct ReplyChoice: Sendable, Hashable {
    /// `nil`: none, and `why` says so.
    var template: String?
    var language: String?
    var why: String

    /// The template of the kind, in the buyer's language; where that cannot be told, in the one that `language` says.
    /// Never in another: a language that the buyer did not use is a breach of its own (domain facts 6).
    static func choose(
        _ kind: Kind, for mail: Understanding, templates: TemplateLibrary, otherwise: Configuration.Language,
        sites: Recogniser
    ) -> ReplyChoice {
        let language = mail.language ?? fallback(otherwise, site: mail.site, sites)
        guard let language else {
            return ReplyChoice(template: nil, language: nil, why: "the buyer's language cannot be told")
        }
        guard templates.has(kind.rawValue, language: language) else {
            return ReplyChoice(
                template: nil, language: language, why: "there is no template \(language)/\(kind.rawValue)")
        }
        return ReplyChoice(template: kind.rawValue, language: language, why: "the template for \(kind.rawValue)")
    }

    private static func fallback(_ configured: Configuration.Language, site: String?, _ sites: Recogniser) -> String? {
        switch configured {
        case .fixed(let language): language
        case .site: site.flatMap { sites.language(ofSite: $0) }
        }
    }
}
