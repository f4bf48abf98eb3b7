import Correspondence
import Foundation
import Testing

@testable import Classifier

@Suite("A seller's own model")
struct OwnModelTests {
    /// A shop whose buyers say "Nestwechsel" and mean a return; what the shipped model cannot know.
    static let mails: [TrainingLine] = (0..<30).map { index in
        let more = ["bitte", "guten Tag", "hallo", "morgen", "heute", "wie besprochen"][index % 6]
        return TrainingLine(
            id: "\(index)", text: "Ich wünsche einen Nestwechsel, \(more), Nummer \(index).", label: .return,
            language: "de")
    }

    @Test("What corrections teach holds for mails that were held out, and costs nothing in general")
    func learns() throws {
        let result = try OwnTrainer.train(Self.mails, made: "2026-01-01T00:00:00Z")
        #expect(result.isBetter)
        #expect(result.heldOut.texts == 30)
        #expect(result.heldOut.after > result.heldOut.before)
        #expect(result.general.texts >= 45)
        let own = try Classifier.shipped(with: result.model)
        #expect(own.classify(ClassifierInput(text: "Ich wünsche einen Nestwechsel.")).kind == .return)
        let far = ClassifierInput(text: "Il pacco è arrivato aperto e mancano due pezzi.")
        #expect(own.classify(far).kind == .problem)
        #expect(result.model.header.mails == 30)
    }

    @Test("The same mails give the same file, byte by byte")
    func deterministic() throws {
        let first = try OwnTrainer.train(Self.mails, made: "now").model.encoded()
        #expect(try OwnTrainer.train(Self.mails, made: "now").model.encoded() == first)
        #expect(try OwnModel(first).encoded() == first)
    }

    @Test("Confirmations alone make nothing better, so nothing is adopted")
    func confirmationsOnly() throws {
        let shipped = try Classifier.shipped()
        let mails = try OwnTrainer.heldOutSample().map { line in
            var line = line
            line.label = Label(shipped.classify(ClassifierInput(text: line.text)).kind)
            return line
        }
        #expect(try !OwnTrainer.train(mails, made: "now").isBetter)
    }

    @Test("Too few mails are refused with the least number")
    func tooFew() {
        #expect(throws: OwnTrainingError.tooFew(3)) {
            _ = try OwnTrainer.train(Array(Self.mails.prefix(3)), made: "now")
        }
        #expect("\(OwnTrainingError.tooFew(3))".contains("at least 20"))
    }

    @Test("A file cut short, altered, of another version, another base or another sort is refused for that reason")
    func refused() throws {
        let good = try OwnTrainer.train(Self.mails, made: "now").model.encoded()
        #expect(throws: OwnModelError.cutShort) { try OwnModel(good.dropLast(9)) }
        #expect(throws: OwnModelError.notAnOwnModel) { try OwnModel(Data("replydML....".utf8)) }
        #expect(throws: OwnModelError.notAnOwnModel) { try OwnModel(Data()) }
        var other = good
        other[8] = 9
        #expect(throws: OwnModelError.otherVersion(found: 9, readable: 1)) { try OwnModel(other) }
        for place in stride(from: 20, to: good.count, by: good.count / 7) {
            var altered = good
            altered[place] ^= 0x10
            #expect(throws: OwnModelError.altered) { try OwnModel(altered) }
        }
        for length in stride(from: 0, to: good.count, by: good.count / 11) {
            #expect(throws: OwnModelError.self) { try OwnModel(good.prefix(length)) }
        }
        let header = OwnModel.Header(base: "0123456789abcdef", made: "now", mails: 20, corrected: 1)
        let shipped = try Classifier.shippedDigest()
        #expect(throws: OwnModelError.otherBase(made: "0123456789abcdef", shipped: shipped)) {
            _ = try Classifier.shipped(with: OwnModel(header: header, weights: [:]))
        }
    }
}
