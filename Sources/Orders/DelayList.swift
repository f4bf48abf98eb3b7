import Correspondence
import Foundation

/// `delays.csv`: what the seller says of orders, or of all that has an SKU, that will be late or cannot be delivered.
///
/// Columns, in any order: `order-id` or `sku` or both; `date`, a day such as `2026-10-16`, or `never`; and
/// `reason_de`, `reason_en`, …: why, in that language, as the buyer is told it. `reason` is a note for people only.
public struct DelayList: Hashable, Sendable {
    private var byOrder: [OrderID: Delay] = [:]
    private var bySKU: [String: Delay] = [:]

    public init() {}

    public init(file: String) throws(ListError) { try self.init(SellersList(file), file: file) }

    /// For an order by its number; else by its goods: of several the latest day, `never` after all of them.
    public func delay(of order: KnownOrder) -> Delay? {
        if let own = byOrder[order.id] { return own }
        let found = order.items.compactMap { $0.sku.flatMap { bySKU[$0] } }
        return found.max { ($0.date ?? .distantFuture) < ($1.date ?? .distantFuture) }
    }

    public var count: Int { byOrder.count + bySKU.count }

    init(_ list: SellersList, file: String) throws(ListError) {
        let place = { (name: String) in list.header.firstIndex(of: name) }
        guard let date = place("date"), place("order-id") ?? place("sku") != nil else {
            throw ListError(
                file: file, line: 1, problem: "needs the columns date and order_id or sku, and has \(list.header)")
        }
        let reasons = list.header.enumerated().compactMap { index, name in
            name.hasPrefix("reason-") && name.count == 9 ? (index, String(name.suffix(2))) : nil
        }
        for (line, fields) in list.rows {
            let text = { (index: Int?) in
                index.flatMap { $0 < fields.count ? fields[$0].trimmingCharacters(in: .whitespaces) : nil } ?? ""
            }
            var delay = Delay(date: nil)
            for (index, language) in reasons where !text(index).isEmpty { delay.reasons[language] = text(index) }
            let day = text(date)
            if day.lowercased() != "never" {
                // At noon, so that it is the same day in any country of the marketplace's.
                guard let time = ReportDate.parse(day) else {
                    throw ListError(
                        file: file, line: line, problem: "\"\(day)\" is no day; write one such as 2026-10-16, or never")
                }
                delay.date = day.count <= 11 ? time + .seconds(12 * 3600) : time
            }
            let (order, sku) = (text(place("order-id")), text(place("sku")))
            if !order.isEmpty {
                guard let id = OrderID(order) else {
                    throw ListError(file: file, line: line, problem: "\"\(order)\" is no order number")
                }
                byOrder[id] = delay
            } else if !sku.isEmpty {
                bySKU[sku] = delay
            } else {
                throw ListError(file: file, line: line, problem: "names neither an order nor an SKU")
            }
        }
    }
}

/// Whom the shop never writes to first: order numbers and buyers' addresses, one a line; `#` begins a remark.
public struct DoNotContactList: Hashable, Sendable {
    private var entries: Set<String> = []

    public init() {}

    public init(file: String) throws(ListError) {
        guard let bytes = FileManager.default.contents(atPath: file), let text = String(data: bytes, encoding: .utf8)
        else {
            throw ListError(
                file: file, line: nil, problem: "cannot be read as UTF-8 text; the daemon's user must be able to")
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let entry = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
            guard !entry.isEmpty else { continue }
            guard OrderID(entry.uppercased()) != nil || EmailAddress(entry) != nil else {
                throw ListError(
                    file: file, line: index + 1, problem: "\"\(entry)\" is neither an order number nor an address")
            }
            entries.insert(entry)
        }
    }

    /// - Parameter alias: the buyer's address without its case.
    public func bars(_ order: OrderID, alias: String, address: EmailAddress) -> Bool {
        [order.value, alias, address.description].contains { entries.contains($0.lowercased()) }
    }

    public var count: Int { entries.count }
}
