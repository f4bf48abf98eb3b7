import Foundation

/// A private pymap on loopback: an IMAP server of another make, written in Python, mail in memory.
///
/// From PyPI (`pip install pymap`); found on the PATH, or where the environment variable `PYMAP` says.
public final class Pymap: Sendable {
    public let port: Int
    public let user = "demouser"
    public let password = "demopass"
    private let certificates: Certificates
    private let process: ServerProcess

    /// The certificate authority a client must trust.
    public var caFile: String { certificates.ca.path }

    /// The program; nil where it is not installed.
    public static var program: String? {
        if let named = ProcessInfo.processInfo.environment["PYMAP"] { return named }
        return BedFolder.has("pymap") ? "pymap" : nil
    }

    /// Starts one under `parent`, with STARTTLS.
    public static func start(in parent: URL) async throws -> Pymap {
        guard let program else { throw BedError(description: "pymap is not installed") }
        let pymap = try Pymap(in: parent.appendingPathComponent("pymap"), program: program)
        try await pymap.process.waitUntilOpen(pymap.port)
        return pymap
    }

    private init(in folder: URL, program: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificates = try Certificates(in: folder.appendingPathComponent("tls"))
        port = try Port.free()
        process = try ServerProcess(
            [
                program, "--no-service", "admin", "--no-service", "managesieve", "--host", "127.0.0.1", "--port",
                "\(port)",
                "--cert", certificates.certificate.path, "--key", certificates.key.path, "dict",
                "--demo-data",
            ], output: folder.appendingPathComponent("output.log"))
    }

    /// Ends the server and returns when it is gone.
    public func stop() async {
        await process.stop()
    }
}
