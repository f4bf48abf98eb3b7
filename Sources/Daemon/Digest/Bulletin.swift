import Foundation
import Reports

/// A mail to people before it has a form: written once, shown as plain text and as HTML.
struct Bulletin: Sendable, Hashable {
    var title: String
    /// A line under it.
    var summary = ""
    var sections: [Section] = []

    struct Section: Sendable, Hashable {
        var heading: String
        /// What to do with it, in one sentence.
        var note = ""
        var items: [Item] = []
        /// Items that there are beside those shown.
        var more = 0

        /// Shows the first hundred of `all`; the others are only counted.
        init<Thing>(_ heading: String, note: String = "", _ all: [Thing], item: (Thing) -> Item) {
            self.heading = heading
            self.note = note
            items = all.prefix(Self.most).map(item)
            more = all.count - items.count
        }

        init(_ heading: String, note: String = "", _ all: [Item]) {
            self.init(heading, note: note, all) { $0 }
        }

        private static let most = 100
    }

    struct Item: Sendable, Hashable {
        var head: String
        var lines: [String] = []
        /// Somebody's words; shown as what they are.
        var quote = ""
        /// A text to copy.
        var paste = ""
        /// A link for a person to click; nothing here ever fetches it.
        var link: String?
    }

    var isEmpty: Bool { sections.isEmpty }
}

// MARK: - As plain text

extension Bulletin {
    var text: String {
        var lines = [title]
        if !summary.isEmpty { lines.append(summary) }
        for section in sections {
            lines += ["", section.heading, String(repeating: "=", count: section.heading.count)]
            if !section.note.isEmpty { lines.append(section.note) }
            for item in section.items {
                lines += ["", "* \(item.head)"] + item.lines.map { "  \($0)" }
                if !item.quote.isEmpty { lines += Self.lines(item.quote).map { "  > \($0)" } }
                if !item.paste.isEmpty {
                    lines += ["  -- a reply to paste --"] + Self.lines(item.paste) + ["  -- end --"]
                }
                if let link = item.link { lines.append("  No response needed: \(link)") }
            }
            if section.more > 0 { lines += ["", "and \(section.more) more: see replyd status"] }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }
}

// MARK: - As HTML

extension Bulletin {
    /// No script, no picture, nothing fetched; all words escaped.
    var html: String {
        var page = HTMLPage(title, subtitle: summary, style: Self.style)
        for section in sections {
            var body = section.items.map(Self.html).joined(separator: "\n")
            if section.more > 0 { body += "\n<p>and \(section.more) more: see replyd status</p>" }
            page.section(section.heading, note: section.note, body)
        }
        return page.text
    }

    private static func html(_ item: Item) -> String {
        var parts = ["<p><strong>\(HTML.escape(item.head))</strong></p>"]
        if !item.lines.isEmpty { parts.append("<p>\(item.lines.map(HTML.escape).joined(separator: "<br>"))</p>") }
        if !item.quote.isEmpty { parts.append("<blockquote>\(broken(item.quote))</blockquote>") }
        if !item.paste.isEmpty { parts.append("<pre>\(HTML.escape(item.paste))</pre>") }
        if let link = item.link {
            parts.append("<p><a href=\"\(HTML.escape(link))\" rel=\"noreferrer\">No response needed</a></p>")
        }
        return "<article>\n\(parts.joined(separator: "\n"))\n</article>"
    }

    private static func broken(_ text: String) -> String {
        HTML.escape(text).replacing("\n", with: "<br>\n")
    }

    private static let style = """
        article { border-top: 1px solid #8884; padding: .25rem 0 }
        blockquote { margin: .25rem 0; padding-left: .75rem; border-left: 3px solid #8886 }
        pre { white-space: pre-wrap; padding: .5rem; border: 1px solid #8884 }
        """
}
