import Foundation
import TOMLKit
import TOMLText

/// What the seller knows of the goods, from `facts/*.toml` in the template folders: by SKU, by ASIN, or of all of them.
///
/// ```toml
/// [general]
/// warranty = { en = "two years", de = "zwei Jahre" }
/// [sku."LAMP-1"]
/// size = "40 × 20 cm"                      # the same in every language
/// [asin."B0C4EXAMPL"]
/// fits = { en = "E27 bulbs", de = "Lampen mit E27" }
/// ```
public struct SellerFacts: Sendable, Hashable {
    /// By language; under `""` what holds in all of them.
    private typealias Words = [String: String]

    /// Under `nil` what holds for everything; else `sku:X` or `asin:X`.
    private var facts: [String?: [TemplateVariable: Words]] = [:]

    /// The values that such a file may give.
    public static let known: [TemplateVariable] = [.size, .fits, .sparePart, .manual, .warranty]

    /// Reads the folders; of a value that several give the first folder's holds.
    static func load(_ folders: [String]) throws(TemplateErrors) -> SellerFacts {
        var all = SellerFacts()
        var errors: [TemplateErrors.Error] = []
        for folder in folders.map({ $0 + "/facts" }) {
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            where name.hasSuffix(".toml") {
                let path = "\(folder)/\(name)"
                let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
                do { all.merge(try SellerFacts(text, file: path)) } catch { errors += error.errors }
            }
        }
        guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
        return all
    }

    static let none = SellerFacts()

    private init() {}

    init(_ text: String, file: String) throws(TemplateErrors) {
        if let refusal = TOMLGuard.refusal(of: text) {
            throw TemplateErrors(file, refusal.line, refusal.message, "see the README's table of facts")
        }
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch {
            throw TemplateErrors(file, nil, "is no TOML: \(error)", "correct it")
        }
        var errors: [TemplateErrors.Error] = []
        for key in table.keys.sorted() {
            guard let entry = table[key]?.table, ["general", "sku", "asin"].contains(key) else {
                errors.append(
                    .init(
                        file: file, line: nil, problem: "unknown table “\(key)”",
                        remedy: "the tables are [general], [sku.\"…\"] and [asin.\"…\"]"))
                continue
            }
            if key == "general" {
                facts[nil] = Self.values(entry, path: key, file: file, &errors)
                continue
            }
            for item in entry.keys.sorted() {
                guard let values = entry[item]?.table else {
                    errors.append(
                        .init(
                            file: file, line: nil, problem: "\(key).\(item) is no table",
                            remedy: "write [\(key).\"\(item)\"] and the facts under it"))
                    continue
                }
                facts["\(key):\(item)"] = Self.values(values, path: "\(key).\(item)", file: file, &errors)
            }
        }
        guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
    }

    /// What can be said of these goods; of several kinds of goods at once only what holds for all.
    public func values(skus: Set<String>, asins: Set<String>, language: String) -> [TemplateVariable: String] {
        var found = facts[nil] ?? [:]
        if asins.count <= 1, skus.count <= 1 {
            for key in asins.map({ "asin:\($0)" }) + skus.map({ "sku:\($0)" }) {
                found.merge(facts[key] ?? [:]) { _, nearer in nearer }
            }
        }
        return found.compactMapValues { $0[language] ?? $0[""] }
    }

    private mutating func merge(_ other: SellerFacts) {
        for (key, values) in other.facts {
            facts[key, default: [:]].merge(values) { first, _ in first }
        }
    }

    private static func values(
        _ table: TOMLTable, path: String, file: String, _ errors: inout [TemplateErrors.Error]
    ) -> [TemplateVariable: Words] {
        var values: [TemplateVariable: Words] = [:]
        for key in table.keys.sorted() {
            guard let variable = TemplateVariable(rawValue: key), known.contains(variable) else {
                errors.append(
                    .init(
                        file: file, line: nil, problem: "unknown fact “\(path).\(key)”",
                        remedy: "the facts are \(known.map(\.rawValue).joined(separator: ", "))"))
                continue
            }
            if let text = table[key]?.string {
                values[variable] = ["": text]
            } else if let languages = table[key]?.table {
                values[variable] = Dictionary(
                    languages.keys.compactMap { language in languages[language]?.string.map { (language, $0) } },
                    uniquingKeysWith: { first, _ in first })
            } else {
                errors.append(
                    .init(
                        file: file, line: nil, problem: "\(path).\(key) is no text",
                        remedy: "write \(key) = \"…\", or { en = \"…\", de = \"…\" }"))
            }
        }
        return values
    }
}
