import Foundation
import Testing

@testable import MIME

@Suite("The corpus of mails that break parsers")
struct CorpusTests {
    @Test("reaches the bar in subject, sender, text, quotes and attachments", .enabled(if: Corpus.folder != nil))
    func bar() throws {
        var hits: [String: Int] = [:]
        var misses: [String: [String]] = [:]
        var lines: [String] = []
        for expected in try Corpus.expectations() {
            let mail = Mail.parse(try Corpus.bytes(expected.file))
            let own = mail.ownWords()
            func count(_ field: String, _ hit: Bool?) {
                if hit == true { hits[field, default: 0] += 1 }
                if hit == false { misses[field, default: []].append(expected.file) }
            }
            count("subject", expected.subject.map { Corpus.squeezed($0) == Corpus.squeezed(mail.subject) })
            count("from", expected.from.map { $0.lowercased() == (mail.from?.address ?? "").lowercased() })
            count("text", expected.text.map { Corpus.squeezed($0) == Corpus.squeezed(own.text) })
            count("quoted", expected.quoted.map { $0 == own.quoted })
            count("readable", mail.problem == nil || expected.file.contains("/hostile/"))
            count("attachments", expected.attachments.map { $0 == mail.attachments.count })
            lines.append(try Self.line(expected.file, mail, own))
        }
        if let path = ProcessInfo.processInfo.environment["MIME_CORPUS_OUT"] {
            try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
        print("corpus:", hits)
        #expect(misses["subject"] == nil)
        #expect(misses["from"] == nil)
        #expect(misses["readable"] == nil)
        #expect(misses["attachments"] == nil)
        #expect(misses["quoted"] == nil)
        #expect(hits["text", default: 0] >= 179, "\(misses["text"] ?? [])")
    }

    /// A line in the form that the corpus' own score reads.
    private static func line(_ file: String, _ mail: Mail, _ own: (text: String, quoted: Bool)) throws -> String {
        struct Address: Encodable { var address: String }
        struct Line: Encodable {
            var file: String
            var subject: String
            var from: Address?
            var text: String
            var quoted: Bool
            var attachments: [String]
            var error: String?
        }
        let line = Line(
            file: file, subject: mail.subject, from: mail.from.map { Address(address: $0.address) }, text: own.text,
            quoted: own.quoted, attachments: mail.attachments.map(\.name), error: mail.problem)
        return String(decoding: try JSONEncoder().encode(line), as: UTF8.self)
    }
}
