import Foundation

/// A private Postfix on loopback: submission with STARTTLS and AUTH through a Dovecot of the bed; every accepted
/// mail lands in one Maildir. Needs root, as Postfix does; leaves the machine's own Postfix alone.
public final class Postfix: Sendable {
    public let port: Int
    private let folder: URL
    private let process: ServerProcess

    /// Whether Postfix is installed and can be started.
    public static var isInstalled: Bool { geteuid() == 0 && BedFolder.has("master") && getpwnam("postfix") != nil }

    /// Starts one under `parent` that asks `dovecot` about passwords and shows its certificate.
    public static func start(in parent: URL, dovecot: Dovecot) async throws -> Postfix {
        let postfix = try Postfix(in: parent.appendingPathComponent("postfix"), dovecot: dovecot)
        try await postfix.process.waitUntilOpen(postfix.port)
        return postfix
    }

    private init(in folder: URL, dovecot: Dovecot) throws {
        self.folder = folder
        port = try Port.free()
        let nobody = try BedUser.current()
        let etc = folder.appendingPathComponent("etc")
        let queues = [
            "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved",
        ]
        let folders = ["etc", "data", "spool", "spool/pid", "spool/public", "spool/maildrop", "mail"]
        for name in folders + queues.map({ "spool/\($0)" }) {
            let url = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            chmod(url.path, 0o755)
        }
        try run(["chown", "-R", "postfix", "data"] + queues.map { "spool/\($0)" } + ["spool/public"], in: folder)
        try run(["chown", "postfix:postdrop", "spool/maildrop", "spool/public"], in: folder)
        nobody.own(folder.appendingPathComponent("mail"))
        try Data(Self.main(folder: folder, dovecot: dovecot, owner: nobody).utf8)
            .write(to: etc.appendingPathComponent("main.cf"))
        try Data(Self.master(port: port).utf8).write(to: etc.appendingPathComponent("master.cf"))
        process = try ServerProcess(
            ["/usr/lib/postfix/sbin/master", "-c", etc.path, "-d"], environment: ["MAIL_CONFIG": etc.path],
            output: folder.appendingPathComponent("output.log"))
    }

    /// Ends the server and returns when it is gone.
    public func stop() async {
        await process.stop()
    }

    /// The mails delivered so far, in no order.
    public func delivered() throws -> [Data] {
        let new = folder.appendingPathComponent("mail/new")
        guard let files = try? FileManager.default.contentsOfDirectory(at: new, includingPropertiesForKeys: nil) else {
            return []
        }
        return try files.map { try Data(contentsOf: $0) }
    }

    /// What the server has logged.
    public var log: String {
        (try? String(contentsOf: folder.appendingPathComponent("data/log"), encoding: .utf8)) ?? ""
    }

    private static func main(folder: URL, dovecot: Dovecot, owner: BedUser) -> String {
        """
        compatibility_level = 3.6
        queue_directory = \(folder.path)/spool
        data_directory = \(folder.path)/data
        daemon_directory = /usr/lib/postfix/sbin
        command_directory = /usr/sbin
        maillog_file = \(folder.path)/data/log
        maillog_file_prefixes = \(folder.path)
        inet_protocols = ipv4
        inet_interfaces = loopback-only
        myhostname = bed.example
        mydestination =
        mynetworks =
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = \(dovecot.serverCertificates.certificate.path)
        smtpd_tls_key_file = \(dovecot.serverCertificates.key.path)
        smtpd_tls_auth_only = yes
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = inet:127.0.0.1:\(dovecot.saslPort)
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        smtpd_recipient_restrictions = check_recipient_access inline:{refused@buyer.example=REJECT}, permit_sasl_authenticated, reject
        smtputf8_enable = yes
        message_size_limit = 1000000
        virtual_mailbox_domains = static:all
        virtual_transport = virtual
        virtual_mailbox_base = \(folder.path)
        virtual_mailbox_maps = static:mail/
        virtual_uid_maps = static:\(owner.uid)
        virtual_gid_maps = static:\(owner.gid)
        virtual_minimum_uid = 1

        """
    }

    private static func master(port: Int) -> String {
        """
        127.0.0.1:\(port) inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        virtual unix - n n - - virtual
        error unix - - n - - error
        retry unix - - n - - error
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd
        showq unix n - n - - showq

        """
    }
}
