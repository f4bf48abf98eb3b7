import Correspondence
import Foundation

/// One kind of report file: the columns that make it, and what each tells. The table is `Resources/forms.txt`.
public struct ReportForm: Hashable, Sendable {
    public var name: String
    var needs: [String] = []
    /// Facts that each row of this form tells by being there.
    var always: [Constant] = []
    var columns: [Column] = []
    /// Rows without an order number are no fault: they tell of something else.
    var skipsRowsWithoutOrder = false

    struct Constant: Hashable, Sendable {
        var fact: OrderFactName
        var value: String
    }

    struct Column: Hashable, Sendable {
        var name: String
        var target: Target
        var rule: Rule = .value
    }

    enum Target: Hashable, Sendable {
        case order, item, sku, asin, title, quantity, asOf
        case fact(OrderFactName)

        init?(_ word: String) {
            switch word {
            case "order": self = .order
            case "item": self = .item
            case "sku": self = .sku
            case "asin": self = .asin
            case "title": self = .title
            case "quantity": self = .quantity
            case "as_of": self = .asOf
            default:
                guard let fact = OrderFactName(rawValue: word) else { return nil }
                self = .fact(fact)
            }
        }
    }

    /// How a field becomes a fact.
    enum Rule: Hashable, Sendable {
        /// The field is the value.
        case value
        /// The field is one of these words: the fact holds as of another column's time.
        case when([String], from: String)
        /// The field is anything but one of these.
        case unless([String], from: String)
        case map([String: String])
    }

    /// The form that a header row belongs to; `nil` where there is none.
    public static func recognise(_ header: [String], in forms: [ReportForm]) -> ReportForm? {
        let there = Set(header)
        let fitting = forms.filter { form in form.needs.allSatisfy(there.contains) }
        return fitting.max { $0.needs.count < $1.needs.count }
    }

    /// `Return request date` is `return-request-date`.
    public static func normalise(_ column: String) -> String {
        var name = ""
        for scalar in column.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                name.unicodeScalars.append(scalar)
            } else if scalar.value != 0xFEFF, !name.isEmpty, !name.hasSuffix("-") {
                name += "-"
            }
        }
        return name.hasSuffix("-") ? String(name.dropLast()) : name
    }
}

extension ReportForm {
    /// The forms that come with the program.
    public static func shipped() throws -> [ReportForm] {
        guard let file = Bundle.module.url(forResource: "forms", withExtension: "txt", subdirectory: "Resources") else {
            throw FormTableError(line: 0, problem: "the table of forms is not installed beside the program")
        }
        return try parse(String(contentsOf: file, encoding: .utf8))
    }

    /// Reads a table of forms.
    public static func parse(_ text: String) throws -> [ReportForm] {
        var forms: [ReportForm] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ").map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first == "form", words.count == 2 {
                forms.append(ReportForm(name: words[1]))
            } else if forms.isEmpty || !forms[forms.count - 1].add(words) {
                throw FormTableError(line: index + 1, problem: "`\(line)` is no line of a form")
            }
        }
        return forms
    }

    private mutating func add(_ words: [String]) -> Bool {
        switch words[0] {
        case "needs": needs += words.dropFirst()
        case "always":
            guard words.count == 3, let fact = OrderFactName(rawValue: words[1]) else { return false }
            always.append(Constant(fact: fact, value: words[2]))
        case "blank": skipsRowsWithoutOrder = true
        default:
            guard words.count >= 2, let target = Target(words[1]), let rule = Self.rule(Array(words.dropFirst(2)))
            else { return false }
            columns.append(Column(name: words[0], target: target, rule: rule))
        }
        return true
    }

    private static func rule(_ words: [String]) -> Rule? {
        guard !words.isEmpty else { return .value }
        let alternatives = { (rest: ArraySlice<String>) in
            rest.joined(separator: " ").split(separator: "|").map { $0.lowercased() }
        }
        if words[0] == "map" {
            let pairs = words.dropFirst().joined(separator: " ").split(separator: "|").map { $0.split(separator: "=") }
            guard pairs.allSatisfy({ $0.count == 2 }) else { return nil }
            return .map(Dictionary(pairs.map { ($0[0].lowercased(), String($0[1])) }, uniquingKeysWith: { $1 }))
        }
        guard words.count >= 4, words[0] == "from" else { return nil }
        switch words[2] {
        case "when": return .when(alternatives(words.dropFirst(3)), from: words[1])
        case "unless": return .unless(alternatives(words.dropFirst(3)), from: words[1])
        default: return nil
        }
    }
}

/// The table of forms cannot be used.
public struct FormTableError: Error, Hashable, CustomStringConvertible {
    public var line: Int
    public var problem: String
    public var description: String { "forms.txt:\(line): \(problem)" }
}
