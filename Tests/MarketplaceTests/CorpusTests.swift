import Correspondence
import Foundation
import MIME
import Testing

@testable import Marketplace

/// The public mails of `../shared/corpus`, where they lie beside the repository.
enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/corpus")
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "expect.jsonl").path) }

    struct Expectation: Decodable {
        var file: String
        var source: String?
        var sourceNot: [String]?
        var isSourceClaimed: Bool
        var notice: String?
        var orders: [String]?
        var language: String?
        var text: String?

        enum CodingKeys: String, CodingKey {
            case file, source, notice, language, text
            case orders = "order_ids"
            case sourceNot = "source_not"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            file = try values.decode(String.self, forKey: .file)
            isSourceClaimed = values.contains(.source)
            source = try values.decodeIfPresent(String.self, forKey: .source)
            sourceNot = try values.decodeIfPresent([String].self, forKey: .sourceNot)
            notice = try values.decodeIfPresent(String.self, forKey: .notice)
            orders = try values.decodeIfPresent([String].self, forKey: .orders)
            language = try values.decodeIfPresent(String.self, forKey: .language)
            text = try values.decodeIfPresent(String.self, forKey: .text)
        }
    }

    static func expectations(in name: String) throws -> [Expectation] {
        let url = folder.appending(path: name)
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Expectation.self, from: Data($0.utf8))
        }
    }
}

@Suite("The public corpus", .enabled(if: Corpus.isPresent, "there is no ../shared/corpus"))
struct CorpusTests {
    let recogniser: Recogniser

    init() throws {
        recogniser = Recogniser(
            profiles: [try Profile.shipped("amazon")], accept: ["amazon"], authservID: nil, ownAddress: [])
    }

    @Test("No person is taken for a machine, and each mail for what it is")
    func sources() throws {
        var right = 0
        var claimed = 0
        var people: [String] = []
        var lines: [String] = []
        for expected in try Corpus.expectations(in: "expect.jsonl") {
            let url = Corpus.folder.appending(path: expected.file)
            let mail = Mail.parse(try Data(contentsOf: url))
            let found = recogniser.understand(mail)
            let source = found.recognition.source
            let machine = [.bounce, .autoReply, .list].contains(source) ? source.rawValue : nil
            lines.append(Self.line(expected.file, mail, found))
            if let not = expected.sourceNot, let machine { #expect(!not.contains(machine), "\(expected.file)") }
            guard expected.isSourceClaimed else { continue }
            claimed += 1
            if machine == expected.source {
                right += 1
            } else if expected.source == nil {
                people.append("\(expected.file): \(source.rawValue), \(found.because)")
            }
        }
        // For looking closer: `score.py expect.jsonl "$REPLYD_CORPUS_OUT" --misses source`.
        if let out = ProcessInfo.processInfo.environment["REPLYD_CORPUS_OUT"] {
            try lines.joined(separator: "\n").write(toFile: out, atomically: true, encoding: .utf8)
        }
        #expect(people.isEmpty)
        #expect(right == claimed && claimed == 852, "\(right) of \(claimed)")
    }

    @Test("Each marketplace mail is what it is, with its notice, orders, language and words")
    func marketplace() throws {
        for expected in try Corpus.expectations(in: "marketplace/expect.jsonl") {
            let url = Corpus.folder.appending(path: "marketplace/" + expected.file)
            let found = recogniser.understand(Mail.parse(try Data(contentsOf: url)))
            let source = found.recognition.source.rawValue
            #expect(source == expected.source, "\(expected.file)")
            if case .notice(let notice) = found.recognition {
                #expect(notice.type == expected.notice, "\(expected.file)")
            }
            if case .ownCopy(let copy) = found.recognition { #expect(copy.type == expected.notice, "\(expected.file)") }
            guard source == "buyer" || source == "notice" else { continue }
            #expect(Set(found.orderIDs.map(\.value)) == Set(expected.orders ?? []), "\(expected.file)")
            guard source == "buyer" else { continue }
            #expect(found.language == expected.language, "\(expected.file)")
            #expect(Self.squeezed(found.text) == Self.squeezed(expected.text ?? ""), "\(expected.file)")
        }
    }

    private static func squeezed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func line(_ file: String, _ mail: Mail, _ found: Understanding) -> String {
        let fields: [String: String?] = [
            "file": file, "source": found.recognition.source.rawValue, "subject": mail.subject, "text": found.text,
            "because": found.because.joined(separator: "; "), "error": mail.problem,
        ]
        let data = try? JSONEncoder().encode(fields)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
