import Classifier
import Configuration
import Foundation

/// The classifier that the configuration asks for, and what it is called.
struct ModelInForce: Sendable {
    let classifier: Classifier
    /// For `status`, `check` and the log: `"/var/lib/replyd/model.replyd, made 2026-11-25T…, digest 01ab… on the shipped
    /// model 93c0…"`.
    let description: String

    /// `model` of the configuration, else `model.replyd` beside the store, else the shipped one.
    static func load(_ configuration: Configuration) throws -> ModelInForce {
        let path = configuration.modelPath
        let shipped = try Classifier.shippedDigest()
        guard configuration.model != nil || FileManager.default.fileExists(atPath: path) else {
            return ModelInForce(classifier: try .shipped(), description: "the shipped model, digest \(shipped)")
        }
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw ModelRefused(description: "model \(path): it cannot be read: \(error.localizedDescription)")
        }
        do {
            let own = try OwnModel(bytes)
            return ModelInForce(
                classifier: try .shipped(with: own),
                description: "\(path), made \(own.header.made) from \(own.header.mails) mails, "
                    + "digest \(OwnModel.digest(of: bytes)) on the shipped model \(shipped)")
        } catch {
            throw ModelRefused(description: "model \(path): \(error)")
        }
    }
}

extension Configuration {
    /// Where the seller's own model lies, or would.
    var modelPath: String {
        model ?? URL(fileURLWithPath: storePath).deletingLastPathComponent().appendingPathComponent("model.replyd").path
    }
}

private struct ModelRefused: Error, CustomStringConvertible {
    let description: String
}
