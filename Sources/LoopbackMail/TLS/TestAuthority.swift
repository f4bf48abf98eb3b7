import Foundation
import NIOSSL

/// A certificate authority for tests, made at run time in a folder that goes with it; clients trust `caFile`.
///
/// ```swift
/// let authority = try await TestAuthority()
/// let server = IMAPServer(store: store, security: .implicit(try await authority.identity()))
/// ```
public final class TestAuthority: Sendable {
    /// What is wrong with a certificate.
    public enum Flaw: Sendable, CaseIterable {
        /// It ended years ago.
        case expired

        /// It is for `elsewhere.example`.
        case otherHost

        /// No authority stands behind it.
        case selfSigned
    }

    /// The authority's own certificate in PEM, for a client's `ca_file`.
    public var caFile: String { path("ca.pem") }

    private let folder: URL

    /// Makes the authority with the `openssl` program.
    ///
    /// - Throws: `TestAuthorityError` with openssl's own words.
    public init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try await openssl(
            ["req", "-x509", "-days", "3650", "-subj", "/CN=Loopback test authority"]
                + ["-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", "ca.pem"]
                + TestAuthority.newKey("ca.key"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A key and a certificate for a server on this machine, or one with a flaw.
    public func identity(
        for hosts: [String] = ["localhost"], addresses: [String] = ["127.0.0.1"], flaw: Flaw? = nil
    ) async throws -> ServerIdentity {
        let hosts = flaw == .otherHost ? ["elsewhere.example"] : hosts
        let addresses = flaw == .otherHost ? [] : addresses
        let names = hosts.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        let name = UUID().uuidString
        let subject = "/CN=\(hosts.first ?? "localhost")"
        if flaw == .selfSigned {
            try await openssl(
                ["req", "-x509", "-days", "3650", "-subj", subject, "-out", "\(name).pem"]
                    + ["-addext", "subjectAltName=" + names.joined(separator: ",")]
                    + TestAuthority.newKey("\(name).key"))
        } else {
            try await openssl(
                ["req", "-new", "-subj", subject, "-out", "\(name).csr"] + TestAuthority.newKey("\(name).key"))
            let extensions = """
                subjectAltName = \(names.joined(separator: ","))
                extendedKeyUsage = serverAuth
                basicConstraints = CA:FALSE
                """
            try Data(extensions.utf8).write(to: folder.appendingPathComponent("\(name).ext"))
            let configuration = TestAuthority.configuration(name)
            try Data(configuration.utf8).write(to: folder.appendingPathComponent("\(name).cnf"))
            try Data().write(to: folder.appendingPathComponent("\(name).index"))
            try await openssl(
                ["ca", "-batch", "-notext", "-config", "\(name).cnf", "-cert", "ca.pem", "-keyfile", "ca.key"]
                    + ["-rand_serial", "-in", "\(name).csr", "-out", "\(name).pem", "-extfile", "\(name).ext"]
                    + ["-startdate", "20200101000000Z"]
                    + ["-enddate", flaw == .expired ? "20200102000000Z" : "20991231000000Z"])
        }
        return try ServerIdentity(certificate: path("\(name).pem"), key: path("\(name).key"))
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private static func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", name]
    }

    /// What `openssl ca` must be told; it alone can set both dates of a certificate in OpenSSL 3.0. Each certificate
    /// has a book of its own, so that several can be made at once.
    private static func configuration(_ name: String) -> String {
        """
        [ca]
        default_ca = authority
        [authority]
        new_certs_dir = .
        database = \(name).index
        serial = \(name).serial
        default_md = sha256
        policy = names
        [names]
        commonName = supplied
        """
    }

    private func openssl(_ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        let words = folder.appendingPathComponent("openssl-\(UUID().uuidString).log")
        try Data().write(to: words)
        let output = try FileHandle(forWritingTo: words)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        guard status == 0 else {
            let said = (try? String(contentsOf: words, encoding: .utf8)) ?? ""
            throw TestAuthorityError(command: arguments.first ?? "", status: status, words: said)
        }
    }
}

/// A server's certificate and key, ready for use.
public struct ServerIdentity: Sendable {
    let context: NIOSSLContext

    /// Reads both from PEM files.
    public init(certificate: String, key: String) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: key, format: .pem)
        context = try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    }
}

/// The openssl program refused.
public struct TestAuthorityError: Error, Sendable, CustomStringConvertible {
    public let command: String
    public let status: Int32

    /// What it printed.
    public let words: String

    public var description: String { "openssl \(command) ended with \(status): \(words)" }
}
