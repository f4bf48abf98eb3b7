/// The words that the writer of a mail wrote: without the history that is quoted, signatures and footers.
///
/// Replies between quoted lines are kept, and so is a mail that was passed on. Where nothing would be left, all is kept.
public enum OwnWords {
    /// - Parameters:
    ///   - text: what is seen, with LF line ends.
    ///   - html: the source that `text` was made from, where it was made from HTML; its markup tells more.
    /// - Returns: the writer's words, and whether the mail quotes another one. That is so too where the quote was kept,
    ///   because it is a mail passed on or all there is.
    public static func cut(text: String, html: String? = nil) -> (text: String, quoted: Bool) {
        let marked = html.map { HTMLText.lines(from: $0).markedByHistory() } ?? text
        var search = HistorySearch(marked)
        search.run()
        let own = search.ownText
        if own.isEmpty { return (trimmed(text), search.foundHistory) }
        return (own, search.foundHistory)
    }

    /// Without empty lines at both ends.
    static func trimmed(_ text: String) -> String {
        var lines = text.lines[...]
        while let last = lines.last, LineShape.isBlank(last) { lines.removeLast() }
        while let first = lines.first, LineShape.isBlank(first) { lines.removeFirst() }
        return lines.joined(separator: "\n")
    }
}

extension [HTMLLine] {
    /// As plain text in which history is quoted with `>`, whatever the markup was that said so.
    func markedByHistory() -> String {
        var lines = self
        var index = 0
        while index < lines.count {
            guard lines[index].isHistory else {
                index += 1
                continue
            }
            let end = lines[index...].firstIndex { !$0.isHistory } ?? lines.count
            let first = lines[index..<end].first { !$0.text.isEmpty }
            let isForward = first.map { Divider.isForward(TextLine(Substring($0.text))) } ?? false
            for place in index..<end {
                if isForward { lines[place].depth = 0 } else { lines[place].depth = Swift.max(1, lines[place].depth) }
            }
            index = end
        }
        return lines.rendered()
    }
}
