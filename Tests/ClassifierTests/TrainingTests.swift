import Correspondence
import Foundation
import Testing

@testable import Classifier

@Suite("Labelled texts")
struct TrainingLineTests {
    func parse(_ text: String) throws -> [TrainingLine] {
        try TrainingLines.parse(Data(text.utf8), file: "mails.jsonl")
    }

    @Test("A line has a text and a label; empty lines are passed over")
    func lines() throws {
        let lines = try parse(
            """
            {"id":"en-c-1","text":"Where is it?","label":"inquiry","lang":"en","group":7}

            {"text":"Broken","label":"problem"}
            """)
        #expect(lines.map(\.label) == [.inquiry, .problem])
        #expect(lines.map(\.group) == ["en-c:7", "mails.jsonl:3"])
    }

    @Test("A broken line is told by file and line")
    func broken() throws {
        #expect(throws: TrainingError.self) { try parse("{\"text\":\"a\",\"label\":\"claim\"}\n{\"text\":") }
        do {
            _ = try parse("{\"text\":\"a\",\"label\":\"claim\"}\n{\"label\":\"claim\"}")
            Issue.record("a line without text was taken")
        } catch let error as TrainingError {
            #expect(
                error.description
                    == "mails.jsonl:2: not a labelled text, one JSON object a line with text and label: "
                    + "the field “text” is missing")
        }
    }

    @Test("An unknown label is told by file and line")
    func unknownLabel() {
        #expect(throws: TrainingError.unknownLabel(file: "mails.jsonl", line: 1, label: "refund")) {
            try parse("{\"text\":\"a\",\"label\":\"refund\"}")
        }
    }

    @Test("A missing file is told by name")
    func missing() {
        #expect {
            try TrainingLines.read([URL(fileURLWithPath: "/nowhere/at-all.jsonl")])
        } throws: { "\($0)".hasPrefix("at-all.jsonl cannot be read") }
    }

    @Test("A label without texts is refused")
    func emptyClass() throws {
        let lines = Small.lines.filter { $0.label != .claim }
        #expect(throws: TrainingError.emptyClass(.claim, count: 0)) { try Trainer.train(lines) }
    }
}

@Suite("Training and its model file")
struct ModelFileTests {
    static let file = Result { try Trainer.train(Small.lines, seed: 3) }

    @Test("The same texts and seed give the same bytes")
    func deterministic() throws {
        #expect(try Self.file.get().encoded() == Trainer.train(Small.lines, seed: 3).encoded())
    }

    @Test("A model survives being written and read")
    func roundTrip() throws {
        let file = try Self.file.get()
        let before = try Classifier(file)
        let after = try Classifier(model: file.encoded())
        for line in Small.lines {
            let input = ClassifierInput(text: line.text)
            #expect(before.classify(input) == after.classify(input))
        }
        #expect(try ModelFile(file.encoded()).header == file.header)
    }

    @Test("It has learnt what it was shown")
    func learnt() throws {
        let predictions = Evaluation.predict(Small.lines, with: try Classifier(Self.file.get()))
        #expect(Evaluation(Small.lines, predictions).accuracy > 0.95)
    }

    @Test("A file that is cut short, of another version, altered or no model is refused with the reason")
    func refused() throws {
        let bytes = try Self.file.get().encoded()
        #expect(throws: ModelError.cutShort) { try ModelFile(bytes.prefix(bytes.count / 2)) }
        #expect(throws: ModelError.cutShort) { try ModelFile(bytes.dropLast()) }
        #expect(throws: ModelError.cutShort) { try ModelFile(bytes + [0]) }
        #expect(throws: ModelError.notAModel) { try ModelFile(Data("hello".utf8)) }
        #expect(throws: ModelError.notAModel) { try ModelFile(Data()) }
        var other = bytes
        other[8] = 99
        #expect(throws: ModelError.otherVersion(found: 99, readable: 1)) { try ModelFile(other) }
        var altered = bytes
        altered[bytes.count - 100] ^= 1
        #expect(throws: ModelError.altered) { try ModelFile(altered) }
    }

    @Test("The shipped model says what it was made from and is at most 8 MB")
    func shipped() throws {
        let bytes = try Data(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../Sources/Classifier/Resources/model.replyd"))
        #expect(bytes.count <= 8_000_000)
        let sources = try ModelFile(bytes).header.sources
        #expect(sources.contains { $0.name == "own" && $0.licence == "CC0" })
        #expect(sources.allSatisfy { !$0.licence.isEmpty && $0.texts > 0 })
    }
}

/// A small world of labelled texts: twelve a label.
enum Small {
    static let lines: [TrainingLine] = {
        let sayings: [(Label, [String])] = [
            (
                .inquiry,
                ["does the %@ fit a small table?", "is the %@ in stock?", "could I get an invoice for the %@?"]
            ),
            (.return, ["I want to send the %@ back", "please send a return label for the %@", "the %@ is too small"]),
            (.problem, ["the %@ never arrived", "the %@ came broken", "a part of the %@ is missing"]),
            (
                .claim,
                ["my lawyer will sue for the %@", "I filed an A-to-z claim for the %@", "the police know of the %@"]
            ),
            (.other, ["we offer marketing for your %@", "our agency sells %@ reviews", "win a %@, click here now"]),
        ]
        return sayings.flatMap { label, patterns in
            patterns.flatMap { pattern in
                ["lamp", "chair", "kettle", "tent"].map { thing in
                    let text = pattern.replacingOccurrences(of: "%@", with: thing)
                    return TrainingLine(id: text, text: text, label: label, language: "en")
                }
            }
        }
    }()
}
