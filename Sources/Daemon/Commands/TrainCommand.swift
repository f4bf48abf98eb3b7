import Classifier
import Foundation

/// `replyd train`: a model from labelled lines; the same lines and seed give the same file, byte by byte.
public enum TrainCommand {
    public static func run(data: [String], out: String, seed: UInt64) throws {
        let lines: [TrainingLine]
        let model: Data
        do {
            lines = try TrainingLines.read(data.map { URL(fileURLWithPath: $0) })
            model = try Trainer.train(lines, seed: seed) { CommandOutput.tell($0) }.encoded()
        } catch {
            throw CommandEnd.failed("\(error)")
        }
        do { try model.write(to: URL(fileURLWithPath: out), options: .atomic) } catch {
            throw CommandEnd.failed("\(out): \(error.localizedDescription)")
        }
        CommandOutput.write("\(out): \(model.count) bytes from \(lines.count) texts")
    }
}

/// `replyd evaluate`: how well a model does on labelled lines that it has not learnt from.
public enum EvaluateCommand {
    /// - Parameters:
    ///   - predictions: a file for one `{"id","label","confidence"}` a line.
    ///   - model: another model than the shipped one.
    public static func run(files: [String], predictions: String?, model: String?, json: Bool) throws {
        do {
            let classifier =
                try model.map { try Classifier(model: Data(contentsOf: URL(fileURLWithPath: $0))) } ?? .shipped()
            let lines = try TrainingLines.read(files.map { URL(fileURLWithPath: $0) })
            let said = Evaluation.predict(lines, with: classifier)
            if let predictions { try write(said, to: predictions) }
            let evaluation = Evaluation(lines, said)
            guard json else { return CommandOutput.write("\(evaluation)") }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            CommandOutput.write(String(decoding: try encoder.encode(evaluation), as: UTF8.self))
        } catch {
            throw CommandEnd.failed("\(error)")
        }
    }

    private static func write(_ predictions: [Evaluation.Prediction], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try predictions.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
