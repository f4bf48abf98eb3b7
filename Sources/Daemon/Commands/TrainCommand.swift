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
