import Foundation
import LoopbackMail
import ServerBed

/// Two servers, a mailbox, a configuration and a store: what one story of torture happens in.
final class World {
    let folder: URL
    let provider: Provider
    let account: Account
    let imap: IMAPServer
    let smtp: SMTPServer
    let box: PostBox
    private let caFile: String
    /// What the daemon alone takes for /etc/hosts.
    var hosts: String?
    private let dovecot: Dovecot?
    let password: String
    static let user = "support@shop.example"

    init(
        _ provider: Provider, authority: TestAuthority, identity: ServerIdentity,
        imap imapOptions: IMAPOptions = .init(), onDovecot: Bool = false
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("torture-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.provider = provider
        let dovecot = onDovecot ? try await Dovecot.start(in: folder) : nil
        self.dovecot = dovecot
        password = dovecot?.password ?? "sesame"
        let store = MailStore()
        account = store.addUser(Self.user, password: password)
        box = dovecot.map(PostBox.dovecot) ?? .loopback(account)
        // Both servers' authorities, where there are two.
        caFile = folder.appendingPathComponent("ca.pem").path
        let authorities = [authority.caFile, dovecot?.caFile].compactMap { $0 }
        try authorities.map { try String(contentsOfFile: $0, encoding: .utf8) }.joined()
            .write(toFile: caFile, atomically: true, encoding: .utf8)
        imap = IMAPServer(store: store, security: .implicit(identity), options: imapOptions)
        smtp = SMTPServer(store: store, security: .startTLS(identity), options: provider.options)
        try await imap.start()
        try await smtp.start()
        try configure()
    }

    var configuration: String { path("replyd.toml") }
    var store: String { path("replyd.db") }
    var log: String { path("replyd.log") }
    var errors: String { path("stderr") }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Ends the servers; the folder goes where nothing in it is worth a look.
    func end(keeping: Bool) async {
        await imap.stop()
        await smtp.stop()
        await dovecot?.stop()
        if !keeping { try? FileManager.default.removeItem(at: folder) }
    }

    /// Writes the configuration. Other ports stand between the daemon and its servers, where something sits on the line.
    func configure(
        imap imapPort: Int? = nil, smtp smtpPort: Int? = nil, host: String = "localhost", confirm: String = "sent",
        whenUnsure: String = "send"
    ) throws {
        _ = FileManager.default.createFile(
            atPath: path("password"), contents: Data(password.utf8), attributes: [.posixPermissions: 0o600])
        try """
        store     = "sqlite:\(store)"
        templates = ["\(FileManager.default.currentDirectoryPath)/templates"]
        [log]
        format = "json"
        file   = "\(log)"
        personal_data = "plain"
        [mailboxes.main]
        address  = "\(Self.user)"
        name     = "Shop Example"
        imap     = "imaps://\(host):\(imapPort ?? dovecot?.imapsPort ?? imap.port ?? 0)"
        smtp     = "smtp://\(host):\(smtpPort ?? smtp.port ?? 0)"
        username = "\(Self.user)"
        password = { file = "\(path("password"))" }
        ca_file  = "\(caFile)"
        backlog  = "act"
        poll     = "1s"
        save_sent = "\(provider.saveSent)"
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
        [sending]
        settle = "0s"
        confirm = "\(confirm)"
        when_unsure = "\(whenUnsure)"
        [limits]
        replies_per_hour = 100000
        replies_per_day = 100000
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    func startDaemon(environment: [String: String] = [:]) throws -> Life {
        let mount = hosts.map {
            ["/usr/bin/unshare", "-m", "sh", "-c", "mount --bind \($0) /etc/hosts && exec \"$@\"", "sh"]
        }
        return try Life(
            "replyd", ["run", "--config", configuration], behind: mount ?? [], errors: errors,
            environment: environment)
    }
}
