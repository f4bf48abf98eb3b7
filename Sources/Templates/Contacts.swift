import RegexBuilder

/// What in a text is a way to reach somebody outside the marketplace.
///
/// One reading serves both the lint of our own words and the mask over the buyer's quoted ones.
struct Contact: Hashable {
    enum Kind: Hashable {
        /// With a scheme or `www.`.
        case link
        /// A site's name alone: `evil-shop.com`.
        case domain
        /// Also written out: `bob (at) example.com`.
        case address
        case telephone
    }

    let kind: Kind
    let range: Range<String.Index>

    /// All contacts of a text, in its order; none overlaps another.
    static func all(in text: String) -> [Contact] {
        var found: [Contact] = []
        func take(_ kind: Kind, _ ranges: [Range<String.Index>]) {
            for range in ranges where !found.contains(where: { $0.range.overlaps(range) }) {
                found.append(Contact(kind: kind, range: range))
            }
        }
        // What no address can do without is looked for first: the patterns are slow, and most texts have none.
        let marks = Marks(text)
        if marks.link { take(.link, text.ranges(of: Pattern.link).map { trimmed(text, $0) }) }
        if marks.at || marks.bracket {
            take(
                .address,
                (marks.at ? text.ranges(of: Pattern.address) : []) + text.ranges(of: Pattern.spelledAddress))
        }
        take(.domain, DomainName.all(in: text).map { trimmed(text, $0) })
        take(.telephone, TelephoneNumber.all(in: text))
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The bytes without which there is no contact of a kind.
    private struct Marks {
        var at = false
        var bracket = false
        var link = false

        init(_ text: String) {
            var last: (UInt8, UInt8) = (0, 0)
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "@"): at = true
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): bracket = true
                case UInt8(ascii: "/") where last.1 == byte && last.0 == UInt8(ascii: ":"): link = true
                case UInt8(ascii: ".") where last.1 | 0x20 == UInt8(ascii: "w") && last.0 | 0x20 == UInt8(ascii: "w"):
                    link = true
                default: break
                }
                last = (last.1, byte)
            }
        }
    }

    /// Without the punctuation of the sentence around it.
    private static func trimmed(_ text: String, _ range: Range<String.Index>) -> Range<String.Index> {
        var end = range.upperBound
        while end > range.lowerBound, ".,;:!?)]}'’…".contains(text[text.index(before: end)]) {
            end = text.index(before: end)
        }
        return range.lowerBound..<end
    }

    /// Each repetition is bounded, so that a hostile mail costs time in proportion to its length.
    private enum Pattern {
        // Regex is not Sendable since it may hold closures; these literals hold none.
        nonisolated(unsafe) static let link = /(?i)(?:\b[a-z][a-z0-9+\-]{1,15}:\/\/|\bwww\.)[^\s<>"“”„«»]{1,2000}/
        nonisolated(unsafe) static let address =
            /[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}\-]{1,63}(?:\.[\p{L}\p{N}\-]{1,63}){1,8}/
        nonisolated(unsafe) static let spelledAddress = Regex {
            /[\p{L}\p{N}._%+\-]{1,64}/
            /(?i) {0,3}(?:[(\[{] {0,3}(?:at|ät|@|arroba|arobase|chiocciola) {0,3}[)\]}]|@) {0,3}/
            /[\p{L}\p{N}\-]{1,63}/
            /(?i)(?:(?:\.| {0,3}[(\[{] {0,3}(?:dot|punkt|point|punto|\.) {0,3}[)\]}] {0,3})[\p{L}\p{N}\-]{1,63}){1,8}/
        }
    }
}
