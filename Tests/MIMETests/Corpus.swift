import Foundation

@testable import MIME

/// The folder of mails that lies beside the repository on some machines.
enum Corpus {
    static let folder: URL? = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = repository.appendingPathComponent("../shared/corpus").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// One line of the expectations.
    struct Expectation: Decodable {
        var file: String
        var subject: String?
        var from: String?
        var text: String?
        var text_contains: [String]?
        var text_absent: [String]?
        var quoted: Bool?
        var attachments: Int?
    }

    static func expectations() throws -> [Expectation] {
        guard let folder else { return [] }
        let lines = try String(contentsOf: folder.appendingPathComponent("expect.jsonl"), encoding: .utf8)
        return try lines.split(separator: "\n").map { try JSONDecoder().decode(Expectation.self, from: Data($0.utf8)) }
    }

    static func bytes(_ file: String) throws -> [UInt8] {
        guard let folder else { return [] }
        return Array(try Data(contentsOf: folder.appendingPathComponent(file)))
    }

    /// White space squeezed, as the corpus compares.
    static func squeezed(_ text: String) -> String {
        text.split { $0.isWhitespace || $0 == "\u{200b}" || $0 == "\u{feff}" }.joined(separator: " ")
    }
}
