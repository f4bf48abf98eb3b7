import Foundation
import LoopbackMail
import Testing

@Suite("The SMTP server", .timeLimit(.minutes(5)))
struct SMTPServerTests {
    private let store = MailStore()
    private let shop: Account

    init() { shop = store.addUser("shop@s.example", password: "secret") }

    private let login = "AUTH PLAIN " + Data("\0shop@s.example\0secret".utf8).base64EncodedString()
    private let mail =
        "From: shop@s.example\r\nMessage-ID: <own@s.example>\r\nX-Replyd-Reply: <own@s.example>\r\n\r\nHi\r\n"

    private func session(
        _ options: SMTPOptions = SMTPOptions(), _ script: Script = [],
        _ body: (SMTPServer, LineClient) async throws -> Void
    ) async throws {
        let server = SMTPServer(store: store, options: options, script: script)
        let client = try await LineClient.connect(try await server.start())
        try await client.say("EHLO c.example", to: "250 ")
        try await body(server, client)
        await client.close()
        await server.stop()
        #expect(server.sessions == 0)
    }

    /// Hands one mail over in one go, up to the answer to the final dot.
    private func hand(_ client: LineClient, to recipients: [String] = ["b@m.example"]) async throws -> String {
        let envelope = "MAIL FROM:<shop@s.example>\r\n" + recipients.map { "RCPT TO:<\($0)>\r\n" }.joined() + "DATA"
        try await client.say(envelope, to: "354")
        return try await client.say(mail + ".", to: "").last ?? ""
    }

    @Test("pipelined commands are answered in order, and one session takes many mails")
    func pipelined() async throws {
        try await session { server, client in
            try await client.say(login, to: "235")
            async let mails = server.waitFor(3)
            for number in 1...3 { #expect(try await hand(client) == "250 2.0.0 Ok: queued as 4L0000000\(number)") }
            #expect(try await mails.map(\.text) == [mail, mail, mail])
            #expect(server.mails.map(\.session) == [1, 1, 1])
            try await client.send("NOOP\r\nRSET\r\nFOO\r\nQUIT\r\n")
            #expect(try await client.lines(to: "221").map { $0.prefix(3) } == ["250", "250", "500", "221"])
        }
    }

    @Test("commands out of turn are refused")
    func outOfTurn() async throws {
        try await session { _, client in
            #expect(try await client.say("MAIL FROM:<a@b>", to: "5").last?.hasPrefix("530 ") == true)
            try await client.say(login, to: "235")
            #expect(try await client.say("RCPT TO:<a@b>", to: "5").last?.hasPrefix("503 ") == true)
            #expect(try await client.say("DATA", to: "5").last?.hasPrefix("503 ") == true)
            #expect(try await client.say("MAIL FROM:<a@b> SIZE=999999999", to: "5").last?.hasPrefix("552 ") == true)
            #expect(try await client.say("MAIL FROM:<a@b> FOO=1", to: "5").last?.hasPrefix("555 ") == true)
        }
    }

    @Test("an extension taken away is not told, and its parameters are refused")
    func poor() async throws {
        let options = SMTPOptions(requiresLogin: false).without(.eightBitMIME, .enhancedStatusCodes, .size)
        try await session(options) { _, client in
            let told = try await client.say("EHLO c.example", to: "250 ")
            #expect(!told.contains { $0.contains("8BITMIME") || $0.contains("SIZE") || $0.contains("ENHANCED") })
            #expect(try await client.say("MAIL FROM:<a@b> BODY=8BITMIME", to: "5").last?.hasPrefix("555 ") == true)
            #expect(try await client.say("MAIL FROM:<a@b>", to: "2") == ["250 sender accepted"])
        }
    }

    @Test("a mail whose 250 is lost was accepted; one refused after the dot was not")
    func ambiguous() async throws {
        let script: Script = [
            .at(.message, .arrived, .nth(1), do: .answer("451 4.3.0 try later")),
            .at(.message, .done, .nth(1), do: .cut),
        ]
        try await session(SMTPOptions(filing: .init()), script) { server, client in
            try await client.say(login, to: "235")
            #expect(try await hand(client) == "451 4.3.0 try later")
            #expect(server.mails.isEmpty)
            await #expect(throws: LineClient.Closed.self) { try await hand(client) }
            #expect(server.mails.count == 1)
            #expect(shop.messages(in: "Sent").map(\.text) == [mail])
        }
    }

    @Test("a provider files what was sent, under a Message-ID of its own that the 250 line names")
    func filing() async throws {
        try await session(SMTPOptions(filing: .init(replacesMessageID: true))) { _, client in
            try await client.say(login, to: "235")
            let id = try #require(try await hand(client).split(separator: " ").last)
            let copy = try #require(shop.messages(in: "Sent").first)
            #expect(copy.header("Message-ID") == "<\(id)@loopback.example>")
            #expect(copy.header("X-Replyd-Reply") == "<own@s.example>")
            #expect(copy.flags == [.seen])
        }
    }

    @Test("a slow provider's copy comes when it is told to")
    func slowFiling() async throws {
        try await session(SMTPOptions(filing: .init(folder: "Gesendet", waits: true))) { server, client in
            try await client.say(login, to: "235")
            _ = try await hand(client)
            #expect(shop.folder("Gesendet") == nil)
            server.fileWaiting()
            #expect(shop.messages(in: "Gesendet").count == 1)
        }
    }

    @Test("a Bcc copy to oneself arrives in INBOX")
    func bcc() async throws {
        try await session { server, client in
            try await client.say(login, to: "235")
            _ = try await hand(client, to: ["b@m.example", "shop@s.example"])
            #expect(shop.messages().map { $0.header("Return-Path") } == ["<shop@s.example>"])
            #expect(server.mails.first?.recipients == ["b@m.example", "shop@s.example"])
        }
    }

    @Test("one recipient of many can be refused, by the script or by address")
    func recipients() async throws {
        let options = SMTPOptions(requiresLogin: false, refusals: ["x@m.example": "550 5.1.1 nobody"])
        let script: Script = [.at("RCPT", containing: "y@", do: .answer("450 4.2.1 busy"))]
        try await session(options, script) { server, client in
            let commands = ["MAIL FROM:<>"] + ["x", "y", "z"].map { "RCPT TO:<\($0)@m.example>" } + ["DATA"]
            let lines = try await client.say(commands.joined(separator: "\r\n"), to: "354")
            #expect(lines.map { $0.prefix(3) } == ["250", "550", "450", "250", "354"])
            try await client.say("a\n.\nb\r\n.", to: "250")
            #expect(server.mails.first?.recipients == ["z@m.example"])
            #expect(server.mails.first?.hasBareLineEnds == true)
        }
    }
}
