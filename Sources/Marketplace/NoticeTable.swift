import MIME

/// The table in a notice: a row of labels, then a row for each item (domain facts 3).
enum NoticeTable {
    /// The values by the name of their fact, in the order of the rows; empty where no table has known labels.
    static func read(_ html: String, names: [String: String]) -> [String: [String]] {
        var columns: [String?] = []
        var values: [String: [String]] = [:]
        for row in rows(of: html) {
            let found = row.map { names[label($0)] }
            if found.count(where: { $0 != nil }) >= 2, row.count >= 3 {
                columns = found
                continue
            }
            guard !columns.isEmpty, row.count == columns.count else { continue }
            for (name, value) in zip(columns, row) {
                if let name { values[name, default: []].append(value) }
            }
        }
        return values
    }

    /// More cells than this in one row are no notice's.
    private static let mostCells = 40

    private static func label(_ cell: String) -> String {
        Folding.fold(cell.last == ":" ? cell.dropLast() : cell[...])
    }

    /// The cells of each row as text.
    private static func rows(of html: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var start: String.Index?
        var index = html.startIndex
        func close(at end: String.Index) {
            guard let opened = start, row.count < mostCells else { return }
            row.append(HTMLText.text(from: String(html[opened..<end])).replacing("\n", with: " "))
            start = nil
        }
        while rows.count < 500, let open = html.utf8[index...].firstIndex(of: UInt8(ascii: "<")) {
            let name = html[html.utf8.index(after: open)...].prefix { $0.isLetter || $0 == "/" }.prefix(8).lowercased()
            let end = html.utf8[open...].firstIndex(of: UInt8(ascii: ">")) ?? html.utf8.endIndex
            index = end < html.endIndex ? html.utf8.index(after: end) : html.endIndex
            switch name {
            case "td", "th":
                close(at: open)
                start = index
            case "/td", "/th": close(at: open)
            case "tr", "/tr", "/table", "table":
                close(at: open)
                if !row.isEmpty { rows.append(row) }
                row = []
            default: break
            }
        }
        if !row.isEmpty { rows.append(row) }
        return rows
    }
}
