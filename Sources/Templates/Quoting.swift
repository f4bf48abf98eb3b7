import Foundation

/// The buyer's words under our answer. The marketplace filters the whole mail, so what it would strike out is masked.
public enum Quoting {
    /// Each line behind `> `, at most `mostLines`; links, addresses and telephone numbers masked.
    public static func quote(_ words: String, mostLines: Int = 60) -> String {
        let lines = mask(words).split(separator: "\n", omittingEmptySubsequences: false)
        var quoted = lines.prefix(mostLines).map { $0.isEmpty ? ">" : "> \($0)" }
        if lines.count > mostLines { quoted.append("> […]") }
        return quoted.joined(separator: "\n")
    }

    static func mask(_ words: String) -> String {
        var masked = words.replacing(Contacts.link, with: "[link]")
        masked = masked.replacing(Contacts.address, with: "[address]")
        return masked.replacing(Contacts.number) { match in
            Contacts.isTelephone(match.output) ? "[number]" : String(match.output)
        }
    }
}

/// What looks like a way to reach somebody outside the marketplace.
enum Contacts {
    nonisolated(unsafe) static let link = /(?i)\b(?:https?:\/\/|www\.)[^\s<>"]+/
    nonisolated(unsafe) static let address = /[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+/
    nonisolated(unsafe) static let number = /\+?\(?\d[\d\s().\/\-]{6,18}\d/

    /// Order numbers, dates and prices are not telephone numbers.
    static func isTelephone(_ text: Substring) -> Bool {
        let digits = text.filter(\.isNumber).count
        guard (8...15).contains(digits) else { return false }
        if text.wholeMatch(of: /\d{3}-\d{7}-\d{7}/) != nil { return false }
        if text.wholeMatch(of: /\d{4}[\-.\/]\d{1,2}[\-.\/]\d{1,2}|\d{1,2}[\-.\/]\d{1,2}[\-.\/]\d{2,4}/) != nil {
            return false
        }
        return text.hasPrefix("+") || text.hasPrefix("(") || text.hasPrefix("0")
            || text.contains { " ()/-.".contains($0) }
    }
}
