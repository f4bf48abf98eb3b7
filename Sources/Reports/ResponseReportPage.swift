import Correspondence

/// The report as a page: each plot with its table.
extension ResponseReport {
    public func page(title: String) -> String {
        var page = HTMLPage(title, subtitle: "mails from \(from.iso8601) up to \(to.iso8601)", style: Self.style)
        page.figures([
            ("mails", "\(all.mails)"), ("answered", "\(all.answered)"), ("over 24 hours", "\(all.late)"),
            ("without an answer", "\(all.none)"), ("average", all.average.map(DurationText.write) ?? "none"),
            ("own window missed", "\(all.outsideOwn)"), ("by people", "\(all.byPerson)"),
        ])
        page.section(
            "As the marketplace counts",
            note: "Late is over 24 hours from the buyer's mail, weekends included; the last days before the end.",
            Self.bars(rolling) + Self.table(rolling, "days"))
        page.section("By kind", Self.bars(kinds) + Self.table(kinds, "kind"))
        page.section("By language", Self.bars(languages) + Self.table(languages, "language"))
        page.section(
            "When mails come",
            note: "By weekday and hour of your clock; the darker, the more. Below: the same as numbers.",
            heatMap + hourTable)
        for (heading, rows) in [
            ("Held because", holds.map { ($0.name, $0.count) }), ("Templates", templates.map { ($0.name, $0.count) }),
            ("Limits reached", limits.map { ($0.name, $0.count) }),
        ] where !rows.isEmpty {
            page.section(heading, HTMLTable(["", "mails"], rows.map { [$0.0, "\($0.1)"] }, numbers: [1]).html)
        }
        if corrected > 0 {
            page.section(
                "The classifier, by your corrections",
                "<p>Of \(corrected) mails that people labelled it had \(confirmed) right.</p>")
        }
        return page.text
    }

    private static func table(_ rows: [Row], _ name: String) -> String {
        HTMLTable(
            [name, "mails", "answered", "late", "none", "own window missed", "by people", "average"],
            rows.map { row in
                let f = row.figures
                return [
                    row.name, "\(f.mails)", "\(f.answered)", "\(f.late)", "\(f.none)", "\(f.outsideOwn)",
                    "\(f.byPerson)",
                    f.average.map(DurationText.write) ?? "",
                ]
            }, numbers: [1, 2, 3, 4, 5, 6, 7]
        ).html
    }

    /// Each row a bar of its mails: in time, late, without an answer.
    private static func bars(_ rows: [Row]) -> String {
        let most = rows.map(\.figures.mails).max() ?? 0
        guard most > 0 else { return "" }
        // Told to be text: GRDB has a `joined` of its own for SQL.
        let bars = rows.enumerated().map { index, row -> String in
            let y = index * 26
            var x = 110.0
            let f = row.figures
            let parts = [
                ("good", f.answered - f.late), ("late", f.late), ("bad", f.none),
                ("faint", f.mails - f.answered - f.none),
            ]
            let boxes: String = parts.filter { $0.1 > 0 }.map { mark, count -> String in
                let width = Double(count) / Double(most) * 300
                defer { x += width }
                return
                    "<rect class=\"b-\(mark)\" x=\"\(fixed(x))\" y=\"\(y + 4)\" width=\"\(fixed(width))\" height=\"16\"/>"
            }.joined()
            return "<text x=\"104\" y=\"\(y + 16)\" text-anchor=\"end\">\(HTML.escape(row.name))</text>\(boxes)"
                + "<text x=\"\(fixed(x + 6))\" y=\"\(y + 16)\">\(f.mails)</text>"
        }.joined(separator: "\n")
        return """
            <svg viewBox="0 0 460 \(rows.count * 26 + 6)" role="img" aria-label="Mails answered in time, late, and not; the table says the same">
            \(bars)
            </svg>
            """
    }

    private var heatMap: String {
        let most = max(1, hours.flatMap(\.self).max() ?? 1)
        var cells: [String] = []
        for (day, row) in hours.enumerated() {
            cells.append("<text x=\"34\" y=\"\(day * 18 + 30)\" text-anchor=\"end\">\(Self.days[day])</text>")
            for (hour, count) in row.enumerated() where count > 0 {
                let strength = 0.15 + 0.85 * Double(count) / Double(most)
                cells.append(
                    "<rect class=\"heat\" x=\"\(40 + hour * 18)\" y=\"\(day * 18 + 18)\" width=\"16\" height=\"16\" "
                        + "opacity=\"\(Self.fixed(strength))\"/>")
            }
        }
        for hour in stride(from: 0, to: 24, by: 6) {
            cells.append("<text x=\"\(48 + hour * 18)\" y=\"12\" text-anchor=\"middle\">\(hour)</text>")
        }
        return """
            <svg viewBox="0 0 480 150" role="img" aria-label="Mails by weekday and hour; the table says the same">
            \(cells.joined(separator: "\n"))
            </svg>
            """
    }

    private var hourTable: String {
        HTMLTable(
            [""] + (0..<24).map { "\($0)" },
            hours.enumerated().map { day, row in [Self.days[day]] + row.map { $0 == 0 ? "" : "\($0)" } },
            numbers: Set(1...24)
        ).html
    }

    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    private static func fixed(_ value: Double) -> String {
        let tenths = Int((value * 100).rounded())
        return "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100)"
    }

    private static let style = """
        .b-good { fill: var(--good); } .b-late { fill: var(--accent); } .b-bad { fill: var(--bad); } .b-faint { fill: var(--line); }
        .heat { fill: var(--accent); }
        """
}
