import Classifier
import Correspondence
import Foundation
import Reports

/// `replyd evaluate`: how well a model does on labelled lines that it has not learnt from.
public enum EvaluateCommand {
    /// - Parameters:
    ///   - predictions: a file for one `{"id","label","confidence"}` a line.
    ///   - html: a page to write.
    ///   - model: another model than the shipped one.
    public static func run(files: [String], predictions: String?, html: String?, model: String?, json: Bool) throws {
        do {
            let classifier =
                try model.map { try Classifier(model: Data(contentsOf: URL(fileURLWithPath: $0))) } ?? .shipped()
            let lines = try TrainingLines.read(files.map { URL(fileURLWithPath: $0) })
            let said = Evaluation.predict(lines, with: classifier)
            if let predictions { try write(said, to: predictions) }
            let evaluation = Evaluation(lines, said)
            if let html { try page(evaluation, lines, said, classifier, files, model).write(to: html) }
            guard json else { return CommandOutput.write("\(evaluation)") }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            CommandOutput.write(String(decoding: try encoder.encode(evaluation), as: UTF8.self))
        } catch {
            throw CommandEnd.failed("\(error)")
        }
    }

    private static func page(
        _ evaluation: Evaluation, _ lines: [TrainingLine], _ said: [Evaluation.Prediction], _ classifier: Classifier,
        _ files: [String], _ model: String?
    ) -> EvaluationPage {
        let wrong = zip(lines, said).filter { $0.label != $1.label }
            .sorted { $0.1.confidence > $1.1.confidence }.prefix(EvaluationPage.mostMistakes)
        let mistakes = wrong.map { line, prediction in
            EvaluationPage.Mistake(
                id: line.id, language: line.language, text: line.text, truth: line.label, said: prediction.label,
                confidence: prediction.confidence,
                because: classifier.classify(ClassifierInput(text: line.text)).because)
        }
        let names = files.map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: ", ")
        return EvaluationPage(evaluation, mistakes: mistakes, subtitle: "\(model ?? "the shipped model") on \(names)")
    }

    private static func write(_ predictions: [Evaluation.Prediction], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try predictions.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

extension EvaluationPage {
    fileprivate func write(to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
