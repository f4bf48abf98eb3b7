import Foundation
import LoopbackMail

/// A program of another make, run as a client.
struct Tool {
    let path: String

    /// Nil where the program is not on this machine.
    init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard
            let found = folders.map({ "\($0)/\(name)" })
                .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
        else { return nil }
        path = found
    }

    /// Runs it to its end.
    ///
    /// - Returns: its status, and all it has said on both outputs.
    func run(_ arguments: [String], input: String = "") async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let folder = FileManager.default.temporaryDirectory
        let said = folder.appendingPathComponent("said-\(UUID().uuidString)")
        let given = folder.appendingPathComponent("given-\(UUID().uuidString)")
        try Data().write(to: said)
        try Data(input.utf8).write(to: given)
        defer {
            try? FileManager.default.removeItem(at: said)
            try? FileManager.default.removeItem(at: given)
        }
        let output = try FileHandle(forWritingTo: said)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = try FileHandle(forReadingFrom: given)
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return (status, String(decoding: try Data(contentsOf: said), as: UTF8.self))
    }

    /// A script of the tests' Clients folder.
    static func script(_ name: String) -> String {
        Bundle.module.bundleURL.appendingPathComponent("Clients/\(name)").path
    }

    static let python = Tool("python3")
    static let curl = Tool("curl")
}

/// How a client reaches a server.
enum Way: String, CaseIterable {
    case plain, starttls, tls

    func security(_ authority: TestAuthority) async throws -> Security {
        switch self {
        case .plain: .none
        case .starttls: .startTLS(try await authority.identity())
        case .tls: .implicit(try await authority.identity())
        }
    }
}
