import Foundation

/// What the configuration asks about the machine: only whether files are there and who may read them.
///
/// Handed in, so that the same text gives the same answer in every test.
public struct Surroundings: Sendable {
    /// What stands at a path.
    public enum Entry: Hashable, Sendable {
        /// Mode bits as `stat` gives them.
        case file(mode: UInt32)
        case folder
        case missing
        /// Not to be seen by this user.
        case unknown
    }

    public var entry: @Sendable (_ path: String) -> Entry

    public init(entry: @escaping @Sendable (_ path: String) -> Entry) { self.entry = entry }

    /// Knows nothing, so nothing on the machine is wrong: for text that will be used elsewhere.
    public static let unknown = Surroundings { _ in .unknown }

    /// This machine as this user sees it.
    public static let system = Surroundings { path in
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR ? .missing : .unknown }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file(mode: status.st_mode & 0o7777)
    }

    /// Why a file must not hold a secret; `nil` where nothing speaks against it.
    func flaw(ofSecretFile path: String) -> (problem: String, remedy: String)? {
        switch entry(path) {
        case .missing: ("\(path) does not exist", "write the password into it, readable only by the service's user")
        case .folder: ("\(path) is a folder", "name the file that holds the password")
        case .file(let mode) where mode & 0o007 != 0:
            (
                "everybody on this machine can read or change \(path) (mode \(String(mode, radix: 8)))",
                "chmod 0600 \(path)"
            )
        case .file, .unknown: nil
        }
    }
}
