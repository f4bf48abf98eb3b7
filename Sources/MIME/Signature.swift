/// What follows the writer's words: signatures, the footers of devices, legal notices.
enum Signature {
    /// Whether the mark "-- " (RFC 3676, section 4.3) stands at `index`.
    ///
    /// Where its space was lost, or three dashes stand for it, it may also part two paragraphs of the writer's; then it is
    /// a mark only above a few lines, none of them long enough to be a sentence that was wrapped.
    static func isMark(_ lines: [TextLine], at index: Int) -> Bool {
        guard let candidate = lines[index].candidate, candidate == "--" || candidate == "---" else { return false }
        if lines[index].text.hasSuffix("-- "), candidate == "--" { return true }
        let below = lines[(index + 1)...].prefix(60).prefix { !$0.isQuote }.filter { !$0.isBlank }
        return below.count <= mostSignatureLines && below.allSatisfy { $0.text.utf8.count <= longestSignatureLine }
    }

    private static let mostSignatureLines = 8
    private static let longestSignatureLine = 90

    /// "Sent from my iPhone" and the like: such a beginning and the name of a device or program, and nothing more.
    static func isDeviceFooter(_ candidate: String) -> Bool {
        guard candidate.utf8.count <= 300 else { return false }
        guard SignatureWords.sentFrom.match(candidate) != nil || SignatureWords.sentFromAtEnd.match(candidate) != nil
        else {
            return false
        }
        let words = withoutLinks(candidate)
        guard !words.contains(","), words.split(separator: " ").count <= mostWords
        else { return false }
        return SignatureWords.devices.isFound(in: words)
    }

    private static let mostWords = 12

    /// Whether a legal notice or a scanner's advertisement starts at `index`: it begins like one, and what it is about is
    /// said in its first lines.
    static func isLegal(_ lines: [TextLine], at index: Int) -> Bool {
        guard let candidate = lines[index].candidate ?? longCandidate(lines[index]),
            SignatureWords.legal.match(candidate) != nil
        else { return false }
        if SignatureWords.legalMatters.isFound(in: candidate) { return true }
        return lines[(index + 1)...].prefix(2).contains {
            $0.candidate.map { SignatureWords.legalMatters.isFound(in: $0) } == true
        }
    }

    /// Notices are often one long line.
    private static func longCandidate(_ line: TextLine) -> String? {
        line.isQuote ? nil : TextLine.lower(line.text.prefix(400))
    }

    /// Where the writer's words end because a signature follows: "Regards" with more below it than a name. Nil where
    /// none does.
    static func closing(_ lines: [TextLine]) -> Int? {
        if let last = lines.lastIndex(where: { !$0.isBlank }), last > 0, isSlashedName(lines[last].text) { return last }
        let reach = max(0, lines.count - 14)
        guard
            let closing = lines.indices.reversed().first(where: { index in
                index >= reach && lines[index].candidate.map(isValediction) == true
            })
        else { return nil }
        let below = lines[(closing + 1)...].filter { !$0.isBlank }
        let above = lines[..<closing].contains { !$0.isBlank }
        guard above, below.count >= 2, below.count <= 10, below.allSatisfy({ ($0.candidate?.utf8.count ?? 999) <= 90 })
        else { return nil }
        return closing
    }

    /// "/Anna", as people in Sweden sign.
    private static func isSlashedName(_ line: Substring) -> Bool {
        guard line.utf8.count <= 24, line.first == "/", line.dropFirst().first?.isUppercase == true else {
            return false
        }
        return line.dropFirst().allSatisfy { $0.isLetter }
    }

    private static func isValediction(_ candidate: String) -> Bool {
        guard candidate.utf8.count <= 60 else { return false }
        var words = Substring(candidate)
        while let last = words.last, ",.! ;".contains(last) { words = words.dropLast() }
        return SignatureWords.valedictions.contains(String(words))
    }

    /// Without addresses in angle brackets, which clients write after the words of a link.
    private static func withoutLinks(_ candidate: String) -> String {
        var words = ""
        var inLink = false
        for character in candidate {
            if character == "<" { inLink = true }
            if !inLink { words.append(character) }
            if character == ">" { inLink = false }
        }
        while let last = words.last, last == " " || last == "." { words.removeLast() }
        return words
    }
}
