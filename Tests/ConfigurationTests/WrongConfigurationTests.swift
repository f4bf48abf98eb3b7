import Configuration
import Foundation
import Testing

/// `Wrong/NAME.toml` and beside it `Wrong/NAME.expected`, what `replyd check` says to it, to the letter.
@Suite("A wrong configuration is refused, with all that is wrong and what would be right")
struct WrongConfigurationTests {
    private static let folder = Bundle.module.resourceURL?.appending(path: "Wrong")

    static let names: [String] = {
        let entries = try? FileManager.default.contentsOfDirectory(atPath: folder?.path ?? "")
        return (entries ?? []).filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// The machine on which they are read.
    static let machine = Surroundings { path in
        switch path {
        case "/etc/replyd/readable.password": .file(mode: 0o644)
        case "/etc/replyd/missing.password", "/etc/replyd/missing.pem", "/var/log/nowhere": .missing
        default: .unknown
        }
    }

    @Test("at least 24 wrong configurations are there to try")
    func enough() {
        #expect(Self.names.count >= 24)
    }

    @Test("each has its own readable errors", arguments: names)
    func refused(name: String) throws {
        let folder = try #require(Self.folder)
        let text = try String(contentsOf: folder.appending(path: "\(name).toml"), encoding: .utf8)
        let expected = try String(contentsOf: folder.appending(path: "\(name).expected"), encoding: .utf8)
        let errors = #expect(throws: ConfigurationErrors.self) {
            try Configuration.parse(text, file: "replyd.toml", surroundings: Self.machine)
        }
        #expect("\(errors.map { "\($0)" } ?? "accepted")\n" == expected)
    }
}
