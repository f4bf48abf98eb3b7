/// Lines that part the writer's words from another mail.
enum Divider {
    /// A line of nothing but dashes, underscores or equal signs, four or more.
    static func isRule(_ line: TextLine) -> Bool {
        guard let candidate = line.candidate, mayBeDash(candidate), let first = candidate.first, rules.contains(first)
        else { return false }
        return candidate.count >= 4 && candidate.allSatisfy { $0 == first || $0 == " " }
    }

    /// "-----Original Message-----" and the like, and the lines above which help desks want the reply.
    static func isOriginal(_ line: TextLine) -> Bool {
        guard let candidate = line.candidate, candidate.utf8.count <= longest else { return false }
        let words = framed(candidate)
        if let words, DividerWords.original.match(words) != nil || isFramedAttribution(words) { return true }
        return DividerWords.replyAbove.match(words ?? Substring(candidate)) != nil
    }

    /// "---------- Forwarded message ----------", "Begin forwarded message:" and the like.
    static func isForward(_ line: TextLine) -> Bool {
        guard let candidate = line.candidate, candidate.utf8.count <= longest else { return false }
        if let words = framed(candidate) { return DividerWords.forwarded.match(words) != nil }
        return candidate.utf8.last == UInt8(ascii: ":") && DividerWords.forwarded.match(candidate) != nil
    }

    /// "---- John Smith wrote ----", as Android's and Zoho's programs write it.
    private static func isFramedAttribution(_ words: Substring) -> Bool {
        words.hasSuffix("--") && AttributionWords.wrote.isFound(in: words)
    }

    private static let longest = 160

    private static let rules: Set<Character> = ["-", "_", "=", "–", "—", "―", "─", "━"]

    private static let dashes: Set<Character> = ["-", "_", "=", "–", "—", "─", "#", "+", "~"]

    /// The words after dashes; nil where no dashes stand before them.
    private static func framed(_ candidate: String) -> Substring? {
        guard mayBeDash(candidate) else { return nil }
        var words = Substring(candidate)
        var count = 0
        while let first = words.first, dashes.contains(first) || first == " " || first == "*" {
            if dashes.contains(first) { count += 1 }
            words = words.dropFirst()
        }
        return count >= 2 && !words.isEmpty ? words : nil
    }

    /// Whether the first byte can begin a dash: a quick no for nearly all lines.
    private static func mayBeDash(_ candidate: String) -> Bool {
        guard let first = candidate.utf8.first else { return false }
        return first == 0xE2 || "-_=#+~".utf8.contains(first)
    }
}
