import Configuration
import Correspondence
import Foundation
import Ledger

/// A refresh token that the provider has given in place of the configured one, kept beside the store (mode 0600).
///
/// It counts only for the token that it took the place of: a new login, which changes the configured one, beats it.
struct TokenFile: Sendable {
    let path: String

    private struct Kept: Codable {
        /// SHA-256 of the configured token that this one descends from.
        var from: String
        var token: String
    }

    init(_ mailbox: String, store: String) {
        let folder = (store as NSString).deletingLastPathComponent
        path = "\(folder)/oauth2/\(mailbox).json"
    }

    func token(insteadOf configured: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path),
            let kept = try? JSONDecoder().decode(Kept.self, from: data), kept.from == Self.digest(configured)
        else { return nil }
        return kept.token
    }

    /// Whole or not at all: written beside and renamed.
    func keep(_ token: String, insteadOf configured: String) throws {
        let data = try JSONEncoder().encode(Kept(from: Self.digest(configured), token: token))
        try SecretFile.write(Array(data), to: path)
    }

    private static func digest(_ token: String) -> String { Digest(of: Array(token.utf8)).description }
}

/// A file that only its owner may read, never half written.
enum SecretFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw Trouble(path: folder) }
        let part = "\(path).part-\(getpid())"
        unlink(part)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Trouble(path: part) }
        let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let isWhole = written == bytes.count && fsync(descriptor) == 0
        let trouble = Trouble(path: part)
        close(descriptor)
        guard isWhole, rename(part, path) == 0 else {
            unlink(part)
            throw trouble
        }
    }

    struct Trouble: Error, CustomStringConvertible {
        let path: String
        let words: String
        init(path: String) {
            self.path = path
            words = String(cString: strerror(errno))
        }
        var description: String { "\(path) cannot be written: \(words)" }
    }
}
