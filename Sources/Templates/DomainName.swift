/// A site's name that stands in a text without a scheme.
///
/// Told from a sentence that begins without a space (`arrived.Then`) by its last label: a common top-level domain,
/// and not a capitalised word of its own.
enum DomainName {
    // Regex is not Sendable since it may hold closures; this literal holds none.
    nonisolated(unsafe) private static let dotted =
        /(?:[\p{L}\p{N}][\p{L}\p{N}\-]{0,62}\.){1,8}[A-Za-z][A-Za-z0-9\-]{1,62}/

    /// With the path behind it: `t.me/bob`.
    static func all(in text: String) -> [Range<String.Index>] {
        // No name has a space in it, and most words have no point.
        let words = text.split(whereSeparator: \.isWhitespace).filter { word in
            word.utf8.dropLast().contains(UInt8(ascii: "."))
        }
        return words.flatMap { $0.ranges(of: dotted) }.compactMap { range in
            guard let name = name(text[range]), !isMarketplace(name), !abbreviations.contains(name.lowercased()) else {
                return nil
            }
            let rest = text[name.endIndex...]
            let path = rest.first == "/" ? rest.prefix { !$0.isWhitespace && !"<>\"“”„«»".contains($0) } : ""
            return range.lowerBound..<(path.isEmpty ? name.endIndex : path.endIndex)
        }
    }

    /// A marketplace's own site, as people call it.
    static func isMarketplace(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        return sites.contains(name.hasPrefix("www.") ? String(name.dropFirst(4)) : name)
    }

    /// Up to the last label that is a top-level domain.
    private static func name(_ text: Substring) -> Substring? {
        var labels = text.split(separator: ".")
        while labels.count > 1 {
            if let last = labels.last, let before = labels.dropLast().last, isTop(last, after: before) {
                return text[..<last.endIndex]
            }
            labels.removeLast()
        }
        return nil
    }

    private static func isTop(_ label: Substring, after before: Substring) -> Bool {
        let lower = label.lowercased()
        guard topLevel.contains(lower), before.contains(where: \.isLetter) || neverWords.contains(lower) else {
            return false
        }
        let begins = label.first?.isUppercase == true && label.dropFirst().allSatisfy(\.isLowercase)
        return !begins || neverWords.contains(lower)
    }

    private static let neverWords: Set<String> = ["com", "net", "org", "biz", "info"]

    private static let topLevel: Set<String> = neverWords.union([
        "shop", "store", "online", "site", "website", "app", "dev", "io", "co", "me", "tv", "cc", "eu", "us", "uk",
        "de", "at", "ch", "fr", "be", "lu", "it", "es", "pt", "nl", "pl", "se", "dk", "no", "fi", "ie", "ca", "mx",
        "br", "ar", "tr", "ru", "cn", "jp", "in", "au", "nz", "za", "ae", "sa", "eg", "sg", "hk", "kr", "cz", "sk",
        "hu", "ro", "bg", "gr", "hr", "si", "rs", "ua", "xyz", "top", "club", "live", "pro", "email", "link", "ly",
        "gl", "to", "vip", "world", "gmbh", "berlin", "cloud", "tech", "space", "agency", "support", "blog", "page",
    ])

    /// Shortened words that look like a site.
    private static let abbreviations: Set<String> = ["p.es", "s.to", "c.so", "u.co", "e.v"]

    private static let sites: Set<String> = [
        "amazon.com", "amazon.ca", "amazon.com.mx", "amazon.com.br", "amazon.co.uk", "amazon.ie", "amazon.de",
        "amazon.fr", "amazon.it", "amazon.es", "amazon.nl", "amazon.com.be", "amazon.se", "amazon.pl",
        "amazon.com.tr", "amazon.ae", "amazon.sa", "amazon.eg", "amazon.in", "amazon.co.jp", "amazon.com.au",
        "amazon.sg", "amazon.co.za",
    ]
}
