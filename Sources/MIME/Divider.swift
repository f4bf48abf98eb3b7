/// Lines that part the writer's words from another mail.
enum Divider {
    /// A line of nothing but dashes, underscores, equal signs or stars, five or more.
    static func isRule(_ line: TextLine) -> Bool {
        guard let candidate = line.candidate, let first = candidate.first, "-_=–—―─━".contains(first) else {
            return false
        }
        return candidate.count >= 4 && candidate.allSatisfy { $0 == first || $0 == " " }
    }

    /// "-----Original Message-----" and the like, and the lines above which help desks want the reply.
    static func isOriginal(_ line: TextLine) -> Bool {
        guard let candidate = line.candidate, candidate.utf8.count <= longest else { return false }
        let words = framed(candidate)
        if let words, DividerWords.original.match(words) != nil { return true }
        return DividerWords.replyAbove.match(words ?? Substring(candidate)) != nil
    }

    /// "---------- Forwarded message ----------", "Begin forwarded message:" and the like.
    static func isForward(_ line: TextLine) -> Bool {
        guard let candidate = line.candidate, candidate.utf8.count <= longest else { return false }
        if let words = framed(candidate) { return DividerWords.forwarded.match(words) != nil }
        return candidate.hasSuffix(":") && DividerWords.forwarded.match(candidate) != nil
    }

    private static let longest = 160

    /// The words between dashes; nil where no dashes frame them.
    private static func framed(_ candidate: String) -> Substring? {
        var words = Substring(candidate)
        var dashes = 0
        while let first = words.first, isDash(first) || first == " " || first == "*" {
            if isDash(first) { dashes += 1 }
            words = words.dropFirst()
        }
        return dashes >= 2 && !words.isEmpty ? words : nil
    }

    private static func isDash(_ character: Character) -> Bool {
        character == "-" || character == "_" || character == "=" || character == "–" || character == "—"
            || character == "─" || character == "#" || character == "+" || character == "~"
    }
}
