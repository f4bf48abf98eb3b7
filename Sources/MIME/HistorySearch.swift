/// One walk down a mail's lines that keeps the writer's and drops the rest.
struct HistorySearch {
    private let lines: [TextLine]

    /// The lines that are the writer's.
    private var kept: [TextLine] = []

    /// Whether the writer has written anything yet.
    private var hasWords = false

    /// Whether a line was met that was written before.
    private(set) var foundHistory = false

    /// Whether the walk is below a signature's mark, where only history is of interest.
    private var inSignature = false

    /// Whether the kept lines end with a mail that was passed on.
    private var isForward = false

    init(_ text: String) {
        lines = text.lines.map(TextLine.init)
    }

    /// The writer's lines without empty ones at both ends.
    var ownText: String {
        guard let first = kept.firstIndex(where: { !$0.isBlank }), let last = kept.lastIndex(where: { !$0.isBlank })
        else {
            return ""
        }
        return kept[first...last].map(\.text).joined(separator: "\n")
    }

    mutating func run() {
        var index = 0
        while index < lines.count, let next = step(at: index) { index = next }
        if !isForward { dropRules() }
        if !isForward, let end = Signature.closing(kept) { kept.removeLast(kept.count - end) }
    }

    /// Looks at one line; the number of the next to look at, nil where the rest is decided.
    private mutating func step(at index: Int) -> Int? {
        let line = lines[index]
        if line.isQuote {
            foundHistory = true
            return endOfQuote(from: index)
        }
        guard let candidate = line.candidate, !line.isBlank else {
            if !line.isBlank, Signature.isLegal(lines, at: index) { inSignature = true }
            keep(line)
            return index + 1
        }
        if Divider.isForward(line) {
            foundHistory = true
            isForward = true
            kept += lines[index...]
            return nil
        }
        if Divider.isOriginal(line) {
            foundHistory = true
            return nil
        }
        if let end = endOfHeaderBlock(at: index) {
            foundHistory = true
            // Nothing above it: what stands below is all there is.
            return hasWords || inSignature ? nil : end
        }
        if let before = Attribution.wordsBefore(line, next: lines.nextSeen(after: index + 1)) {
            keep(TextLine(before))
            foundHistory = true
            return index + 1
        }
        if let count = Attribution.length(lines, at: index) { return attribution(at: index, count) }
        if Signature.isMark(lines, at: index) || Signature.isLegal(lines, at: index) || isRuleAboveFooter(at: index) {
            inSignature = true
            return index + 1
        }
        if Signature.isDeviceFooter(candidate) { return index + 1 }
        keep(line)
        return index + 1
    }

    private mutating func keep(_ line: TextLine) {
        guard !inSignature else { return }
        kept.append(line)
        if !line.isBlank { hasWords = true }
    }

    /// History below "On … wrote:": the quoted lines where it is quoted, else all that follows.
    private mutating func attribution(at index: Int, _ count: Int) -> Int? {
        foundHistory = true
        let after = index + count
        guard let next = lines[after...].firstIndex(where: { !$0.isBlank }) else { return nil }
        if lines[next].isQuote { return next }
        if lines[next].text.first == "|" {
            return lines[next...].firstIndex { !$0.isBlank && $0.text.first != "|" }
        }
        // Nothing above it, and what follows is not quoted: some clients leave the writer's words there.
        if !hasWords, !inSignature { return after }
        return nil
    }

    /// The line after a header block that starts at `index`, or below a rule there; nil where none does.
    private func endOfHeaderBlock(at index: Int) -> Int? {
        let isRule = Divider.isRule(lines[index])
        let start = isRule ? lines[(index + 1)...].prefix(4).firstIndex { !$0.isBlank } : index
        return start.flatMap { HeaderBlock.end(lines, at: $0, afterRule: isRule) }
    }

    /// A line of underscores with a few lines below it: the footer of a mailing list, a signature.
    private func isRuleAboveFooter(at index: Int) -> Bool {
        guard hasWords, lines[index].candidate?.first == "_", Divider.isRule(lines[index]) else { return false }
        return lines[(index + 1)...].prefix(60).prefix { !$0.isQuote }.count { !$0.isBlank } <= 12
    }

    /// The line after a block of quoted lines, with what a mail program broke off them.
    private func endOfQuote(from index: Int) -> Int {
        var index = index
        while index < lines.count {
            if lines[index].isQuote || isBrokenOff(at: index) { index += 1 } else { break }
        }
        return index
    }

    /// Whether a line is the end of the quoted line above it: that one is long, this one goes on in lower case, and
    /// the quote goes on below.
    private func isBrokenOff(at index: Int) -> Bool {
        guard index > 0, index + 1 < lines.count, lines[index - 1].isQuote, lines[index + 1].isQuote,
            lines[index - 1].text.utf8.count >= 64
        else { return false }
        return lines[index].text.first?.isLowercase == true
    }

    /// Rules at the end of the writer's lines belonged to what was cut.
    private mutating func dropRules() {
        guard foundHistory || inSignature else { return }
        while let last = kept.last, last.isBlank || Divider.isRule(last) { kept.removeLast() }
    }
}
