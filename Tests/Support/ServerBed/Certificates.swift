import Foundation

/// A throw-away certificate authority and one server certificate by it, made with the openssl command.
public struct Certificates: Sendable {
    /// The authority's certificate: what a client must trust.
    public let ca: URL
    public let certificate: URL
    public let key: URL

    /// Makes both in `folder`. The server's certificate is for `host` (and 127.0.0.1 where that is localhost).
    public init(in folder: URL, host: String = "localhost") throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ca = folder.appendingPathComponent("ca.pem")
        certificate = folder.appendingPathComponent("cert.pem")
        key = folder.appendingPathComponent("key.pem")
        let elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try run(
            ["openssl", "req", "-x509"] + elliptic + [
                "-keyout", "ca-key.pem", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Bed authority",
            ], in: folder)
        try run(
            ["openssl", "req"] + elliptic + ["-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=\(host)"],
            in: folder)
        let names = host == "localhost" ? "DNS:localhost,IP:127.0.0.1" : "DNS:\(host)"
        try Data("subjectAltName=\(names)\n".utf8).write(to: folder.appendingPathComponent("names.cnf"))
        try run(
            [
                "openssl", "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca-key.pem",
                "-CAcreateserial", "-days", "30", "-extfile", "names.cnf", "-out", "cert.pem",
            ], in: folder)
    }
}
