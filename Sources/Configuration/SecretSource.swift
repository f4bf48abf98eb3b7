import Foundation

/// Where a password comes from; the configuration holds this and never the password.
public enum SecretSource: Hashable, Sendable {
    /// A file of that name in the service's credentials directory (systemd's `LoadCredential=`).
    case credential(String)
    /// A file by its whole path, not readable by others.
    case file(String)
    /// What a program prints; run without a shell.
    case command([String])
    /// An environment variable.
    case environment(String)

    /// The secret itself, without the line end that follows it. Blocks: up to 30 seconds for a command.
    ///
    /// - Throws: why there is none, and what to do; never a part of it.
    public func resolve(
        credentialsDirectory: String? = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SecretError) -> Secret {
        switch self {
        case .credential(let name):
            guard let credentialsDirectory else {
                throw SecretError(
                    source: self, problem: "there is no CREDENTIALS_DIRECTORY",
                    remedy: "start replyd by systemd with LoadCredential=\(name):/path/of/the/file")
            }
            return try read("\(credentialsDirectory)/\(name)", checkingMode: false)
        case .file(let path): return try read(path, checkingMode: true)
        case .command(let words): return try secret(SecretCommand(words: words, source: self).output())
        case .environment(let name):
            guard let value = environment[name] else {
                throw SecretError(source: self, problem: "\(name) is not set", remedy: "set it for the service")
            }
            return try secret(Data(value.utf8))
        }
    }

    private func read(_ path: String, checkingMode: Bool) throws(SecretError) -> Secret {
        if checkingMode, let flaw = Surroundings.system.flaw(ofSecretFile: path) {
            throw SecretError(source: self, problem: flaw.problem, remedy: flaw.remedy)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        let why = descriptor < 0 ? String(cString: strerror(errno)) : "it is no file"
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard descriptor >= 0, let bytes = try? handle.readToEnd() ?? Data() else {
            throw SecretError(
                source: self, problem: "\(path) cannot be read: \(why)", remedy: "let the service's user read it")
        }
        return try secret(bytes)
    }

    private func secret(_ bytes: Data) throws(SecretError) -> Secret {
        guard var text = String(data: bytes, encoding: .utf8), !text.contains("\0") else {
            throw SecretError(
                source: self, problem: "what it holds is not UTF-8 text", remedy: "put only the password there")
        }
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        guard !text.isEmpty else {
            throw SecretError(source: self, problem: "it is empty", remedy: "put the password there")
        }
        guard !text.contains(where: \.isNewline) else {
            throw SecretError(
                source: self, problem: "it has several lines", remedy: "leave only the password, on one line")
        }
        return Secret(text)
    }
}

extension SecretSource: CustomStringConvertible {
    /// Its kind and place, as `check` and errors name it.
    public var description: String {
        switch self {
        case .credential(let name): "credential \(name)"
        case .file(let path): "file \(path)"
        case .command(let words): "command \(words.first ?? "")"
        case .environment(let name): "environment variable \(name)"
        }
    }
}

/// A password or token. It prints as `•••` wherever it is printed.
public struct Secret: Sendable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// The secret, for the one place that hands it to the server.
    public func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a secret could not be had.
public struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
    public var source: SecretSource
    public var problem: String
    public var remedy: String

    public var description: String { "\(source): \(problem); \(remedy)" }
}
