import Correspondence
import Foundation

/// A simulation for a terminal.
extension SimulationReport {
    public var text: String {
        var lines = [
            "\(mailbox), \(heading): \(totals.mails) mails, \(totals.all.mails) of them want an answer", "",
        ]
        lines.append(Self.row(Self.table.map(\.title)))
        for line in totals.kinds + [totals.all] where line.mails > 0 || line.kind == "all" {
            lines.append(Self.row(Self.table.map { $0.value(line) }))
        }
        lines += ["", "People alone answered \(totals.peopleAloneMet) of \(totals.all.mails) within 24 h."]
        if !totals.held.isEmpty {
            lines += ["", "Held, and why:"]
            lines += totals.held.map { "\(Self.right("\($0.mails)", 7))  \($0.reason)" }
        }
        if !totals.said.isEmpty {
            lines += ["", "What would have been said:"]
            lines += totals.said.map { "\(Self.right("\($0.replies)", 7))  \($0.language)/\($0.template)" }
        }
        if !totals.ignored.isEmpty {
            let names = totals.ignored.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            lines += ["", "No answer wanted: \(names.joined(separator: ", "))."]
        }
        if !remarks.isEmpty { lines += [""] + remarks }
        return lines.joined(separator: "\n")
    }

    /// What a reader must know of the figures.
    var remarks: [String] {
        var remarks: [String] = []
        if putOff > 0 { remarks.append("replies_per_hour would have put replies off \(putOff) times.") }
        if ownReplies > 0 {
            remarks.append("\(ownReplies) replies that replyd itself sent then are left out; the simulated ones count.")
        }
        if markedAnswered > 0 {
            remarks.append(
                "\(markedAnswered) unanswered mails are marked as answered: where people's answers lie, say with --sent."
            )
        }
        if !unreadable.isEmpty {
            remarks.append("\(unreadable.count) could not be read:")
            remarks += unreadable.prefix(20).map { "  \($0.file): \($0.why)" }
        }
        return remarks
    }

    /// The columns of the table by kind: on the terminal and on the page.
    static let table: [(title: String, width: Int, value: @Sendable (SimulationTotals.Line) -> String)] = [
        ("kind", -8, { $0.kind }), ("mails", 7, { "\($0.mails)" }), ("replyd", 7, { "\($0.replyd)" }),
        ("person", 7, { "\($0.person)" }), ("draft", 6, { "\($0.draft)" }), ("held", 6, { "\($0.held)" }),
        ("window met", 11, { "\($0.ownWindow.met)" }), ("missed", 7, { "\($0.ownWindow.missed)" }),
        ("open", 5, { "\($0.ownWindow.open)" }), ("24 h met", 9, { "\($0.marketplace.met)" }),
        ("missed", 7, { "\($0.marketplace.missed)" }), ("open", 5, { "\($0.marketplace.open)" }),
        ("median", 8, { waiting($0.medianSeconds) }),
    ]

    /// One line with a column for each cell; a negative width is set left.
    private static func row(_ cells: [String]) -> String {
        zip(cells, table).map { cell, column in
            let blank = String(repeating: " ", count: max(0, abs(column.width) - cell.count))
            return column.width < 0 ? cell + blank : blank + cell
        }
        .joined(separator: " ")
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
