import Foundation
import LoopbackMail

/// A small world for one story: mail servers on loopback, a configuration, and the real daemon as a process.
final class World: Sendable {
    let folder: URL
    let store: MailStore
    let account: Account
    let imap: IMAPServer
    let smtp: SMTPServer
    let caFile: String
    static let user = "support@shop.example"
    static let password = "sesame-of-the-shop"

    private init(folder: URL, store: MailStore, account: Account, imap: IMAPServer, smtp: SMTPServer, caFile: String) {
        self.folder = folder
        self.store = store
        self.account = account
        self.imap = imap
        self.smtp = smtp
        self.caFile = caFile
    }

    /// Runs a story in a world of its own; the world ends with it, whatever happens.
    static func run(
        imap imapOptions: IMAPOptions = IMAPOptions(), smtp smtpOptions: SMTPOptions = SMTPOptions(),
        imapScript: Script = [], smtpScript: Script = [], _ story: (World) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let authority = try await TestAuthority()
        let identity = try await authority.identity()
        let store = MailStore()
        let account = store.addUser(user, password: password)
        let world = World(
            folder: folder, store: store, account: account,
            imap: IMAPServer(store: store, security: .implicit(identity), options: imapOptions, script: imapScript),
            smtp: SMTPServer(store: store, security: .startTLS(identity), options: smtpOptions, script: smtpScript),
            caFile: authority.caFile)
        try await world.imap.start()
        try await world.smtp.start()
        do { try await story(world) } catch {
            await world.stopServers()
            throw error
        }
        await world.stopServers()
        withExtendedLifetime(authority) {}
    }

    private func stopServers() async {
        await imap.stop()
        await smtp.stop()
    }

    // MARK: Configuration

    /// Where the story's servers are; another server's may stand in.
    struct Servers {
        var imap: String
        var smtp: String
        var username = World.user
        var password = World.password
        var caFile: String
        /// Further lines of `[mailboxes.main]`.
        var more = ""
    }

    var servers: Servers {
        Servers(imap: "imaps://localhost:\(imap.port ?? 0)", smtp: "smtp://localhost:\(smtp.port ?? 0)", caFile: caFile)
    }

    /// Writes the story's configuration: the common part, and the tables that the story is about.
    @discardableResult
    func configure(
        _ tables: String = World.sendEverything, mailbox: String = "", log: String = "", poll: String = "1s",
        servers: Servers? = nil,
        store: String? = nil
    ) throws -> String {
        let servers = servers ?? self.servers
        let secret = folder.appendingPathComponent("password")
        _ = FileManager.default.createFile(
            atPath: secret.path, contents: Data(servers.password.utf8), attributes: [.posixPermissions: 0o600])
        let text = """
            store     = "sqlite:\(store ?? storePath)"
            templates = ["\(Self.repository)/templates"]

            [log]
            format = "json"
            file   = "\(folder.path)/replyd.log"
            personal_data = "plain"
            \(log)

            [mailboxes.main]
            address  = "\(Self.user)"
            name     = "Shop Example"
            imap     = "\(servers.imap)"
            smtp     = "\(servers.smtp)"
            username = "\(servers.username)"
            password = { file = "\(secret.path)" }
            ca_file  = "\(servers.caFile)"
            backlog  = "act"
            poll     = "\(poll)"
            \(servers.more)
            \(mailbox)

            \(tables)
            """
        try text.write(toFile: configurationPath, atomically: true, encoding: .utf8)
        return configurationPath
    }

    static let sendEverything = """
        [windows]
        reply_after = "0s"
        hours = "always"
        [kinds.inquiry]
        action = "send"
        min_confidence = 0.3
        [kinds.return]
        action = "send"
        min_confidence = 0.3
        [kinds.problem]
        action = "send"
        min_confidence = 0.3
        [limits]
        replies_per_hour = 100000
        replies_per_day = 100000
        """

    var configurationPath: String { folder.appendingPathComponent("replyd.toml").path }
    var storePath: String { folder.appendingPathComponent("replyd.db").path }
    var logPath: String { folder.appendingPathComponent("replyd.log").path }

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The programs of this build, beside the test bundle.
    static func program(_ name: String) -> URL {
        Bundle.allBundles.lazy.map(\.bundleURL).first { $0.pathExtension == "xctest" }?.deletingLastPathComponent()
            .appendingPathComponent(name)
            ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(name)
    }
}
