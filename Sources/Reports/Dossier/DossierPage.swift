import Correspondence

/// A dossier as a page to read and to print, and as plain text.
public enum DossierPage {
    public static func html(_ dossier: Dossier, head: String) -> String {
        var page = HTMLPage(
            dossier.title, subtitle: "made by replyd of what its ledger holds; times in UTC", style: style)
        let answered = dossier.waits.compactMap(\.isInMarketplaceTime)
        page.figures([
            ("buyer's mails", "\(dossier.waits.count)"),
            ("answered within 24 hours", "\(answered.count { $0 }) of \(dossier.waits.count)"),
            ("mails kept", "\(dossier.mails.count)"),
        ])
        if let claim = dossier.claim {
            let details = claim.details.map { "<p>\(HTML.escape($0))</p>" }.joined()
            page.section(
                "The claim", "<p><strong>\(HTML.escape(claim.title))</strong>, \(claim.at.iso8601)</p>\(details)")
        }
        page.section("Statement for the form", "<pre>\(HTML.escape(dossier.statement))</pre>")
        page.section("Response times", waits(dossier.waits))
        page.section("What happened", dossier.entries.map(entry).joined(separator: "\n"))
        let mails = dossier.mails.map { [$0.file, $0.messageID ?? "", "\($0.bytes.count)", $0.sha256] }
        page.section(
            "Mails", note: "Each whole, as it was received or handed to the mail server.",
            HTMLTable(["file", "Message-ID", "bytes", "SHA-256"], mails, numbers: [2]).html)
        page.section("Evidence chain", "<p class=\"hash\">\(HTML.escape(head))</p>")
        return page.text
    }

    private static func waits(_ waits: [DossierWait]) -> String {
        func mark(_ inTime: Bool?) -> HTMLTable.Cell {
            switch inTime {
            case true?: HTMLTable.Cell("in time", mark: "good")
            case false?: HTMLTable.Cell("late", mark: "bad")
            case nil: HTMLTable.Cell("none", mark: "bad")
            }
        }
        let rows = waits.map { wait in
            [
                HTMLTable.Cell(wait.began.iso8601), HTMLTable.Cell(wait.answered?.iso8601 ?? ""),
                HTMLTable.Cell(wait.by),
                HTMLTable.Cell(wait.answered.map { DurationText.write($0 - wait.began) } ?? ""),
                mark(wait.isInMarketplaceTime), mark(wait.isInOwnTime),
            ]
        }
        return HTMLTable(["clock began", "answered", "by", "after", "24 hours", "own window"], rows).html
    }

    private static func entry(_ entry: DossierEntry) -> String {
        let details = entry.details.map { "<p class=\"said\">\(HTML.escape($0))</p>" }.joined()
        let file = entry.file.map { "<p><a href=\"\(HTML.escape($0))\">\(HTML.escape($0))</a></p>" } ?? ""
        return """
            <article class="\(entry.sort.rawValue)"><p class="when">\(entry.at.iso8601)</p>
            <h3>\(HTML.escape(entry.title))</h3>\(details)\(file)</article>
            """
    }

    public static func text(_ dossier: Dossier, head: String) -> String {
        var lines = [dossier.title, "", dossier.statement]
        lines += dossier.waits.map { wait in
            "clock began \(wait.began.iso8601), answered \(wait.answered?.iso8601 ?? "never") by \(wait.by)"
        }
        lines.append("")
        for entry in dossier.entries {
            lines.append("\(entry.at.iso8601)  \(entry.title)" + (entry.file.map { "  [\($0)]" } ?? ""))
            lines += entry.details.flatMap { $0.split(whereSeparator: \.isNewline).map { "    \($0)" } }
        }
        lines += ["", head, ""]
        return lines.joined(separator: "\n")
    }

    private static let style = """
        article { border-left: 3px solid var(--line); padding: .2em 1em; margin: .8em 0; break-inside: avoid; }
        article.buyer { border-color: var(--accent); } article.reply, article.person { border-color: var(--good); }
        article.notice, article.hold { border-color: var(--bad); }
        article h3 { margin: 0; font-size: 1rem; } .when { margin: 0; color: var(--soft); font-size: .85rem; }
        .said, pre { white-space: pre-wrap; overflow-wrap: anywhere; } .hash { overflow-wrap: anywhere; }
        td:last-child { overflow-wrap: anywhere; }
        @media print { section { break-before: page; } section:first-of-type { break-before: auto; } }
        """
}
