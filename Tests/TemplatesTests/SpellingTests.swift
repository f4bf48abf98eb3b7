import Foundation
import Testing

@testable import Templates

/// Spelling errors are banned by the guidelines too (domain facts 6). Needs `hunspell` and the five dictionaries.
@Suite("The shipped templates are spelled as the dictionary has it")
struct SpellingTests {
    static let hunspell = ["/usr/bin/hunspell", "/usr/local/bin/hunspell"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static let dictionaries = ["en": "en_GB", "de": "de_DE", "fr": "fr", "it": "it_IT", "es": "es_ES"]

    static func isInstalled(_ language: String) -> Bool {
        hunspell != nil
            && FileManager.default.fileExists(atPath: "/usr/share/hunspell/\(dictionaries[language] ?? "").dic")
    }

    /// Names, which no dictionary has.
    static let names: Set<String> = [
        "Amazon.de", "Amazon", "DHL", "Example.", "Lagerstr.", "Dana", "Reyes", "Shop", "Example", "Lagerstr", "Berlin",
    ]

    /// Right words that a dictionary lacks: compounds, and what an apostrophe cuts off.
    static let known: [String: Set<String>] = [
        "de": ["Sendungsverfolgung", "Sendungsnummer", "-"], "it": ["all", "dall", "dell", "sull", "nell"],
        "es": ["IVA", "desenchúfelo", "indíquenos"],
    ]

    @Test("every word of it", .enabled(if: languages.allSatisfy(isInstalled)), arguments: languages)
    func spelled(language: String) throws {
        let library = try TemplateLibrary.load([shipped])
        var text = ""
        for facts in Facts.allCases {
            for name in facts.names(library, language) {
                text += try library.render(name, language: language, values: facts.values(language))
                text += try library.subject(name, language: language, values: facts.values(language)) + "\n"
            }
        }
        let slips = Set(try misspelled(text, language)).subtracting(Self.names).subtracting(Self.known[language] ?? [])
        #expect(slips.sorted() == [])
    }

    @Test("the check finds a slip", .enabled(if: isInstalled("en")))
    func slip() throws { #expect(try misspelled("your ordder", "en") == ["ordder"]) }

    private func misspelled(_ text: String, _ language: String) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "spelling-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.hunspell))
        process.arguments = ["-d", Self.dictionaries[language] ?? "", "-i", "utf-8", "-l", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: words, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
