import Classifier
import Configuration
import Correspondence
import Foundation
import Ledger

/// `replyd train --from-ledger`: a seller's own model from what people corrected and confirmed, adopted only where it
/// is better.
public enum OwnTrainCommand {
    /// - Parameter out: where the model is put (default: where the daemon looks for it).
    public static func run(configuration path: String, out: String?) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let store = configuration.storePath
        guard FileManager.default.fileExists(atPath: store) else {
            throw CommandEnd.failed("there is no store at \(store): nothing has been corrected yet")
        }
        try StoreOwner.become(store: store)
        let result: OwnTrainer.Result
        do {
            let mails = try await SQLiteLedger.open(readOnly: store).labelledMails()
            result = try OwnTrainer.train(mails.map(TrainingLine.init), made: SystemClock().now.iso8601)
        } catch {
            throw CommandEnd.failed("no model was made: \(error)")
        }
        CommandOutput.write(
            "corrected and confirmed mails, each held out once: \(words(result.heldOut))\n"
                + "the sample that comes with replyd: \(words(result.general))")
        guard result.isBetter else {
            throw CommandEnd.failed("the own model is not better, so it is not adopted; nothing was changed")
        }
        let target = out ?? configuration.modelPath
        do { try PrivateFile.replace(target, with: try result.model.encoded()) } catch {
            throw CommandEnd.failed("\(target): \(error)")
        }
        CommandOutput.write("\(target): adopted; the daemon takes it with replyd reload")
    }

    private static func words(_ figures: OwnTrainer.Figures) -> String {
        "\(figures.texts) texts, right with the shipped model \(figures.before), with the own one \(figures.after)"
    }
}

extension TrainingLine {
    fileprivate init(_ mail: LabelledMail) {
        self.init(
            id: "mail \(mail.message)", text: mail.words, label: Label(mail.correction.kind),
            language: mail.language ?? "", group: mail.conversation?.value)
    }
}

/// A file that its owner writes, its group reads, and nobody ever sees half of.
enum PrivateFile {
    static func replace(_ path: String, with data: Data) throws {
        let draft = "\(path).\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SystemError("make \(draft)") }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: data)
            guard fchmod(descriptor, 0o640) == 0, fsync(descriptor) == 0 else { throw SystemError("write \(draft)") }
            try file.close()
            guard rename(draft, path) == 0 else { throw SystemError("put \(draft) in place") }
        } catch {
            unlink(draft)
            throw error
        }
    }
}

private struct SystemError: Error, CustomStringConvertible {
    let description: String

    init(_ what: String) { description = "cannot \(what): \(String(cString: strerror(errno)))" }
}
