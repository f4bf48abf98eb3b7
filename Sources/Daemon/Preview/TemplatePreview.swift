import Foundation
import Reports
import Templates

/// `replyd check --preview DIR`: a page with every template in every language, as text and as a buyer's mail program
/// shows it.
enum TemplatePreview {
    /// Writes `index.html` into the folder, which is made where it is missing.
    static func write(_ trial: TemplateTrial, to folder: String) throws(CommandEnd) -> String {
        let path = (folder as NSString).appendingPathComponent("index.html")
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try page(trial).write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw CommandEnd.failed("the preview cannot be written: \(error.localizedDescription)")
        }
        return path
    }

    static func page(_ trial: TemplateTrial) -> String {
        let broken = trial.results.count { !$0.violations.isEmpty }
        var page = HTMLPage("Templates", subtitle: "with the example values of the README's table", style: style)
        let languages = trial.results.reduce(into: [String]()) {
            if !$0.contains($1.language) { $0.append($1.language) }
        }
        page.figures([
            ("templates", "\(trial.results.count)"), ("languages", "\(languages.count)"),
            ("break a guideline", "\(broken)"),
        ])
        let links = languages.map { "<a href=\"#\($0)\">\($0)</a>" }.joined(separator: " ")
        page.add("<nav aria-label=\"languages\">\(links)</nav>")
        for language in languages {
            let cards = trial.results.filter { $0.language == language }.map(card).joined(separator: "\n")
            page.add("<section id=\"\(language)\"><h2>\(language)</h2>\n\(cards)\n</section>")
        }
        return page.text
    }

    private static func card(_ result: TemplateTrial.Result) -> String {
        let paragraphs = result.text.split(separator: "\n\n").map { paragraph in
            let lines = paragraph.split(separator: "\n").map { HTML.escape(String($0)) }
            return "<p>\(lines.joined(separator: "<br>"))</p>"
        }
        let lint =
            result.violations.isEmpty
            ? "<p class=\"good\">breaks no guideline</p>"
            : "<ul>"
                + result.violations.map {
                    "<li class=\"bad\">\($0.severity.rawValue): \(HTML.escape("\($0.violation.rule.id): \($0.violation)"))</li>"
                }.joined() + "</ul>"
        return """
            <article lang="\(result.language)">
            <h3>\(HTML.escape(result.name))</h3>
            <div class="mail"><p class="subject">\(HTML.escape(result.subject))</p>
            \(paragraphs.joined(separator: "\n"))</div>
            <details><summary lang="en">as plain text</summary><pre>\(HTML.escape(result.text))</pre></details>
            <div lang="en">\(lint)</div>
            </article>
            """
    }

    private static let style = """
        nav a { margin-right: .8em; }
        article { border: 1px solid var(--line); border-radius: 8px; padding: 1em; margin: 1em 0; break-inside: avoid; }
        article h3 { margin: 0 0 .6em; font-size: 1rem; color: var(--soft); }
        .mail { background: var(--panel); border-radius: 6px; padding: .2em 1em; max-width: 42em; overflow-wrap: anywhere; }
        .subject { font-weight: 600; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); padding: 1em; border-radius: 6px; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        """
}
