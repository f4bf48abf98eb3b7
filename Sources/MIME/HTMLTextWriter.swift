import Foundation

/// Lays out elements and text as lines.
final class HTMLTextWriter {
    /// Finished lines.
    private var lines: [HTMLLine] = []

    /// The line that is being written, and whether its text has begun.
    private var line: [UInt8] = []

    /// Line ends that are due before the next text: 1 for a new line, 2 for an empty line between.
    private var due = 0

    /// Whether a space is due before the next word.
    private var spaceDue = false

    /// Elements that are open, the outermost first.
    private var open: [Element] = []

    /// How many of them hide their content, keep white space, quote, and hold history.
    private var hiding = 0
    private var keeping = 0
    private var quoting = 0
    private var inHistory = 0

    /// How many `<pre>` are open, and how many have begun.
    private var inPreformatted = 0
    private var preformatted = 0

    /// Whether a mark was passed below which all is history.
    private var isPastMark = false

    private struct Element {
        var name: String
        var hides = false
        var keeps = false
        var quotes = false
        var isHistory = false
        /// The target of a link, and where its words start in `line`.
        var target: String?
        var targetStart = 0
        var targetLine = 0
        /// The number of the next item of a list; 0 where the list has no numbers.
        var nextItem = 0
    }

    // MARK: - Elements

    func start(_ name: String, _ attributes: HTMLAttributes) {
        if HTMLElements.void.contains(name) {
            startVoid(name, attributes)
            return
        }
        var element = Element(name: name)
        let style = attributes["style"].map(HTMLStyle.init)
        element.hides = HTMLElements.unseen.contains(name) || attributes["hidden"] != nil || style?.hides == true
        if hiding == 0, !element.hides {
            layOut(name)
            switch HTMLHistory.mark(name, attributes, style) {
            case .container: element.isHistory = true
            case .restOfMail:
                endLine(1)
                isPastMark = true
            case nil: break
            }
            switch name {
            case "pre", "listing", "textarea": element.keeps = true
            case "blockquote": element.quotes = true
            case "ol": element.nextItem = attributes["start"].flatMap { Int($0) } ?? 1
            case "li": startItem()
            case "td", "th": startCell()
            case "a": element.target = attributes["href"].flatMap(LinkTarget.shown)
            default: break
            }
            element.keeps = element.keeps || style?.keepsSpace == true
            element.targetStart = line.count
            element.targetLine = lines.count
        }
        open.append(element)
        count(element, 1)
    }

    func end(_ name: String) {
        // libxml2 closes in order; what it did not open is passed over.
        guard open.last?.name == name, let element = open.popLast() else { return }
        if hiding == 0 {
            if let target = element.target { showTarget(target, of: element) }
            layOut(name)
        }
        count(element, -1)
    }

    private func count(_ element: Element, _ change: Int) {
        if element.quotes || element.isHistory { endLine(max(due, 1)) }
        if element.hides { hiding += change }
        if element.keeps { keeping += change }
        if element.quotes { quoting += change }
        if element.isHistory { inHistory += change }
        if element.name == "pre" {
            if change > 0, inPreformatted == 0 { preformatted += 1 }
            inPreformatted += change
        }
    }

    private func layOut(_ name: String) {
        if HTMLElements.paragraphs.contains(name) {
            // A list within a list is no paragraph of its own.
            let isInner = (name == "ul" || name == "ol") && open.contains { $0.name == "li" }
            endLine(isInner ? 1 : 2)
        } else if HTMLElements.lines.contains(name) {
            endLine(1)
        }
    }

    private func startVoid(_ name: String, _ attributes: HTMLAttributes) {
        guard hiding == 0 else { return }
        switch name {
        case "br": breakLine()
        case "hr":
            endLine(2)
            if HTMLHistory.mark(name, attributes, nil) != nil { isPastMark = true }
        case "img":
            let isHidden = attributes["hidden"] != nil || attributes["style"].map { HTMLStyle($0).hides } == true
            guard !isHidden, let alt = attributes["alt"] else { return }
            characters(alt)
        default: break
        }
    }

    /// Cells of a row are parted by a tab, so that columns can be told apart.
    private func startCell() {
        guard !line.isEmpty, due == 0 else { return }
        spaceDue = false
        line.append(9)
    }

    private func startItem() {
        let list = open.lastIndex { $0.name == "ol" || $0.name == "ul" }
        let depth = open.count { $0.name == "ol" || $0.name == "ul" }
        var mark = "- "
        if let list, open[list].nextItem > 0 {
            mark = "\(open[list].nextItem). "
            open[list].nextItem += 1
        }
        flush()
        line = Array((String(repeating: "  ", count: min(max(0, depth - 1), 8)) + mark).utf8)
        spaceDue = false
    }

    /// Shows where a link leads, unless its words say so.
    private func showTarget(_ target: String, of element: Element) {
        guard element.targetLine == lines.count, line.count > element.targetStart, due == 0 else { return }
        let words = String(decoding: line[element.targetStart...], as: UTF8.self)
        guard !LinkTarget.says(words, target) else { return }
        line += Array(" <\(target)>".utf8)
        spaceDue = false
    }

    // MARK: - Text

    func characters(_ text: String) {
        var text = text
        text.withUTF8 { characters($0) }
    }

    func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard hiding == 0 else { return }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 32 || byte == 10 || byte == 9 || byte == 13 || byte == 12 {
                if keeping > 0 { keep(byte) } else { spaceDue = true }
                index += 1
            } else if let width = HTMLSpaces.invisible(bytes, at: index) {
                index += width
            } else if HTMLSpaces.isNoBreakSpace(bytes, at: index) {
                flush()
                if spaceDue, !line.isEmpty, line.last != 32 { line.append(32) }
                spaceDue = false
                line.append(32)
                index += 2
            } else {
                flush()
                if spaceDue, let last = line.last, last != 32, last != 9 { line.append(32) }
                spaceDue = false
                line.append(byte)
                index += 1
            }
        }
    }

    /// White space inside `<pre>`.
    private func keep(_ byte: UInt8) {
        if byte == 10 {
            breakLine()
        } else if byte != 13 {
            flush()
            line.append(byte == 9 ? 9 : 32)
        }
    }

    // MARK: - Lines

    /// Asks for a line end, and for an empty line where `count` is 2, before the next text.
    private func endLine(_ count: Int) {
        if !line.isEmpty { push() }
        due = max(due, count)
        spaceDue = false
    }

    /// A line end that is there for certain, as `<br>` makes it.
    private func breakLine() {
        flush()
        push()
        spaceDue = false
    }

    private func flush() {
        if due == 2, let last = lines.last, !last.text.isEmpty { push() }
        due = 0
    }

    private func push() {
        while let last = line.last, last == 32 || last == 9 { line.removeLast() }
        let isThirdEmpty = line.isEmpty && lines.suffix(2).count == 2 && lines.suffix(2).allSatisfy { $0.text.isEmpty }
        if !isThirdEmpty, !line.isEmpty || !lines.isEmpty {
            lines.append(
                HTMLLine(
                    text: String(decoding: line, as: UTF8.self), depth: quoting,
                    isHistory: inHistory > 0 || isPastMark, preformatted: inPreformatted > 0 ? preformatted : 0))
        }
        line.removeAll(keepingCapacity: true)
    }

    /// The lines, without empty ones at the end.
    func finish() -> [HTMLLine] {
        if !line.isEmpty { push() }
        while let last = lines.last, last.text.isEmpty { lines.removeLast() }
        return lines
    }
}
