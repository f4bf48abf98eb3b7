/// One walk down a mail's lines that keeps the writer's and drops the rest.
struct HistorySearch {
    private let lines: [TextLine]

    /// The lines that are the writer's, by number.
    private var kept: [Int] = []

    /// Whether a line was met that was written before.
    private(set) var foundHistory = false

    /// Whether the walk is below a signature's mark, where only history is of interest.
    private var inSignature = false

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(TextLine.init)
    }

    /// The writer's lines without empty ones at both ends.
    var ownText: String {
        OwnWords.trimmed(kept.map { String(lines[$0].text) }.joined(separator: "\n"))
    }

    mutating func run() {
        var index = 0
        while index < lines.count, let next = step(at: index) { index = next }
        dropRules()
        if let end = Signature.closing(kept.map { lines[$0] }) { kept.removeLast(kept.count - end) }
    }

    /// Looks at one line; the number of the next to look at, nil where the rest is decided.
    private mutating func step(at index: Int) -> Int? {
        let line = lines[index]
        if line.isQuote {
            foundHistory = true
            return endOfQuote(from: index)
        }
        guard let candidate = line.candidate, !line.isBlank else {
            keep(index)
            return index + 1
        }
        if Divider.isForward(line) {
            if !inSignature { kept += index..<lines.count }
            return nil
        }
        if Divider.isOriginal(line) || startsHeaderBlock(at: index) {
            foundHistory = true
            return nil
        }
        if let count = Attribution.length(lines, at: index) { return attribution(at: index, count) }
        if Signature.isMark(line) || Signature.isLegal(candidate) {
            inSignature = true
            return index + 1
        }
        if Signature.isDeviceFooter(candidate) { return index + 1 }
        keep(index)
        return index + 1
    }

    private mutating func keep(_ index: Int) {
        if !inSignature { kept.append(index) }
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
        if kept.allSatisfy({ lines[$0].isBlank }), !inSignature { return after }
        return nil
    }

    private func startsHeaderBlock(at index: Int) -> Bool {
        let isRule = Divider.isRule(lines[index])
        let start = isRule ? lines[(index + 1)...].prefix(4).firstIndex { !$0.isBlank } : index
        guard let start else { return false }
        return HeaderBlock.starts(lines, at: start, afterRule: isRule)
    }

    /// The line after a block of quoted lines and the empty lines inside it.
    private func endOfQuote(from index: Int) -> Int {
        lines[index...].firstIndex { !$0.isQuote } ?? lines.count
    }

    /// Rules at the end of the writer's lines belonged to what was cut.
    private mutating func dropRules() {
        guard foundHistory || inSignature else { return }
        while let last = kept.last, lines[last].isBlank || Divider.isRule(lines[last]) { kept.removeLast() }
    }
}
