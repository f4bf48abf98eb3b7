import Foundation
import MIME
import Testing

@testable import Marketplace

@Suite("Buyers' own words")
struct PeopleTests {
    static let folder = Corpus.folder.deletingLastPathComponent().appending(path: "data")
    static var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("mails-") && $0.hasSuffix(".jsonl") }.sorted()
    }

    /// Words must never make a machine of a buyer: not in the text, not in the subject, not from any local part.
    @Test(
        "No buyer's words are taken for a machine's",
        .enabled(if: !files.isEmpty, "there is no ../shared/data"), arguments: files)
    func neverMachines(_ file: String) throws {
        struct Line: Decodable {
            var text: String
            var label: String
        }
        let recogniser = try Make.recogniser(accept: ["amazon", "sender.example"])
        let senders = [
            ["From: Kim <kim@sender.example>"], ["From: admin@sender.example"],
            [Make.relay, "Return-Path: <>", "X-Auto-Response-Suppress: All", "Precedence: bulk"],
        ]
        var taken: [String] = []
        let lines = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8).split(separator: "\n")
        for line in stride(from: 0, to: lines.count, by: 4).map({ lines[$0] }) {
            let line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            if line.label == "other" { continue }
            let subject = String(line.text.split(whereSeparator: \.isNewline).first?.prefix(80) ?? "")
            for sender in senders {
                let headers = sender + ["Subject: \(subject)", "Content-Type: text/plain; charset=utf-8"]
                let found = recogniser.understand(Make.mail(headers, line.text))
                if found.recognition.source != .buyer { taken.append("\(found.because): \(subject)") }
            }
        }
        #expect(taken.isEmpty)
    }
}
