import Correspondence

/// The marketplace's communication guidelines as a lint over what would be sent (domain facts 6).
public enum Guidelines {
    /// A rule that a text breaks, and the words that break it.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        public let rule: GuidelineRule
        public let excerpt: String

        public var description: String { excerpt.isEmpty ? rule.meaning : "\(rule.meaning): “\(excerpt)”" }
    }

    /// A language that a text is written in, as a detector sees it.
    public struct Detection: Sendable, Hashable {
        /// ISO 639-1.
        public let language: String
        public let isReliable: Bool

        public init(language: String, isReliable: Bool) {
            self.language = language
            self.isReliable = isReliable
        }
    }

    /// What is wrong with a text; empty where it may be sent.
    ///
    /// - Parameters:
    ///   - text: our own words, without the buyer's quoted ones.
    ///   - order: which must stand in it, where there is one.
    ///   - site: the marketplace's site (`amazon.de`), whose https links are allowed.
    ///   - expectedLanguage: ISO 639-1; compared only where `detect` is given and sure.
    ///   - detect: tells the language of a text.
    public static func lint(
        _ text: String, order: String?, site: String?, expectedLanguage: String? = nil,
        detect: ((String) -> Detection?)? = nil
    ) -> [Violation] {
        var found = contacts(text, site: site)
        func add(_ rule: GuidelineRule, _ excerpt: String?) {
            if let excerpt { found.append(Violation(rule: rule, excerpt: excerpt)) }
        }
        if let order, !text.contains(order) { add(.orderMissing, order) }
        add(.emoji, emoji(text))
        let folded = Folded(text)
        for (rule, phrases) in GuidelinePhrases.table { add(rule, phrases.first(where: folded.contains)?.description) }
        if text.utf8.contains(UInt8(ascii: "[")) {
            let lower = text.lowercased()
            add(.importantMark, GuidelinePhrases.importantMarks.first { lower.contains($0) })
        }
        if Substance.isLacking(text) { add(.noSubstance, "") }
        add(.shouting, Shouting.excerpt(text))
        if let expectedLanguage, let detection = detect?(text), detection.isReliable,
            detection.language != expectedLanguage
        {
            add(.wrongLanguage, detection.language)
        }
        return found
    }

    private static func contacts(_ text: String, site: String?) -> [Violation] {
        Contact.all(in: text).compactMap { contact in
            let words = text[contact.range]
            let rule: GuidelineRule
            switch contact.kind {
            case .link where isMarketplace(words, site: site): return nil
            case .domain where isHost(String(words.prefix { $0 != "/" }).lowercased(), of: site): return nil
            case .link, .domain: rule = .externalLink
            case .address: rule = .mailAddress
            case .telephone: rule = .telephoneNumber
            }
            return Violation(rule: rule, excerpt: String(words))
        }
    }

    /// `https`, and a host without a port, a user or an escape in it.
    private static func isMarketplace(_ link: Substring, site: String?) -> Bool {
        let link = link.lowercased()
        guard link.hasPrefix("https://") else { return isHost(link, of: "www.\(site ?? "")") }
        let rest = link.dropFirst("https://".count)
        let host = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
        guard host.endIndex == rest.endIndex || "/?#".contains(rest[host.endIndex]) else { return false }
        return isHost(String(host), of: site)
    }

    private static func isHost(_ host: String, of site: String?) -> Bool {
        guard let site, !site.isEmpty else { return false }
        return host == site || host.hasSuffix(".\(site)")
    }

    /// Pictures, and text symbols that are turned into one; digits and ©, ®, ™ are neither.
    private static func emoji(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        let index = scalars.indices.first { index in
            let scalar = scalars[index]
            if scalar.properties.isEmojiPresentation || scalar == "\u{20E3}" { return true }
            guard index + 1 < scalars.count, scalars[index + 1] == "\u{FE0F}" else { return false }
            return scalar.properties.isEmoji && !scalar.isASCII && !"©®™".unicodeScalars.contains(scalar)
        }
        return index.map { String(scalars[$0]) }
    }
}
