import Correspondence
import Foundation

/// What `replyd simulate --html` writes: the figures, the days, each mail on a line of time, what was held and what said.
public struct SimulationPage: Sendable {
    /// So many mails are drawn; a page with more would be too heavy to look at.
    public static let mostDrawn = 1500
    private static let mostMissed = 200
    private static let mostChanges = 300

    private let report: SimulationReport
    private let diff: SimulationDiff?
    private let wanting: [SimulatedMail]
    private let clock: LocalClock

    public init(_ report: SimulationReport, diff: SimulationDiff? = nil) {
        self.report = report
        self.diff = diff
        wanting = report.mails.filter(\.wantsAnswer).sorted { $0.clockStart < $1.clockStart }
        clock = LocalClock(report.hours.timeZone)
    }

    public var text: String {
        var page = HTMLPage(
            "Simulation of \(report.mailbox)", subtitle: "\(report.heading) · \(report.configuration)",
            style: Self.style)
        let all = report.totals.all
        page.figures([
            ("mails that want an answer", "\(all.mails)"), ("answered by replyd", "\(all.replyd)"),
            ("answered by people first", "\(all.person)"), ("left in Drafts", "\(all.draft)"),
            ("held", "\(all.held)"), ("own windows missed", "\(all.ownWindow.missed)"),
            ("24 h missed", "\(all.marketplace.missed)"), ("median answer", waiting(all.medianSeconds)),
        ])
        let remarks = report.remarks
        if !remarks.isEmpty { page.add("<p class=\"note\">\(remarks.map(HTML.escape).joined(separator: "<br>"))</p>") }
        if let diff { page.section("What the other configuration changes", changes(diff)) }
        page.section(
            "By kind",
            note: "People alone answered \(report.totals.peopleAloneMet) of \(all.mails) within 24 h.", kinds)
        let overview = SimulationOverview(wanting, time: report.time, hours: report.hours)
        page.section(
            "Day by day",
            note: "How the mails of each day ended; below the line, missed windows. Weekends are shaded.",
            Self.legend + "<div class=\"scroll wide\">\(overview.svg)</div>")
        page.section("Windows and answers", note: drawn, timeline)
        if all.ownWindow.missed > 0 { page.section("Missed windows", note: missedNote, missed) }
        if !report.totals.held.isEmpty { page.section("Held, and why", held) }
        if !report.totals.said.isEmpty {
            page.section(
                "What would have been said", note: "Each template with the first reply made from it.", said)
        }
        return page.text
    }

    // MARK: Parts

    private var kinds: String {
        let columns = SimulationReport.table
        let titles = columns.indices.map { index in
            // The page has room to say of which window it was.
            switch index {
            case 7, 8: "window \(columns[index].title)"
            case 10, 11: "24 h \(columns[index].title)"
            default: columns[index].title
            }
        }
        let rows = (report.totals.kinds + [report.totals.all]).map { line in
            columns.enumerated().map { index, column in
                let text = column.value(line)
                let isMissed = index == 7 || index == 10
                let mark = text == "0" ? "faint" : isMissed ? "bad" : nil
                return HTMLTable.Cell(text, mark: mark)
            }
        }
        return "<div class=\"kinds\">\(HTMLTable(titles, rows, numbers: Set(1..<columns.count)).html)</div>"
    }

    private var drawn: String {
        let most = Self.mostDrawn
        let part =
            wanting.count > most
            ? " The first \(most) of \(wanting.count) are drawn: take a shorter time to see the others." : ""
        return
            "Each bar is the seller's own window of one mail, from the buyer's words to the deadline, over two days; "
            + "the upright stroke is the marketplace's 24 h. The ground is lit in sending hours.\(part)"
    }

    private var timeline: String {
        let drawing = SimulationTimeline(Array(wanting.prefix(Self.mostDrawn)), hours: report.hours)
        return Self.legend + "<div class=\"scroll wide timeline\">\(drawing.html)</div>"
    }

    private var missedMails: [SimulatedMail] { wanting.filter { $0.ownWindow == .missed } }

    private var missedNote: String {
        let count = missedMails.count
        return count > Self.mostMissed ? "The first \(Self.mostMissed) of \(count)." : ""
    }

    private var missed: String {
        let rows = missedMails.prefix(Self.mostMissed).map { mail in
            [
                clock.minute(mail.clockStart), mail.kind?.rawValue ?? "none", mail.order ?? "",
                mail.deadline.map(clock.minute) ?? "", mail.answeredAt.map(clock.minute) ?? "never",
                mail.heldBecause ?? (mail.outcome == .draft ? "it lay in Drafts" : ""), mail.file,
            ]
        }
        return HTMLTable(["written", "kind", "order", "window to", "answered", "why", "mail"], Array(rows)).html
    }

    private var held: String {
        HTMLTable(["mails", "reason"], report.totals.held.map { ["\($0.mails)", $0.reason] }, numbers: [0]).html
    }

    private var said: String {
        report.totals.said.map { wording in
            """
            <article>
            <p><strong>\(HTML.escape("\(wording.language)/\(wording.template)"))</strong> \
            <span class="faint">\(wording.replies) times</span></p>
            <blockquote lang="\(HTML.escape(wording.language))">\(HTML.escape(wording.example))</blockquote>
            </article>
            """
        }.joined(separator: "\n")
    }

    private func changes(_ diff: SimulationDiff) -> String {
        func row(_ name: String, _ line: SimulationTotals.Line) -> [String] {
            [
                name, "\(line.replyd)", "\(line.person)", "\(line.draft)", "\(line.held)", "\(line.ownWindow.missed)",
                "\(line.marketplace.missed)",
            ]
        }
        let counts = diff.counts
        let summary =
            "<p>\(counts.changed) mails change, \(counts.same) do not: other action \(counts.action), other time "
            + "\(counts.time), other template \(counts.template), other words \(counts.words).</p>"
        let totals = HTMLTable(
            ["configuration", "replyd", "person", "draft", "held", "window missed", "24 h missed"],
            [row(diff.before, diff.totalsBefore), row(diff.after, diff.totalsAfter)], numbers: Set(1...6))
        let rows = diff.changes.prefix(Self.mostChanges).map { change in
            let when = { (side: SimulationDiff.Side) in side.at.map { ", \(clock.minute($0))" } ?? "" }
            return [
                change.file, change.changed.map(\.rawValue).joined(separator: ", "),
                change.before.words + when(change.before), change.after.words + when(change.after),
            ]
        }
        let rest = diff.changes.count - rows.count
        return summary + totals.html
            + (rows.isEmpty ? "" : HTMLTable(["mail", "other", "before", "after"], Array(rows)).html)
            + (rest > 0 ? "<p class=\"note\">and \(rest) more</p>" : "")
    }

    // MARK: Looks

    private static let legend: String = {
        let names: [(SimulatedMail.Outcome, String)] = [
            (.replyd, "replyd"), (.person, "a person first"), (.draft, "in Drafts"), (.held, "held"),
        ]
        let items = names.map { outcome, name in
            "<span><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">\(SVG.mark(outcome, 6, 6))</svg>"
                + "\(name)</span>"
        }
        return "<p class=\"legend\">\(items.joined(separator: " ")) <span><i class=\"missed\"></i>missed</span></p>"
    }()

    private static let style = """
        :root { --replyd: #1f6feb; --person: #1a7f37; --draft: #9a6700; --held: #6e5494; --missed: #d1242f;
          --lit: #eef4e6; --dim: #f3f4f6; --bar: #c9d4e2; --missed-bar: #f3c2c2; --open-bar: #e3e6ea; }
        @media (prefers-color-scheme: dark) { :root { --replyd: #79b0ff; --person: #5ecb7a; --draft: #e0b050;
          --held: #c3a6f0; --missed: #ff7b72; --lit: #20281c; --dim: #1b1f23; --bar: #3a4656;
          --missed-bar: #5c2d30; --open-bar: #2d333a; } }
        @media print { :root { --lit: #f2f2f2; --dim: #f6f6f6; --bar: #c4ccd6; --missed-bar: #efb9b9; } }
        .wide svg { max-width: none; min-width: 52rem; margin: 0; }
        @media print { .wide svg { min-width: 0; } }
        h3 { font-size: .95rem; margin: 1rem 0 .2rem; } h3 small { color: var(--soft); font-weight: 400; }
        .timeline h3 { position: sticky; left: 0; display: inline-block; }
        svg text { font-size: 11px; }
        .open-hours { fill: var(--lit); } .weekend { fill: var(--dim); }
        .tick, .midnight { stroke: var(--line); } .midnight { stroke: var(--soft); } .zero { stroke: var(--soft); }
        .limit { stroke: var(--soft); stroke-width: 1.2; }
        .window { fill: var(--bar); } .window.missed { fill: var(--missed-bar); }
        .window.open { fill: var(--open-bar); } .window.none { fill: var(--open-bar); }
        .replyd { fill: var(--replyd); } .person { fill: var(--person); } .draft { fill: var(--draft); }
        .part.held { fill: var(--held); } .missed.part { fill: var(--missed); }
        .mark { stroke: var(--page); stroke-width: 1; paint-order: stroke; }
        .mark.held { stroke: var(--held); stroke-width: 2; fill: none; }
        .mark.draft { fill: var(--page); stroke: var(--draft); stroke-width: 2; }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1rem; color: var(--soft); font-size: .88rem;
          margin: .2rem 0 .6rem; }
        .legend span { display: inline-flex; align-items: center; gap: .3rem; }
        svg.key { width: 14px; height: 14px; min-width: 0; margin: 0; }
        i.missed { display: inline-block; width: 12px; height: 12px; background: var(--missed); }
        .kinds tbody tr:last-child { font-weight: 600; }
        """
}
