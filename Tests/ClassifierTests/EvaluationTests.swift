import Correspondence
import Foundation
import Testing

@testable import Classifier

@Suite("Evaluation")
struct EvaluationTests {
    func evaluate(_ rows: [(Label, Label, Double)]) -> Evaluation {
        Evaluation(
            rows.enumerated().map { TrainingLine(id: "\($0)", text: "", label: $1.0, language: "en") },
            rows.enumerated().map { Evaluation.Prediction(id: "\($0)", label: $1.1, confidence: $1.2) })
    }

    @Test("Accuracy, F1 and the confusion matrix are counted by hand")
    func figures() {
        let result = evaluate([
            (.claim, .claim, 0.95), (.claim, .problem, 0.55), (.problem, .problem, 0.85), (.problem, .problem, 0.85),
        ])
        #expect(result.accuracy == 0.75)
        #expect(result.confusion[Label.claim.index][Label.problem.index] == 1)
        let claim = result.classes[Label.claim.index]
        #expect(claim.precision == 1 && claim.recall == 0.5)
        #expect(abs(result.macroF1 - (2.0 / 3 + 0.8) / 2) < 1e-12)
        #expect(abs(result.calibrationError - (0.25 * 0.05 + 0.25 * 0.55 + 0.5 * 0.15)) < 1e-12)
    }

    @Test("Coverage takes the surest texts first, and equal confidence together")
    func coverage() {
        let result = evaluate([
            (.claim, .claim, 0.9), (.claim, .claim, 0.8), (.claim, .other, 0.7), (.other, .other, 0.7),
        ])
        #expect(result.coverageAt98 == 0.5)
    }

    @Test("No texts give no figures and no crash")
    func empty() {
        let result = evaluate([])
        #expect(result.accuracy == 0 && result.macroF1 == 0 && result.coverageAt95 == 0)
    }

    /// Mails of another hand than the training files, never learnt from.
    @Test("The shipped model reaches its bar on mails that it has never seen")
    func bar() throws {
        let url = try #require(
            Bundle.module.url(forResource: "mails-dev", withExtension: "jsonl", subdirectory: "Fixtures"))
        let lines = try TrainingLines.read([url])
        let result = Evaluation(lines, Evaluation.predict(lines, with: try Classifier.shipped()))
        #expect(result.macroF1 >= 0.88, "\(result)")
        #expect(result.calibrationError <= 0.05, "\(result)")
        #expect(result.coverageAt98 >= 0.45, "\(result)")
    }
}
