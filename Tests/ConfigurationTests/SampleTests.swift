import Configuration
import Correspondence
import Foundation
import Testing

/// `systemd/replyd.toml` is the manual: what it says must be true.
@Suite("The sample configuration")
struct SampleTests {
    private let lines: [String]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let text = try String(contentsOf: root.appending(path: "systemd/replyd.toml"), encoding: .utf8)
        lines = text.components(separatedBy: "\n")
    }

    @Test("as it is, it parses without a warning, and says what is the default anyway")
    func asItIs() throws {
        let sample = try parse(lines.joined(separator: "\n"))
        #expect(sample.warnings == [])
        #expect(sample.effective() == (try parse(least).effective()))
    }

    @Test("with every commented key in force it parses")
    func uncommented() throws {
        let configuration = try parse(lines.map(uncomment).joined(separator: "\n"))
        #expect(configuration.mailbox("main")?.rules(.inquiry).window.replyWithin == .seconds(20 * 3600))
        #expect(configuration.digest?.at == [8 * 60 + 30, 13 * 60, 17 * 60])
    }

    @Test("so do its alternatives to the password and to smtp_auth")
    func alternatives() throws {
        let text = lines.filter { !$0.hasPrefix("password =") }.map { line in
            line.hasPrefix("# instead: ") ? String(line.dropFirst(11)) : line
        }
        let mailbox = try #require(try parse(text.joined(separator: "\n")).mailbox("main"))
        guard case .oauth2 = mailbox.login else {
            Issue.record("no oauth2")
            return
        }
        #expect(mailbox.smtpLogin == .own(username: "relay", password: .credential("relay")))
    }

    @Test("a default that a comment shows is the default", arguments: Kind.allCases)
    func defaults(kind: Kind) throws {
        // Examples of keys that have no default, and the tables that exist only when written.
        let examples = ["name", "holidays", "address", "addresses", "reply_within = \"20h\""]
        let shown = lines.filter { line in !examples.contains { line.hasPrefix("#\($0)") } }.map(uncomment)
        let rules = try parse(shown.joined(separator: "\n")).rules(mailbox: "main", kind: kind)
        #expect(rules == (try parse(least).rules(mailbox: "main", kind: kind)))
    }

    /// `#key = …` and `#[table]`, but no sentence.
    private func uncomment(_ line: String) -> String {
        guard line.hasPrefix("#"), let next = line.dropFirst().first, next != " " else { return line }
        return String(line.dropFirst())
    }
}
