import Correspondence
import Foundation
import Mustache

/// All templates of the configured folders, parsed and compiled; the first folder that has one wins.
///
/// A template is `LANGUAGE/NAME.mustache`. Compiled once, rendered many times, from any thread.
public struct TemplateLibrary: Sendable {
    private let templates: [String: TemplateText]
    /// Which of them answers which mail.
    public let rules: TemplateRules
    /// What the seller knows of the goods.
    public private(set) var facts = SellerFacts.none

    /// Reads the folders. A folder that is not there is passed over, as long as one of them has templates.
    public static func load(_ folders: [String]) throws(TemplateErrors) -> TemplateLibrary {
        var files: [(name: String, path: String)] = []
        for folder in folders {
            for path in ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted()
            where path.hasSuffix(".mustache") {
                files.append((String(path.dropLast(".mustache".count)), "\(folder)/\(path)"))
            }
        }
        guard !files.isEmpty else {
            throw TemplateErrors(
                folders.joined(separator: ", "), nil, "no folder has templates",
                "correct `templates` in the configuration")
        }
        let rules = folders.map { "\($0)/rules.toml" }.first { FileManager.default.fileExists(atPath: $0) }
        var errors: [TemplateErrors.Error] = []
        var library: TemplateLibrary?
        var facts = SellerFacts.none
        do {
            library = try TemplateLibrary(files: files, rules: rules) {
                try? String(contentsOfFile: $0, encoding: .utf8)
            }
        } catch { errors += error.errors }
        do { facts = try SellerFacts.load(folders) } catch { errors += error.errors }
        guard var library, errors.isEmpty else { throw TemplateErrors(errors: errors) }
        library.facts = facts
        return library
    }

    /// - Parameters:
    ///   - files: name (`de/return`) and path, the winning ones first.
    ///   - rules: the path of `rules.toml`; `nil`: one template a kind.
    ///   - read: the text of a path; `nil` where it cannot be read as UTF-8.
    init(
        files: [(name: String, path: String)], rules file: String? = nil, read: (String) -> String?
    ) throws(TemplateErrors) {
        var templates: [String: TemplateText] = [:]
        var errors: [TemplateErrors.Error] = []
        var rules = TemplateRules.plain
        if let file {
            do { rules = try TemplateRules(read(file) ?? "", file: file) } catch { errors += error.errors }
        }
        let known = Self.names.union(Self.besides).union(rules.templates)
        for (name, path) in files where templates[name] == nil {
            let parts = name.split(separator: "/")
            guard parts.count == 2, parts[0].utf8.count == 2, known.contains(String(parts[1])) else {
                errors +=
                    TemplateErrors(
                        path, nil, "no reply uses this file",
                        "the names are LANGUAGE/{\(known.sorted().joined(separator: ","))}.mustache: those that rules.toml names, and "
                            + "those that need no row"
                    ).errors
                continue
            }
            guard let text = read(path) else {
                errors +=
                    TemplateErrors(path, nil, "cannot be read as UTF-8", "save it as UTF-8, readable to the daemon")
                    .errors
                continue
            }
            do { templates[name] = try TemplateText(text, file: path) } catch { errors += error.errors }
        }
        for language in Set(files.compactMap { $0.name.split(separator: "/").first.map(String.init) }).sorted() {
            for name in Self.names.sorted() where !files.contains(where: { $0.name == "\(language)/\(name)" }) {
                errors +=
                    TemplateErrors(
                        "\(language)/\(name).mustache", nil, "is missing beside the others of its language", "write it"
                    ).errors
            }
        }
        for row in rules.rows where row.line > 0 && !files.contains(where: { $0.name.hasSuffix("/\(row.template)") }) {
            errors +=
                TemplateErrors(
                    rules.file, row.line, "no language has a template “\(row.template)”",
                    Nearest.name(to: row.template, among: files.map { String($0.name.dropFirst(3)) })
                        .map { "did you mean “\($0)”?" } ?? "write LANGUAGE/\(row.template).mustache"
                ).errors
        }
        guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
        self.templates = templates
        self.rules = rules
    }

    /// One for each kind of mail.
    static let names: Set<String> = ["inquiry", "return", "problem", "claim"]
    /// And those that a language may do without: `holding` keeps a buyer waiting, the others tell of the order unasked.
    static let besides: Set<String> = [
        "holding", "late-shipment", "out-of-stock", "partial-shipment", "address-problem", "delivery-scheduling",
        "cancelled", "delivery-failed", "tracking-stalled", "check-in",
    ]

    public var languages: [String] { Set(templates.keys.map { String($0.prefix(2)) }).sorted() }

    /// The first template of the rules that the situation has all the facts for.
    public func choose(_ situation: TemplateSituation, language: String) -> TemplateChoice {
        rules.choose(situation) { needs($0, language: language) }
    }

    /// What a template cannot do without; `nil` where there is none.
    func needs(_ name: String, language: String) -> Set<TemplateVariable>? { templates["\(language)/\(name)"]?.needed }

    /// The files that go with a template.
    public func attachments(_ name: String, language: String) -> [TemplateAttachment] {
        templates["\(language)/\(name)"]?.attachments ?? []
    }

    /// All names of a language.
    public func names(language: String) -> [String] {
        templates.keys.filter { $0.hasPrefix(language + "/") }.map { String($0.dropFirst(3)) }.sorted()
    }

    public func has(_ name: String, language: String) -> Bool { templates["\(language)/\(name)"] != nil }

    /// The text that answers, without the buyer's quoted words.
    ///
    /// - Parameter values: those that are known; each stays text, whatever it holds.
    public func render(
        _ name: String, language: String, values: [TemplateVariable: String]
    ) throws(RenderError) -> String {
        let template = try template(name, language)
        let text = try Self.render(template.body, template.needed, values)
        return text.trimmingCharacters(in: .newlines) + "\n"
    }

    /// The subject for a mail whose own is empty: one line.
    public func subject(
        _ name: String, language: String, values: [TemplateVariable: String]
    ) throws(RenderError) -> String {
        let template = try template(name, language)
        let text = try Self.render(template.subject, template.neededBySubject, values)
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private func template(_ name: String, _ language: String) throws(RenderError) -> TemplateText {
        guard let template = templates["\(language)/\(name)"] else { throw .noTemplate(name: name, language: language) }
        return template
    }

    private static func render(
        _ template: MustacheTemplate, _ needed: Set<TemplateVariable>, _ values: [TemplateVariable: String]
    ) throws(RenderError) -> String {
        let missing = needed.filter { values[$0] == nil }.map(\.rawValue).sorted()
        guard missing.isEmpty else { throw .missing(missing) }
        return template.render(
            Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, plain($1, lines: $0 == .returnAddress)) }))
    }

    /// Text without controls and invisible marks, on one line: a name cannot begin a line of its own nor turn the
    /// direction of what follows. A return address keeps its lines.
    static func plain(_ value: String, lines: Bool) -> String {
        value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { line in
                let scalars = line.unicodeScalars.filter { $0.properties.generalCategory != .format }
                return String(
                    String.UnicodeScalarView(scalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
            }
            .joined(separator: lines ? "\n" : " ")
    }
}
