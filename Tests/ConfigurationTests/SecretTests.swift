import Foundation
import Testing

@testable import Configuration

@Suite("Secrets")
struct SecretTests {
    /// A folder of its own for each test.
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "secrets-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func file(_ name: String, _ text: String, mode: Int) throws -> String {
        let path = "\(folder)/\(name)"
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        #expect(made)
        return path
    }

    private func error(_ source: SecretSource) -> String {
        do {
            _ = try source.resolve(credentialsDirectory: nil, environment: [:])
            return "resolved"
        } catch {
            return "\(error)"
        }
    }

    @Test("a secret never prints, however it is printed")
    func silent() {
        let secret = Secret("geheim")
        var dumped = ""
        dump([secret], to: &dumped)
        #expect("\(secret) \(String(reflecting: secret)) \([secret]) \(dumped)".contains("geheim") == false)
        #expect("\(secret)" == "•••")
        #expect(secret.reveal() == "geheim")
    }

    @Test("a credential is a file in the credentials directory; one line end is taken off")
    func credential() throws {
        _ = try file("main", "ge heim \n", mode: 0o400)
        let secret = try SecretSource.credential("main").resolve(credentialsDirectory: folder, environment: [:])
        #expect(secret.reveal() == "ge heim ")
    }

    @Test("without a credentials directory the error says how to get one")
    func noDirectory() {
        #expect(
            error(.credential("main"))
                == "credential main: there is no CREDENTIALS_DIRECTORY; start replyd by systemd with "
                + "LoadCredential=main:/path/of/the/file")
    }

    @Test("a file may be read by its owner and group", arguments: [0o600, 0o640, 0o400])
    func privateFile(mode: Int) throws {
        let path = try file("\(mode)", "geheim", mode: mode)
        #expect(try SecretSource.file(path).resolve().reveal() == "geheim")
    }

    @Test("a file that others can read or change is refused", arguments: [0o644, 0o604, 0o602])
    func openFile(mode: Int) throws {
        let path = try file("\(mode)", "geheim", mode: mode)
        #expect(error(.file(path)).hasSuffix("chmod 0600 \(path)"))
    }

    @Test("missing, empty, of several lines, or not text: each has its own error, without the content")
    func unusable() throws {
        #expect(error(.file("\(folder)/none")).contains("does not exist"))
        #expect(error(.file(try file("empty", "\n", mode: 0o600))).contains("it is empty"))
        let several = error(.file(try file("several", "geheim\nuser: x\n", mode: 0o600)))
        #expect(several.contains("several lines") && !several.contains("geheim"))
        #expect(
            error(.environment("REPLYD_NONE"))
                == "environment variable REPLYD_NONE: REPLYD_NONE is not set; set it for the service")
    }

    @Test("an environment variable")
    func variable() throws {
        #expect(try SecretSource.environment("P").resolve(environment: ["P": "geheim"]).reveal() == "geheim")
    }

    @Test("a command's output, its arguments taken as they are")
    func command() throws {
        let source = SecretSource.command(["printf", "%s\\n", "$HOME; geheim"])
        #expect(try source.resolve().reveal() == "$HOME; geheim")
    }

    @Test("a command that fails tells the first line of its standard error and nothing of its output")
    func failingCommand() {
        let text = error(.command(["sh", "-c", "echo geheim; echo locked >&2; echo more >&2; exit 3"]))
        #expect(text == "command sh: it ended with exit status 3: locked; run it as the service's user")
        #expect(
            error(.command(["/nowhere/program"]))
                == "command /nowhere/program: it cannot be run: No such file or directory; write its whole path")
        #expect(error(.command(["no-such-program-anywhere"])).contains("it cannot be run"))
    }

    @Test("a command that does not end is ended", .timeLimit(.minutes(5)))
    func endlessCommand() {
        let command = SecretCommand(words: ["sleep", "1000"], source: .command(["sleep"]), limit: 0.2)
        #expect(throws: SecretError.self) { try command.output() }
    }

    @Test("a command that leaves a process holding its output is not waited for", .timeLimit(.minutes(5)))
    func orphan() {
        let command = SecretCommand(
            words: ["sh", "-c", "echo geheim; sleep 1000 & exit 0"], source: .command(["sh"]), limit: 0.2)
        #expect(throws: SecretError.self) { try command.output() }
    }
}
