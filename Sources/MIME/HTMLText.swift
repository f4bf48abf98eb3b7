import CXML

/// HTML as the text that a person sees, in reading order.
///
/// Hidden parts, scripts and styles are left out; `<pre>` keeps its lines, lists get their marks, a link shows its
/// target where that differs from its words, `<blockquote>` becomes lines that start with `> `. Runs on libxml2's
/// parser, in time linear in the size of the source.
public enum HTMLText {
    /// The visible text, with LF line ends and at most two empty lines in a row.
    public static func text(from html: String) -> String {
        lines(from: html).rendered()
    }

    /// The visible text of each `<pre>` element, in their order, empty ones left out.
    public static func preformatted(in html: String) -> [String] {
        var texts: [Int: [String]] = [:]
        for line in lines(from: html) where line.preformatted > 0 {
            texts[line.preformatted, default: []].append(line.text)
        }
        return texts.keys.sorted().map { OwnWords.trimmed(texts[$0, default: []].joined(separator: "\n")) }
            .filter { !$0.isEmpty }
    }

    /// The visible lines with what is known about each from the markup.
    static func lines(from html: String) -> [HTMLLine] {
        let writer = HTMLTextWriter()
        let rest = HTMLReader.read(html, into: writer)
        if let rest { writer.characters(MarkupRemoval.text(of: rest)) }
        return writer.finish()
    }
}

/// One visible line.
struct HTMLLine {
    var text: String

    /// How many `<blockquote>` are around it.
    var depth: Int

    /// Whether it stands in what a mail program put around the mail that is answered, or below its dividing mark.
    var isHistory: Bool

    /// The number of the `<pre>` it stands in, from 1 on; 0 outside of any.
    var preformatted = 0
}

extension [HTMLLine] {
    /// As plain text, with quotes marked as mail does it.
    func rendered() -> String {
        map { line in
            guard line.depth > 0 else { return line.text }
            let marks = String(repeating: ">", count: Swift.min(line.depth, 32))
            return line.text.isEmpty ? marks : marks + " " + line.text
        }
        .joined(separator: "\n")
    }
}
