import Foundation
import LoopbackMail

/// The main job on loopback: servers, a mailbox of every kind of mail, the real daemon over TCP and TLS, and a check of
/// what became of each mail. Exit 0 only where every expectation held.
@main
struct Demo {
    static func main() async {
        do {
            let demo = try await Demo()
            let failures = try await demo.run()
            exit(failures.isEmpty ? 0 : 1)
        } catch {
            print("demo: \(error)")
            exit(1)
        }
    }

    private let folder: URL
    private let mails: [DemoMail]
    private let account: Account
    private let imap: IMAPServer
    private let smtp: SMTPServer
    private let authority: TestAuthority
    private static let user = "support@shop.example"
    private static let password = "demo"

    private init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-demo-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        authority = try await TestAuthority()
        let identity = try await authority.identity()
        let store = MailStore()
        account = store.addUser(Self.user, password: Self.password)
        imap = IMAPServer(store: store, security: .implicit(identity))
        smtp = SMTPServer(store: store, security: .startTLS(identity))
        mails = DemoMails.all(DemoPost(now: Date()))
    }

    private func run() async throws -> [String] {
        let imapPort = try await imap.start()
        let smtpPort = try await smtp.start()
        print(
            "An IMAP server on port \(imapPort) (TLS) and an SMTP server on port \(smtpPort) (STARTTLS), both on loopback."
        )
        for mail in mails { try account.deliver(mail.bytes) }
        print("\(mails.count) mails wait in \(Self.user)'s INBOX. Starting replyd on them.\n")
        let daemon = try DemoDaemon(
            folder: folder, configuration: configuration(imapPort: imapPort, smtpPort: smtpPort),
            password: Self.password)
        defer { daemon.kill() }
        var table = LiveTable(mails)
        do {
            try await daemon.follow(within: .seconds(60)) { event in
                table.take(event)
                return table.isComplete
            }
        } catch {
            print("\n\(error)\nWhat the daemon said:\n\(daemon.errors)")
        }
        try? await account.waitUntil("all answered mails flagged", within: .seconds(10)) { folders in
            let answered = folders["INBOX"]?.messages.count { $0.flags.contains(.answered) } ?? 0
            let copies = folders["Sent"]?.messages.count ?? 0
            let expected = mails.count { $0.becomes == .answered }
            return answered >= expected && copies >= expected
        }
        let ended = await daemon.stop()
        let verdict = Verdict(
            mails: mails, sent: smtp.mails, inbox: account.messages(), drafts: account.messages(in: "Drafts"),
            copies: account.messages(in: "Sent"), events: table.events, ended: ended,
            store: folder.appendingPathComponent("replyd.db"))
        verdict.showOneReply()
        let failures = await verdict.check()
        await imap.stop()
        await smtp.stop()
        if failures.isEmpty {
            try? FileManager.default.removeItem(at: folder)
        } else {
            print("\nThe store and the log are kept in \(folder.path)")
        }
        return failures
    }

    private func configuration(imapPort: Int, smtpPort: Int) -> String {
        """
        store     = "sqlite:\(folder.path)/replyd.db"
        templates = ["\(FileManager.default.currentDirectoryPath)/templates"]
        language  = "site"

        [log]
        format = "json"
        file   = "\(folder.path)/replyd.log"
        personal_data = "plain"

        [mailboxes.main]
        address  = "\(Self.user)"
        name     = "Shop Example"
        imap     = "imaps://localhost:\(imapPort)"
        smtp     = "smtp://localhost:\(smtpPort)"
        username = "\(Self.user)"
        password = { file = "\(folder.path)/password" }
        ca_file  = "\(authority.caFile)"
        authserv_id = "mx.shop.example"
        backlog  = "act"

        [windows]
        reply_after = "0s"
        hours       = "always"

        [kinds.inquiry]
        action = "send"
        min_confidence = 0.5
        [kinds.return]
        action = "send"
        min_confidence = 0.5
        [kinds.problem]
        action = "send"
        min_confidence = 0.5
        [kinds.claim]
        action = "draft"
        min_confidence = 0.5

        [returns]
        addresses = { DE = "Shop Example, Lagerstr. 1, 10115 Berlin", US = "Shop Example, 1 Main St, Springfield, IL 62701" }

        [limits]
        replies_per_hour = 1000
        replies_per_day = 1000
        """
    }
}
