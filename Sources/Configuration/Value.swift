import TOMLKit

/// A TOML value as this module reads it, free of the library's pointers.
enum Value: Sendable {
    case text(String)
    case integer(Int)
    case fraction(Double)
    case flag(Bool)
    case date(year: Int, month: Int, day: Int)
    /// A time or a date with a time: no key takes one.
    case moment
    case list([Value])
    case table([String: Value])

    init(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .table: self = .table(Value.entries(value.table))
        case .array: self = .list(value.array.map { $0.map { Value($0) } } ?? [])
        case .string: self = .text(value.string ?? "")
        case .int: self = .integer(value.int ?? 0)
        case .double: self = .fraction(value.double ?? 0)
        case .bool: self = .flag(value.bool ?? false)
        case .date:
            let date = value.date
            self = .date(year: date?.year ?? 0, month: date?.month ?? 0, day: date?.day ?? 0)
        case .time, .dateTime: self = .moment
        }
    }

    static func entries(_ table: TOMLTable?) -> [String: Value] {
        guard let table else { return [:] }
        var entries: [String: Value] = [:]
        for key in table.keys {
            if let value = table[key] { entries[key] = Value(value) }
        }
        return entries
    }

    /// What it is, for a message: "a string".
    var typeName: String {
        switch self {
        case .text: "a string"
        case .integer: "a whole number"
        case .fraction: "a number with a fraction"
        case .flag: "true or false"
        case .date: "a date"
        case .moment: "a time"
        case .list: "a list"
        case .table: "a table"
        }
    }
}
