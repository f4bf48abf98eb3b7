import Correspondence
import Foundation

/// A report file, row by row, in constant memory.
public struct Report {
    public let form: ReportForm
    public var encoding: ReportEncoding { reader.encoding }
    private var reader: RecordReader
    /// The columns that tell something, and where they stand.
    private let columns: [(column: ReportForm.Column, index: Int, from: Int?)]
    /// Of the row before: a continuation row leaves its number out.
    private var order: OrderID?
    private let source: String
    /// Where the row's own time is missing.
    private let otherwise: Instant

    /// - Parameters:
    ///   - otherwise: as of when a row speaks that has no time at all: the file's.
    ///   - read: gives the next piece of the file; empty at its end.
    public init(forms: [ReportForm], otherwise: Instant, _ read: @escaping () throws -> [UInt8]) throws {
        var reader = try RecordReader(read)
        guard let header = try reader.header() else { throw NotAReport(reason: "it is empty") }
        guard let form = ReportForm.recognise(header, in: forms) else {
            let names = header.prefix(12).filter { !$0.isEmpty }.map { $0.prefix(30) }.joined(separator: ", ")
            throw NotAReport(reason: "its first row is the header of no report that is known: \(names)")
        }
        let place = { (name: String) in header.firstIndex(of: name) }
        columns = form.columns.compactMap { column in
            guard let index = place(column.name) else { return nil }
            switch column.rule {
            case .value, .map: return (column, index, nil)
            case .when(_, let from), .unless(_, let from): return place(from).map { (column, index, $0) }
            }
        }
        self.form = form
        self.reader = reader
        self.otherwise = otherwise
        source = "report:\(form.name)"
    }

    /// The next row: taken, or what is wrong with it. `nil` at the end.
    public mutating func next() throws -> Row? {
        while let record = try reader.next() {
            if let problem = record.problem {
                order = nil
                return .rejected(RowProblem(line: record.line, column: nil, reason: problem))
            }
            if let row = row(record) { return row }
        }
        return nil
    }

    public enum Row: Hashable, Sendable {
        case taken(OrderRow)
        case rejected(RowProblem)
    }

    /// `nil` for a row that tells of no order, where the form allows that.
    private mutating func row(_ record: RecordReader.Record) -> Row? {
        let encoding = encoding
        let text = { (index: Int) in
            index < record.fields.count ? encoding.text(record.fields[index]) : ""
        }
        let number = columns.first { $0.column.target == .order }.map { text($0.index) } ?? ""
        let reject = { (column: String, reason: String) in
            Row.rejected(RowProblem(line: record.line, column: column, reason: reason))
        }
        if number.isEmpty {
            if form.skipsRowsWithoutOrder { return nil }
        } else {
            order = OrderID(number)
        }
        guard let order else {
            let reason = number.isEmpty ? "there is no order number, nor in the row before" : "is no order number"
            return reject("order", number.isEmpty ? reason : "\"\(number.prefix(40))\" \(reason)")
        }
        var row = OrderRow(order: order, line: record.line)
        var times: [Instant] = []
        var told: [(OrderFactName, String)] = form.always.map { ($0.fact, $0.value) }
        var asOf: Instant?
        for (column, index, from) in columns {
            let value = text(index)
            guard !value.isEmpty else { continue }
            let wrongDate = { (name: String, value: String) in reject(name, "\"\(value.prefix(40))\" is no date") }
            switch column.target {
            case .order: break
            case .item: row.item = value
            case .sku: row.sku = value
            case .asin: row.asin = value
            case .title: row.title = row.title ?? value
            case .quantity:
                guard let quantity = Int(value), (0...1_000_000).contains(quantity) else {
                    return reject(column.name, "\"\(value.prefix(40))\" is no quantity")
                }
                row.quantity = quantity
            case .asOf:
                guard let time = ReportDate.parse(value) else { return wrongDate(column.name, value) }
                asOf = time
            case .fact(let fact):
                switch column.rule {
                case .value where fact.isTime:
                    let isPromise = fact == .promisedShip || fact == .promisedDelivery || fact == .estimatedDelivery
                    guard let time = ReportDate.parse(value, endOfDay: isPromise) else {
                        return wrongDate(column.name, value)
                    }
                    if !isPromise { times.append(time) }
                    told.append((fact, time.iso8601))
                case .value: told.append((fact, fact == .site ? value.lowercased() : value))
                case .map(let words):
                    guard let word = words[value.lowercased()] else {
                        return reject(column.name, "\"\(value.prefix(40))\" is none of the words that are known")
                    }
                    told.append((fact, word))
                case .when(let words, _) where !words.contains(value.lowercased()): break
                case .unless(let words, _) where words.contains(value.lowercased()): break
                case .when, .unless:
                    let at = from.map(text) ?? ""
                    guard let time = ReportDate.parse(at) else { return wrongDate(column.name, at) }
                    told.append((fact, time.iso8601))
                }
            }
        }
        // Never later than the row can know: an old file that comes late undoes nothing.
        let at = asOf ?? times.max() ?? otherwise
        row.facts = told.map { OrderFact($0, $1, source: source, at: at) }
        return .taken(row)
    }
}

/// What one row tells.
public struct OrderRow: Hashable, Sendable {
    public var order: OrderID
    public var line: Int
    public var item: String?
    public var sku: String?
    public var asin: String?
    public var title: String?
    public var quantity: Int?
    public var facts: [OrderFact] = []

    /// The order's line, where the row names one.
    public var orderItem: OrderItem? {
        (item ?? sku ?? asin).map { OrderItem(id: $0, sku: sku, asin: asin, title: title, quantity: quantity) }
    }
}

/// Why a row is not taken.
public struct RowProblem: Hashable, Sendable, CustomStringConvertible {
    public var line: Int
    public var column: String?
    public var reason: String

    public var description: String { "line \(line)\(column.map { ", column \($0)" } ?? ""): \(reason)" }
}

/// The file is no report at all.
public struct NotAReport: Error, Hashable, CustomStringConvertible {
    public var reason: String
    public var description: String { reason }

    public init(reason: String) { self.reason = reason }
}
