import Foundation

/// A private Dovecot on loopback: IMAP with STARTTLS, IMAP over TLS, and SASL for Postfix.
///
/// Any user name with the password `pass`; Maildirs under `folder/mail/USER`; IDLE, MOVE, CONDSTORE, SPECIAL-USE.
public final class Dovecot: Sendable {
    /// What a test may want otherwise.
    public struct Options: Sendable {
        /// Special-use folders that exist from the start, by name.
        public var specialUse = ["Sent": "\\Sent", "Drafts": "\\Drafts", "Junk": "\\Junk"]
        /// The host the certificate is for.
        public var certificateHost = "localhost"
        /// Capabilities the server keeps to itself: replaces the whole line where given.
        public var capabilities: String?
        /// Login in clear without TLS.
        public var plainLogin = true
        /// What personal folders begin with, and what parts their levels: `INBOX.` and `.` on many old servers.
        public var namespace: (prefix: String, separator: String)?
        /// Where bearer tokens are looked up (RFC 7662): OAUTHBEARER and XOAUTH2 are offered then.
        public var introspection: String?
        public init() {}
    }

    public let folder: URL
    public let imapPort: Int
    public let imapsPort: Int
    /// Where Postfix reaches Dovecot's SASL.
    public let saslPort: Int
    public let password = "pass"
    private let certificates: Certificates
    private let process: ServerProcess
    private let user: BedUser

    /// The certificate authority a client must trust.
    public var caFile: String { certificates.ca.path }
    /// The server's certificate and key, for a Postfix beside it.
    public var serverCertificates: Certificates { certificates }

    /// Whether Dovecot and openssl are installed.
    public static var isInstalled: Bool { BedFolder.has("dovecot") && BedFolder.has("openssl") }

    /// Starts one in a folder of its own under `parent`; returns when all ports are open.
    public static func start(in parent: URL, options: Options = Options()) async throws -> Dovecot {
        let dovecot = try Dovecot(in: parent.appendingPathComponent("dovecot"), options: options)
        for port in [dovecot.imapPort, dovecot.imapsPort, dovecot.saslPort] {
            try await dovecot.process.waitUntilOpen(port)
        }
        return dovecot
    }

    private init(in folder: URL, options: Options) throws {
        self.folder = folder
        user = try BedUser.current()
        let mail = folder.appendingPathComponent("mail")
        let run = folder.appendingPathComponent("run")
        for each in [folder, mail, run] {
            try FileManager.default.createDirectory(at: each, withIntermediateDirectories: true)
            chmod(each.path, 0o755)
        }
        user.own(mail)
        certificates = try Certificates(in: folder.appendingPathComponent("tls"), host: options.certificateHost)
        imapPort = try Port.free()
        imapsPort = try Port.free()
        saslPort = try Port.free()
        let configuration = folder.appendingPathComponent("dovecot.conf")
        let text = Self.configuration(
            folder: folder, user: user, certificates: certificates, ports: (imapPort, imapsPort, saslPort),
            options: options)
        try Data(text.utf8).write(to: configuration)
        if let introspection = options.introspection {
            let tokens = """
                introspection_mode = post
                introspection_url = \(introspection)
                username_attribute = username
                active_attribute = active
                active_value = true

                """
            try Data(tokens.utf8).write(to: folder.appendingPathComponent("oauth2.conf"))
        }
        process = try ServerProcess(
            ["/usr/sbin/dovecot", "-F", "-c", configuration.path], output: folder.appendingPathComponent("output.log"))
    }

    /// Ends the server and returns when it is gone.
    public func stop() async {
        await process.stop()
    }

    /// Files a mail as a local delivery would, into the inbox or a folder of the user's.
    public func deliver(_ message: some Sequence<UInt8>, to user: String, folder: String = "INBOX") throws {
        let box = maildir(of: user, folder: folder)
        for part in ["tmp", "new", "cur"] {
            let url = box.appendingPathComponent(part)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            self.user.own(url)
        }
        self.user.own(maildir(of: user, folder: "INBOX"))
        self.user.own(box)
        let name = "\(Int(Date().timeIntervalSince1970)).\(UUID().uuidString).bed"
        let temporary = box.appendingPathComponent("tmp/\(name)")
        try Data(message).write(to: temporary)
        self.user.own(temporary)
        try FileManager.default.moveItem(at: temporary, to: box.appendingPathComponent("new/\(name)"))
    }

    /// The Maildir of a folder (`INBOX` is the user's own).
    public func maildir(of user: String, folder: String = "INBOX") -> URL {
        let root = self.folder.appendingPathComponent("mail/\(user)")
        return folder == "INBOX" ? root : root.appendingPathComponent(".\(folder)")
    }

    /// What the server has logged.
    public var log: String {
        (try? String(contentsOf: folder.appendingPathComponent("dovecot.log"), encoding: .utf8)) ?? ""
    }
}
