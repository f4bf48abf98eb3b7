import Configuration
import Foundation
import Ledger

/// `replyd suggest`: proposes templates from what people answered.
public enum SuggestCommand {
    /// - Parameters:
    ///   - least: so many answers must be alike.
    ///   - output: a folder for the proposed files; `nil`: they are only shown.
    public static func run(least: Int, output: String?, configuration path: String, json: Bool) async throws {
        let configuration = try LoadedConfiguration.load(path)
        try StoreOwner.become(store: configuration.storePath)
        let ledger = try SQLiteLedger.open(readOnly: configuration.storePath)
        let found = Suggestions(try await ledger.answeredQuestions(limit: 20_000), least: least) { key in
            configuration.mailbox(key)?.senderName
        }
        if json { return try print(found) }
        guard !found.groups.isEmpty else {
            return CommandOutput.write(
                "people have not written the same often enough: \(least) answers to one kind of mail in one language")
        }
        for group in found.groups { CommandOutput.write(text(group)) }
        if let output { try write(found, to: output) }
    }

    private static func text(_ group: Suggestions.Group) -> String {
        let about = group.topics.isEmpty ? "" : " about \(group.topics.joined(separator: ", "))"
        let broken = group.violations.map { "\n  breaks \($0.rule.id): \($0)" }.joined()
        let question = group.question.split(whereSeparator: \.isNewline).joined(separator: " ")
        return """
            \(group.count) answers alike, \(group.language), \(group.kind.rawValue)\(about)
              to mails such as: \(question)\(broken)
            --- \(group.language)/\(group.name).mustache
            \(group.template)--- rules.toml
            \(group.rule)
            """
    }

    private static func print(_ found: Suggestions) throws {
        let objects = found.groups.map { group in
            [
                "kind": group.kind.rawValue, "language": group.language, "topics": group.topics, "answers": group.count,
                "question": group.question, "template": group.template, "name": group.name, "rule": group.rule,
                "breaks": group.violations.map(\.rule.id),
            ] as [String: Any]
        }
        let data = try JSONSerialization.data(withJSONObject: objects, options: [.sortedKeys, .withoutEscapingSlashes])
        CommandOutput.write(String(decoding: data, as: UTF8.self))
    }

    /// New files only: what a seller has edited stays.
    private static func write(_ found: Suggestions, to folder: String) throws {
        for group in found.groups {
            let place = URL(fileURLWithPath: folder).appendingPathComponent(group.language)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let file = place.appendingPathComponent("\(group.name).mustache")
            guard !FileManager.default.fileExists(atPath: file.path) else {
                CommandOutput.tell("\(file.path) is there already and stays as it is")
                continue
            }
            try group.template.write(to: file, atomically: true, encoding: .utf8)
            CommandOutput.tell("wrote \(file.path)")
        }
    }
}
