import Foundation
import Testing

@testable import LoopbackMail

@Suite("What the servers do wrong when told", .timeLimit(.minutes(5)))
struct FaultTests {
    private let store = MailStore()
    private let shop: Account

    init() { shop = store.addUser("shop", password: "secret") }

    /// Runs `body` with a server that goes by a script, and a client that has read the greeting.
    private func imap(_ script: Script, _ body: (IMAPServer, LineClient) async throws -> Void) async throws {
        let server = IMAPServer(store: store)
        let client = try await LineClient.connect(try await server.start())
        _ = try await client.line()
        server.play(script)
        try await body(server, client)
        await client.close()
        await server.stop()
        #expect(server.sessions == 0)
    }

    @Test("an answer given on arrival means that nothing is done")
    func answerOnArrival() async throws {
        let script: Script = [.at(.login, .arrived, .first(2), do: .answer("NO [UNAVAILABLE] later"))]
        try await imap(script) { server, client in
            for _ in 1...2 {
                let refused = try await client.say("a LOGIN shop secret", to: "a")
                #expect(refused == ["a NO [UNAVAILABLE] later"])
            }
            #expect(try await client.say("b LOGIN shop secret", to: "b").last?.hasPrefix("b OK") == true)
            #expect(server.log.count(of: .login) == 3)
        }
    }

    @Test("an answer given when done means that all is done and only the answer is wrong")
    func answerWhenDone() async throws {
        let script: Script = [
            .at("APPEND", .done, containing: "sent", do: .answer(["* OK x", "NO [SERVERBUG] what?"]))
        ]
        try await imap(script) { _, client in
            try await client.say("a LOGIN shop secret", to: "a OK")
            #expect(try await client.say("b APPEND Sent {1+}\r\nx", to: "b") == ["* OK x", "b NO [SERVERBUG] what?"])
            #expect(try await client.say("c APPEND Drafts {1+}\r\nx", to: "c").last?.hasPrefix("c OK") == true)
        }
        #expect(shop.messages(in: "Sent").count == 1)
    }

    @Test(
        "the server closes in each way before its answer",
        arguments: [
            Script.Fault.close, .cut, .reset, .bye("gone"), .halfClose, .cutAfterSending(0),
        ])
    func closes(fault: Script.Fault) async throws {
        try await imap([.at("NOOP", .done, do: fault)]) { _, client in
            try await client.send("a NOOP\r\n")
            let closed = await client.rest()
            let said = fault == .bye("gone") ? "* BYE gone\r\n" : ""
            #expect(String(decoding: closed.rest, as: UTF8.self) == said)
            #expect((closed.error != nil) == (fault == .reset), "\(closed)")
        }
    }

    @Test("under TLS a close takes leave of it and a cut does not", arguments: [Script.Fault.close, .cut])
    func closesUnderTLS(fault: Script.Fault) async throws {
        let authority = try await TestAuthority()
        let server = IMAPServer(
            store: store, security: .implicit(try await authority.identity()),
            script: [.at("NOOP", .answered, do: fault)])
        let client = try await LineClient.connect(try await server.start(), caFile: authority.caFile)
        _ = try await client.line()
        try await client.say("a NOOP", to: "a OK")
        let closed = await client.rest()
        #expect((closed.error != nil) == (fault == .cut), "\(closed)")
        await server.stop()
    }

    @Test("exactly so many bytes are sent before a cut", arguments: [1, 10, 5_000, 300_000])
    func cutAfterSending(count: Int) async throws {
        try shop.deliver(String(repeating: "x", count: 1 << 20))
        try await imap([.at("UID FETCH", do: .cutAfterSending(count))]) { _, client in
            try await client.say("a LOGIN shop secret", to: "a OK")
            try await client.say("b SELECT INBOX", to: "b OK")
            try await client.send("c UID FETCH 1 BODY.PEEK[]\r\n")
            #expect(await client.rest().rest.count == count)
        }
    }

    @Test("exactly so many bytes are read before a cut", arguments: [0, 5, 13])
    func cutAfterReceiving(count: Int) async throws {
        let smtp = SMTPServer(
            store: store, options: SMTPOptions(requiresLogin: false),
            script: [.at("DATA", .answered, do: .cutAfterReceiving(count))])
        let client = try await LineClient.connect(try await smtp.start())
        try await client.say("EHLO c", to: "250 ")
        try await client.say("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA", to: "354")
        try? await client.send("Subject: x\r\n.\r\n")
        let closed = await client.rest()
        #expect(closed.rest.isEmpty)
        #expect(smtp.mails.isEmpty)
        await smtp.stop()
    }

    @Test("a stall lasts until it is released")
    func stall() async throws {
        try await imap([.at("NOOP", do: .stall)]) { server, client in
            try await client.send("a NOOP\r\n")
            try await server.log.waitFor(.stall)
            server.say("* OK a word meanwhile")
            #expect(try await client.line() == "* OK a word meanwhile")
            server.releaseStalled()
            #expect(try await client.line() == "a OK NOOP done")
        }
    }

    @Test("a stalled session ends with its client, and with its server")
    func stalledEnds() async throws {
        let server = IMAPServer(store: store, script: [.at(.connect, do: .stall)])
        let port = try await server.start()
        let first = try await LineClient.connect(port)
        try await server.log.waitFor(.stall)
        await first.close()
        try await server.log.waitUntil("the first session's end") { $0.contains { $0.event == .ended(nil) } }
        let second = try await LineClient.connect(port)
        try await server.log.waitFor(.stall, count: 2)
        await server.stop()
        #expect(server.sessions == 0 && server.port == nil)
        await second.close()
    }

    @Test("an answer comes byte by byte, garbage and floods come whole")
    func bytes() async throws {
        let script: Script = [
            .at("NOOP", .done, do: .trickle(), .flood("* 1 RECENT", times: 500)),
            .at("CHECK", do: .garbage(1_000, seed: 7), .close),
        ]
        try await imap(script) { _, client in
            let lines = try await client.say("a NOOP", to: "a OK")
            #expect(lines.count { $0 == "* 1 RECENT" } == 500)
            try await client.send("b CHECK\r\n")
            #expect(await client.rest().rest.count == 1_000)
        }
    }

    @Test("a plaintext answer can be put in after STARTTLS's own, before TLS")
    func injection() async throws {
        let authority = try await TestAuthority()
        let server = IMAPServer(
            store: store, security: .startTLS(try await authority.identity()),
            script: [.at(.startTLS, .answered, do: .say("* CAPABILITY IMAP4rev1 INJECTED"))])
        let client = try await LineClient.connect(try await server.start())
        try await client.say("a STARTTLS", to: "a OK")
        #expect(try await client.line() == "* CAPABILITY IMAP4rev1 INJECTED")
        try await client.startTLS(authority.caFile)
        #expect(try await client.say("b CAPABILITY", to: "b").first?.contains("INJECTED") == false)
        await client.close()
        await server.stop()
    }

    @Test("a rule with a chance does the same again with the same seed")
    func chance() {
        func run(_ seed: UInt64) -> [Bool] { (1...200).map { Script.Occurrence.chance(0.3, seed: seed).includes($0) } }
        #expect(run(1) == run(1) && run(1) != run(2))
        #expect((30...90).contains(run(1).count { $0 }))
        #expect((1...4).map { Script.Occurrence.nth(2).includes($0) } == [false, true, false, false])
        #expect((1...4).map { Script.Occurrence.from(3).includes($0) } == [false, false, true, true])
    }

    @Test("each step can be met by any command, on each session anew")
    func anyStep() async throws {
        try await imap([.at(.any, .arrived, .nth(3), do: .bye("the third"))]) { server, client in
            try await client.say("a NOOP", to: "a OK")
            let other = try await LineClient.connect(try #require(server.port))
            try await other.say("a NOOP", to: "a OK")
            #expect(try await client.say("b CAPABILITY", to: "* BYE the third").count == 1)
            await other.close()
        }
    }

    @Test("a server comes back on its port, and its store with it")
    func restart() async throws {
        let server = IMAPServer(store: store)
        let port = try await server.start()
        await server.stop()
        await #expect(throws: (any Error).self) { try await LineClient.connect(port) }
        #expect(try await server.start(port: port) == port)
        let client = try await LineClient.connect(port)
        #expect(try await client.line().hasPrefix("* OK"))
        await client.close()
        await server.stop()
    }
}
