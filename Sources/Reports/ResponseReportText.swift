import Correspondence
import Foundation

/// The report as text, CSV and JSON.
extension ResponseReport {
    public var text: String {
        var lines = ["mails of buyers whose clock began from \(from.iso8601) up to \(to.iso8601)", ""]
        lines.append(Self.head)
        lines.append(Self.line("all", all))
        lines += rolling.map { Self.line("last \($0.name)", $0.figures) }
        for (title, rows) in [("by kind", kinds), ("by language", languages)] where !rows.isEmpty {
            lines += ["", title] + rows.map { Self.line("  " + $0.name, $0.figures) }
        }
        for (title, rows) in [("held because", holds), ("templates", templates), ("limits reached", limits)]
        where !rows.isEmpty {
            lines += ["", title] + rows.map { "  \($0.count)  \($0.name)" }
        }
        if corrected > 0 {
            lines += ["", "labelled by people: \(corrected), of which the classifier had \(confirmed) right"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let head = pad("", 22) + "mails answered  late  none  own window missed  by people  average  longest"

    private static func line(_ name: String, _ figures: Figures) -> String {
        pad(name, 22)
            + [
                (figures.mails, 5), (figures.answered, 9), (figures.late, 6), (figures.none, 6),
                (figures.outsideOwn, 19),
                (figures.byPerson, 11),
            ].map { number, width in String(repeating: " ", count: max(0, width - "\(number)".count)) + "\(number)" }
            .joined()
            + "  " + pad(figures.average.map(DurationText.write) ?? "-", 9)
            + (figures.longest.map(DurationText.write) ?? "-")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }

    /// One row a group: for a spreadsheet.
    public var csv: String {
        var lines = ["group,name,mails,answered,late,none,own_window_missed,by_person,average_seconds,longest_seconds"]
        let groups = [
            ("all", [Row(name: "all", figures: all)]), ("rolling", rolling), ("kind", kinds), ("language", languages),
        ]
        for (group, rows) in groups {
            for row in rows {
                let f = row.figures
                let numbers = [f.mails, f.answered, f.late, f.none, f.outsideOwn, f.byPerson].map { "\($0)" }
                let times = [f.average, f.longest].map { $0.map { "\($0.inMilliseconds / 1000)" } ?? "" }
                lines.append(([group, row.name] + numbers + times).joined(separator: ","))
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    public var json: String {
        func object(_ f: Figures) -> [String: Any] {
            [
                "mails": f.mails, "answered": f.answered, "late": f.late, "none": f.none,
                "own_window_missed": f.outsideOwn,
                "by_person": f.byPerson, "average_ms": f.average?.inMilliseconds ?? NSNull(),
                "longest_ms": f.longest?.inMilliseconds ?? NSNull(), "late_share": f.lateShare ?? NSNull(),
            ]
        }
        func table(_ rows: [Row]) -> [String: Any] {
            Dictionary(rows.map { ($0.name, object($0.figures)) }, uniquingKeysWith: { first, _ in first })
        }
        func counts(_ rows: [(String, Int)]) -> [String: Int] {
            Dictionary(rows, uniquingKeysWith: { first, _ in first })
        }
        let whole: [String: Any] = [
            "from": from.iso8601, "to": to.iso8601, "all": object(all), "rolling": table(rolling),
            "kinds": table(kinds),
            "languages": table(languages), "hours": hours, "late_hours": lateHours,
            "holds": counts(holds.map { ($0.name, $0.count) }),
            "templates": counts(templates.map { ($0.name, $0.count) }),
            "limits": counts(limits.map { ($0.name, $0.count) }), "corrected": corrected, "confirmed": confirmed,
        ]
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? JSONSerialization.data(withJSONObject: whole, options: options)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
