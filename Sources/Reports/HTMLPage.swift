/// One self-contained page: no script, nothing fetched, light and dark, printable, readable at 360 px.
///
///     var page = HTMLPage("Evaluation", subtitle: "312 texts")
///     page.section("By language", HTMLTable(["language", "texts"], rows).html)
///     try page.text.write(to: url, …)
///
/// Text goes through ``HTML/escape(_:)``; what is given as `html` is markup already.
public struct HTMLPage: Sendable {
    private let title: String
    private let subtitle: String
    /// ISO 639-1, of the page's own words.
    private let language: String
    /// Rules for this page alone, after the common ones.
    private let style: String
    private var body: [String] = []

    public init(_ title: String, subtitle: String = "", language: String = "en", style: String = "") {
        self.title = title
        self.subtitle = subtitle
        self.language = language
        self.style = style
    }

    /// A part under a heading.
    ///
    /// - Parameter note: one sentence under the heading, as text.
    public mutating func section(_ heading: String, note: String = "", _ html: String) {
        let said = note.isEmpty ? "" : "<p class=\"note\">\(HTML.escape(note))</p>\n"
        body.append("<section>\n<h2>\(HTML.escape(heading))</h2>\n\(said)\(html)\n</section>")
    }

    /// Markup without a heading.
    public mutating func add(_ html: String) { body.append(html) }

    /// A row of figures, each with its name: what a reader should take away.
    public mutating func figures(_ figures: [(name: String, value: String)]) {
        let items = figures.map {
            "<div><dt>\(HTML.escape($0.name))</dt><dd>\(HTML.escape($0.value))</dd></div>"
        }
        body.append("<dl class=\"figures\">\n\(items.joined(separator: "\n"))\n</dl>")
    }

    /// The whole page.
    public var text: String {
        let said = subtitle.isEmpty ? "" : "\n<p class=\"subtitle\">\(HTML.escape(subtitle))</p>"
        return """
            <!DOCTYPE html>
            <html lang="\(HTML.escape(language))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(HTML.escape(title))</title>
            <style>
            \(HTMLStyle.common)\(style.isEmpty ? "" : "\n" + style)
            </style>
            </head>
            <body>
            <main>
            <header>
            <h1>\(HTML.escape(title))</h1>\(said)
            </header>
            \(body.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }
}

/// Text as markup.
public enum HTML {
    /// For element content and quoted attributes; control characters that HTML does not have become U+FFFD.
    public static func escape(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\r": break
            default: result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }
}

/// A table that scrolls by itself where the screen is too narrow.
public struct HTMLTable: Sendable {
    /// The table in its scrolling frame.
    public let html: String

    /// - Parameters:
    ///   - rows: cells as text; each row's first cell is its heading.
    ///   - numbers: the columns (from 0) that are set right.
    public init(_ head: [String], _ rows: [[String]], numbers: Set<Int> = []) {
        self.init(head, rows.map { $0.map { Cell($0) } }, numbers: numbers)
    }

    public init(_ head: [String], _ rows: [[Cell]], numbers: Set<Int> = []) {
        func attribute(_ column: Int, _ cell: Cell) -> String {
            let names = [numbers.contains(column) ? "n" : nil, cell.mark].compactMap { $0 }
            return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
        }
        let heading = head.enumerated()
            .map { "<th scope=\"col\"\(attribute($0, Cell("")))>\(HTML.escape($1))</th>" }.joined()
        let lines = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == 0
                    ? "<th scope=\"row\"\(attribute(column, cell))>\(cell.html)</th>"
                    : "<td\(attribute(column, cell))>\(cell.html)</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        html = """
            <div class="scroll"><table>
            <thead><tr>\(heading)</tr></thead>
            <tbody>
            \(lines.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }

    public struct Cell: Sendable {
        var html: String
        /// A class of the common style: `good`, `bad`, `faint`.
        var mark: String?

        public init(_ text: String, mark: String? = nil) {
            html = HTML.escape(text)
            self.mark = mark
        }
    }
}
