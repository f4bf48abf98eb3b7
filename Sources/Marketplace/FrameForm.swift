import MIME

/// The marketplace's frame around a buyer's words (domain facts 1.5), and how it is taken off.
struct FrameForm: Sendable {
    private let begins: Set<String>
    private let ends: Set<String>
    private let footers: [String]
    private let style: String
    private let lines: [(begin: String, end: String)]
    private let intros: [String]
    private let labels: [String]

    /// A mail taken apart.
    struct Unframed: Equatable {
        /// The buyer's part of the text; the whole text where no frame was found.
        var words: String
        /// What stands before it: the order and its items.
        var head: String
        var isFramed: Bool
        /// The HTML that `words` were made of, where they were and the quotes in it are not yet marked.
        var html: String?
    }

    init(_ file: ProfileFile.Frame) {
        begins = Set(file.begin.map { Folding.fold($0) })
        ends = Set(file.end.map { Folding.fold($0) })
        footers = file.footers.map { Folding.fold($0) }
        style = file.style
        lines = file.lines.map { (Folding.fold($0.begin), Folding.fold($0.end)) }
        intros = file.relayed.intros.map { Folding.fold($0) }
        labels = file.relayed.labels.map { Folding.fold($0) }
    }

    /// The buyer's words by the marks in the text, else by the HTML element that holds them, else the whole text:
    /// never nothing because a frame has a new form.
    func takeOff(_ mail: Mail) -> Unframed {
        if let framed = betweenMarks(mail.text) {
            if !framed.words.isEmpty { return framed }
            // Photos alone, or a plain part that lost its words.
            return fromElement(mail.html, head: framed.head) ?? framed
        }
        if let framed = fromElement(mail.html, head: mail.text) { return framed }
        if let framed = betweenLines(mail.text) ?? passedOn(mail.text) { return framed }
        return Unframed(words: mail.text, head: "", isFramed: false, html: mail.isTextFromHTML ? mail.html : nil)
    }

    // MARK: - Marks of dashes

    /// From the first mark that begins to the last that ends: what a buyer pastes between them ends nothing, and what a
    /// seller's title holds before them cannot be a line of its own.
    private func betweenMarks(_ text: String) -> Unframed? {
        guard text.holds("-----") else { return nil }
        let marks = Mark.all(in: text)
        guard let begin = marks.firstIndex(where: { begins.contains($0.label) || $0.hasColon }) else { return nil }
        let after = marks[(begin + 1)...]
        let end = after.last { ends.contains($0.label) } ?? after.last { !$0.hasColon && !begins.contains($0.label) }
        // A label that is not known is only one where its frame is closed.
        guard end != nil || begins.contains(marks[begin].label) else { return nil }
        let start = marks[begin].line.upperBound
        let body = end.map { text[start..<$0.line.lowerBound] } ?? beforeFooter(text[start...])
        return Unframed(
            words: Self.trimmed(body), head: String(text[..<marks[begin].line.lowerBound]), isFramed: true, html: nil)
    }

    /// For frames without an end: up to the first line of the marketplace's footer.
    private func beforeFooter(_ text: Substring) -> Substring {
        for line in text.split(separator: "\n") {
            let folded = Folding.fold(line.prefix(200))
            if footers.contains(where: folded.hasPrefix) { return text[..<line.startIndex] }
        }
        return text
    }

    /// A line of dashes around a label.
    private struct Mark {
        /// In folded form, without the colon.
        var label: String
        var hasColon: Bool
        /// The whole line, its end included.
        var line: Range<String.Index>

        static func all(in text: String) -> [Mark] {
            var marks: [Mark] = []
            var start = text.startIndex
            while start < text.endIndex {
                let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
                let next = end < text.endIndex ? text.utf8.index(after: end) : end
                if let (label, hasColon) = read(text.utf8[start..<end]) {
                    marks.append(Mark(label: label, hasColon: hasColon, line: start..<next))
                    if marks.count == most { break }
                }
                start = next
            }
            return marks
        }

        /// More marks than this were not written by the marketplace.
        private static let most = 200

        private static func read(_ line: Substring.UTF8View) -> (label: String, hasColon: Bool)? {
            guard let first = line.first(where: { !Bytes.isSpace($0) }), first == dash, line.count < 240 else {
                return nil
            }
            let line = line.drop { Bytes.isSpace($0) }
            let label = line.drop { $0 == dash }
            guard line.count - label.count >= 5 else { return nil }
            var inner = label
            while let last = inner.last, Bytes.isSpace(last) { inner = inner.dropLast() }
            let withDashes = inner.count
            while inner.last == dash { inner = inner.dropLast() }
            guard withDashes - inner.count >= 5 else { return nil }
            var words = Folding.fold(Substring(inner))
            var hasColon = false
            while let last = words.last, last == ":" || last == "：" || last == " " {
                hasColon = hasColon || last != " "
                words.removeLast()
            }
            guard (1...60).contains(words.count), words.contains(where: { $0.isLetter }), !words.contains("\n") else {
                return nil
            }
            return (words, hasColon)
        }

        private static let dash = UInt8(ascii: "-")
    }

    // MARK: - Other frames

    /// The HTML form: one element with the marketplace's own style.
    private func fromElement(_ html: String?, head: String) -> Unframed? {
        guard let html, let styleAt = html.firstIndexInBytes(of: style) else { return nil }
        let place = html.utf8.index(html.utf8.startIndex, offsetBy: styleAt)
        guard let open = html.utf8[..<place].lastIndex(of: UInt8(ascii: "<")),
            let tagEnd = html.utf8[place...].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let name = html.utf8[html.utf8.index(after: open)...].prefix { Bytes.isLetter($0) }
        let closing = "</" + String(Substring(name))
        let start = html.utf8.index(after: tagEnd)
        let rest = html[start...]
        let end = rest.firstIndexInBytes(of: closing).map { rest.utf8.index(rest.utf8.startIndex, offsetBy: $0) }
        let element = "<pre>" + rest[..<(end ?? rest.endIndex)] + "</pre>"
        return Unframed(words: Self.trimmed(Substring(HTMLText.text(from: element))), head: head, isFramed: true)
    }

    /// Two whole lines without dashes.
    private func betweenLines(_ text: String) -> Unframed? {
        for pair in lines where Folding.fold(text).holds(pair.end) {
            let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard let begin = rows.firstIndex(where: { Folding.fold($0) == pair.begin }),
                let end = rows.lastIndex(where: { Folding.fold($0).hasPrefix(pair.end) }), begin < end
            else { continue }
            return Unframed(
                words: Self.trimmed(text[rows[begin].endIndex..<rows[end].startIndex]),
                head: String(text[..<rows[begin].startIndex]), isFramed: true)
        }
        return nil
    }

    /// What the marketplace's staff pass on for a buyer: the values behind the labels, one a line.
    private func passedOn(_ text: String) -> Unframed? {
        let folded = Folding.fold(text.prefix(1_000))
        guard intros.contains(where: folded.holds) else { return nil }
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = rows.firstIndex(where: { value(of: $0) != nil }) else { return nil }
        var words: [Substring] = []
        for row in rows[first...] {
            let folded = Folding.fold(row.prefix(200))
            if footers.contains(where: folded.hasPrefix) { break }
            words.append(value(of: row) ?? row)
        }
        return Unframed(
            words: Self.trimmed(Substring(words.joined(separator: "\n"))),
            head: String(text[..<rows[first].startIndex]), isFramed: true)
    }

    /// What follows one of the labels, `Reason:` or `Details:`, on its line.
    private func value(of row: Substring) -> Substring? {
        guard let colon = row.firstIndex(of: ":"), labels.contains(Folding.fold(row[..<colon])) else { return nil }
        return row[row.index(after: colon)...].drop { $0 == " " }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first.isNewline || first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
