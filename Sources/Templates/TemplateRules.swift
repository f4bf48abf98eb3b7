import Correspondence
import Foundation
import TOMLKit
import TOMLText

/// `rules.toml`: from kind, topics and facts to a template; the first row that matches wins.
public struct TemplateRules: Sendable, Hashable {
    public let rows: [TemplateRule]
    let file: String

    /// Where no folder has the file: one template a kind.
    static let plain = TemplateRules(
        rows: Kind.allCases.map { kind in
            TemplateRule(
                kind: kind, topics: [], when: [], unlessTopics: [], unless: [], template: kind.rawValue,
                onlyDraft: false, line: 0)
        }, file: "one template a kind")

    private init(rows: [TemplateRule], file: String) {
        self.rows = rows
        self.file = file
    }

    /// The templates that the rows name.
    public var templates: Set<String> { Set(rows.map(\.template)) }
    /// The topics that the rows name.
    public var topics: Set<String> { rows.reduce(into: []) { $0.formUnion($1.topics.union($1.unlessTopics)) } }

    /// The first row that matches whose template is there and has all that it needs.
    ///
    /// - Parameter needs: what a template cannot do without; `nil` where there is no such template in the language.
    public func choose(
        _ situation: TemplateSituation, needs: (String) -> Set<TemplateVariable>?
    ) -> TemplateChoice {
        var lacking: [String] = []
        for row in rows where row.matches(situation) {
            guard let needed = needs(row.template) else {
                lacking.append("there is no template \(row.template) in the language")
                continue
            }
            let missing = needed.subtracting(situation.values)
            guard missing.isEmpty else {
                let names = missing.map(\.rawValue).sorted().joined(separator: ", ")
                lacking.append("\(row.template) needs \(names)")
                continue
            }
            return .chosen(template: row.template, onlyDraft: row.onlyDraft, why: why(row, situation))
        }
        guard !lacking.isEmpty else {
            let known = situation.conditions.map(\.rawValue).sorted().joined(separator: ", ")
            return .none(
                why: "no template fits: no row of the rules matches \(situation.kind.rawValue)"
                    + (known.isEmpty ? "" : " with \(known)"))
        }
        return .none(why: "no template fits: \(lacking.joined(separator: "; "))")
    }

    private func why(_ row: TemplateRule, _ situation: TemplateSituation) -> String {
        let words = row.topics.intersection(situation.topics).sorted() + row.when.map(\.rawValue).sorted()
        return "\(row.template)" + (words.isEmpty ? "" : " for \(words.joined(separator: ", "))")
            + (row.line > 0 ? " (rules.toml, line \(row.line))" : "")
    }

    // MARK: Reading

    init(_ text: String, file: String) throws(TemplateErrors) {
        if let refusal = TOMLGuard.refusal(of: text) {
            throw TemplateErrors(file, refusal.line, refusal.message, "see the README's page on rules")
        }
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch let error as TOMLParseError {
            throw TemplateErrors(
                file, Int(error.source.begin.line), "is no TOML: \(error.description)", "correct that line")
        } catch {
            throw TemplateErrors(file, nil, "is no TOML: \(error)", "correct it")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { $0.element.trimmingCharacters(in: .whitespaces).hasPrefix("[[rule]]") }.map { $0.offset + 1 }
        var problems: [TemplateErrors.Error] = []
        for key in table.keys where key != "rule" {
            problems.append(
                .init(file: file, line: nil, problem: "unknown key “\(key)”", remedy: "only [[rule]] is known"))
        }
        guard let array = table["rule"]?.array, !array.isEmpty else {
            throw TemplateErrors(file, nil, "has no [[rule]]", "write one, or take the file away")
        }
        var rows: [TemplateRule] = []
        for (index, value) in array.enumerated() {
            let line = index < lines.count ? lines[index] : 0
            guard let entry = value.table else {
                problems.append(.init(file: file, line: line, problem: "is no table", remedy: "write [[rule]]"))
                continue
            }
            var reader = RuleReader(entry: entry, file: file, line: line)
            if let row = reader.read() { rows.append(row) }
            problems += reader.problems
        }
        for (index, row) in rows.enumerated() {
            guard
                let first = rows[..<index].first(where: {
                    $0.covers(row) && ($0.template == row.template || $0.isCatchAll)
                })
            else { continue }
            problems.append(
                .init(
                    file: file, line: row.line, problem: "is never reached: line \(first.line) takes its mails",
                    remedy: "move it above, or take it out"))
        }
        for kind in Kind.allCases where !rows.contains(where: { $0.kind == kind }) {
            problems.append(
                .init(file: file, line: nil, problem: "has no row for \(kind.rawValue)", remedy: "add one for it"))
        }
        guard problems.isEmpty else { throw TemplateErrors(errors: problems) }
        self.init(rows: rows, file: file)
    }
}

extension TemplateRule {
    /// A row that matches, and whose template may yet lack a value, lets others pass; one of a kind's own name does not:
    /// it needs nothing.
    fileprivate var isCatchAll: Bool { template == kind.rawValue }
}

/// One table of the file.
private struct RuleReader {
    let entry: TOMLTable
    let file: String
    let line: Int
    var problems: [TemplateErrors.Error] = []

    private static let known = ["kind", "topics", "when", "unless", "template", "only_draft"]

    mutating func read() -> TemplateRule? {
        for key in entry.keys where !Self.known.contains(key) {
            report("unknown key “\(key)”", "the keys are \(Self.known.joined(separator: ", "))")
        }
        guard let kind = entry["kind"]?.string.flatMap({ Kind(rawValue: $0) }) else {
            report("names no kind", "write kind = \"\(Kind.allCases.map(\.rawValue).joined(separator: "\" or \""))\"")
            return nil
        }
        guard let template = entry["template"]?.string, !template.isEmpty else {
            report("names no template", "write template = \"\(kind.rawValue)\"")
            return nil
        }
        let when = words("when")
        let unless = words("unless")
        let conditions = Set(when.compactMap { condition($0, mustBe: true) })
        return TemplateRule(
            kind: kind, topics: Set(words("topics")), when: conditions,
            unlessTopics: Set(unless.filter { TemplateCondition(rawValue: $0) == nil }),
            unless: Set(unless.compactMap { TemplateCondition(rawValue: $0) }), template: template,
            onlyDraft: entry["only_draft"]?.bool ?? false, line: line)
    }

    private mutating func words(_ key: String) -> [String] {
        guard let value = entry[key] else { return [] }
        guard let array = value.array else {
            report("\(key) is no list", "write \(key) = [\"…\"]")
            return []
        }
        return array.compactMap { $0.string }
    }

    private mutating func condition(_ word: String, mustBe: Bool) -> TemplateCondition? {
        if let known = TemplateCondition(rawValue: word) { return known }
        let all = TemplateCondition.allCases.map(\.rawValue)
        report("“\(word)” is no condition", "the conditions are \(all.joined(separator: ", "))")
        return nil
    }

    private mutating func report(_ problem: String, _ remedy: String) {
        problems.append(.init(file: file, line: line, problem: problem, remedy: remedy))
    }
}
