import Foundation
import LoopbackMail
import Testing

@Suite("Clients of other makes")
struct OtherClientsTests {
    @Test(
        "imaplib leads a whole session", .enabled(if: Tool.python != nil, "python3 is not here"),
        arguments: Way.allCases)
    func imaplib(way: Way) async throws {
        let authority = try await TestAuthority()
        let store = MailStore()
        let shop = store.addUser("shop", password: "secret")
        let server = IMAPServer(store: store, security: try await way.security(authority))
        let port = try await server.start()
        let script = Tool.script("imap_session.py")
        let result = try await #require(Tool.python).run([script, "\(port)", authority.caFile, way.rawValue])
        #expect(result.output == "all well\n")
        #expect(result.status == 0)
        #expect(shop.messages().isEmpty)
        #expect(shop.messages(in: "replyd/Rückgabe").first?.flags == [.seen])
        #expect(shop.messages(in: "Drafts").first?.header("X-Long") == "one two")
        #expect(!server.log.entries.contains { $0.words.contains("secret") })
        await server.stop()
        #expect(server.sessions == 0)
    }

    @Test(
        "smtplib sends mail", .enabled(if: Tool.python != nil, "python3 is not here"), arguments: Way.allCases)
    func smtplib(way: Way) async throws {
        let authority = try await TestAuthority()
        let store = MailStore()
        store.addUser("shop", password: "secret")
        let options = SMTPOptions(refusals: ["nobody@b.example": "550 5.1.1 no such user"])
        let server = SMTPServer(store: store, security: try await way.security(authority), options: options)
        let port = try await server.start()
        let script = Tool.script("smtp_session.py")
        let result = try await #require(Tool.python).run([script, "\(port)", authority.caFile, way.rawValue])
        #expect(result.output == "all well\n")
        let mails = server.mails
        #expect(mails.map(\.recipients) == [["a@b.example", "c@d.example"], ["a@b.example"]])
        #expect(mails.first?.text == "Subject: dots\r\n\r\n.one\r\n..two\r\nthree.\r\n.\r\nfour\r\n")
        #expect(mails.first?.parameters.contains("BODY=8BITMIME") == true)
        #expect(mails.first?.user == "shop")
        #expect(mails.last?.text == "Subject: big\r\n\r\n" + String(repeating: ".0123456789abcdef\r\n", count: 80_000))
        await server.stop()
    }

    @Test(
        "curl fetches a mail and refuses a wrong certificate", .enabled(if: Tool.curl != nil, "curl is not here"),
        arguments: [nil, TestAuthority.Flaw.expired, .otherHost, .selfSigned])
    func curlFetches(flaw: TestAuthority.Flaw?) async throws {
        let authority = try await TestAuthority()
        let store = MailStore()
        let uid = try store.addUser("shop", password: "secret").deliver("Subject: hello\r\n\r\nworld\r\n")
        let server = IMAPServer(store: store, security: .implicit(try await authority.identity(flaw: flaw)))
        let port = try await server.start()
        let result = try await #require(Tool.curl).run([
            "-sS", "--cacert", authority.caFile, "--user", "shop:secret",
            "imaps://localhost:\(port)/INBOX/;UID=\(uid)",
        ])
        if flaw == nil {
            #expect(result.output.hasPrefix("Subject: hello\r\n\r\nworld\r\n"))
        } else {
            #expect(result.status == 60)
        }
        await server.stop()
    }

    @Test(
        "curl logs in with each mechanism", .enabled(if: Tool.curl != nil, "curl is not here"),
        arguments: ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"])
    func curlLogsIn(mechanism: String) async throws {
        let store = MailStore()
        store.addUser("shop", password: "secret", token: "t0ken")
        let imap = IMAPServer(store: store)
        let smtp = SMTPServer(
            store: store, options: SMTPOptions(mechanisms: ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"]))
        let ports = (try await imap.start(), try await smtp.start())
        let curl = try #require(Tool.curl)
        for (credentials, isRight) in [(["secret", "t0ken"], true), (["wr0ng", "wr0ng"], false)] {
            let login = [
                "-sS", "--user", "shop:\(credentials[0])", "--login-options", "AUTH=\(mechanism)", "--max-time", "30",
            ]
            let token = mechanism.contains("AUTH") ? ["--oauth2-bearer", credentials[1]] : []
            let status = try await curl.run(login + token + ["imap://127.0.0.1:\(ports.0)/INBOX", "-X", "NOOP"])
            #expect((status.status == 0) == isRight, "\(status)")
            let sent = try await curl.run(
                login + token
                    + ["smtp://127.0.0.1:\(ports.1)", "--mail-from", "shop@s.example", "--mail-rcpt", "a@b.example"]
                    + ["-T", "-"], input: "Subject: by curl\r\n\r\n.\r\n..\r\n")
            #expect((sent.status == 0) == isRight, "\(sent)")
        }
        #expect(smtp.mails.map(\.text) == ["Subject: by curl\r\n\r\n.\r\n..\r\n"])
        #expect(imap.log.count(of: .login) >= 2)
        #expect(!(imap.log.entries + smtp.log.entries).contains { $0.words.contains("t0ken") })
        await imap.stop()
        await smtp.stop()
    }
}
