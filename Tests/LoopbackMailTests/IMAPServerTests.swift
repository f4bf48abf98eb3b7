import Foundation
import LoopbackMail
import Testing

@Suite("The IMAP server", .timeLimit(.minutes(5)))
struct IMAPServerTests {
    private let store = MailStore()
    private let shop: Account

    init() { shop = store.addUser("shop", password: "secret", token: "t0ken") }

    /// Runs `body` with a server and a client that has logged in and selected INBOX.
    private func session(
        _ options: IMAPOptions = IMAPOptions(), _ body: (IMAPServer, LineClient) async throws -> Void
    ) async throws {
        let server = IMAPServer(store: store, options: options)
        let client = try await LineClient.connect(try await server.start())
        try await client.say("a LOGIN shop secret", to: "a OK")
        try await client.say("b SELECT INBOX", to: "b OK")
        try await body(server, client)
        await client.close()
        await server.stop()
        #expect(server.sessions == 0)
    }

    @Test("commands sent in one go are answered in order")
    func pipelined() async throws {
        for number in 1...3 { try shop.deliver("Subject: \(number)\r\n\r\n") }
        try await session { _, client in
            try await client.send(
                "1 UID FETCH 1 FLAGS\r\n2 NOOP\r\n3 UID SEARCH ALL\r\n4 UID FETCH 3 (RFC822.SIZE)\r\n")
            let lines = try await client.lines(to: "4")
            #expect(
                lines == [
                    "* 1 FETCH (UID 1 FLAGS ())", "1 OK UID FETCH done", "2 OK NOOP done", "* SEARCH 1 2 3",
                    "3 OK UID SEARCH done", "* 3 FETCH (UID 3 RFC822.SIZE 14)", "4 OK UID FETCH done",
                ])
        }
    }

    @Test("IDLE tells of a new mail, a flag and a removal as they happen")
    func idle() async throws {
        try shop.deliver("one")
        try await session { server, client in
            try await client.say("c IDLE", to: "+")
            let uid = try shop.deliver("two")
            #expect(try await client.lines(to: "* 2 EXISTS").count >= 1)
            try shop.setFlags([.answered], of: uid)
            #expect(try await client.lines(to: "* 2 FETCH").last == #"* 2 FETCH (UID 2 FLAGS (\Answered))"#)
            try shop.remove(uid)
            #expect(try await client.line() == "* 2 EXPUNGE")
            server.say("* OK still here")
            #expect(try await client.line() == "* OK still here")
            #expect(try await client.say("DONE", to: "c") == ["c OK IDLE done"])
        }
    }

    @Test("a literal comes with leave or, with LITERAL+, without")
    func literals() async throws {
        try await session { _, client in
            try await client.send("c APPEND INBOX (\\Seen) {5+}\r\nhello\r\n")
            #expect(try await client.lines(to: "c").last?.hasPrefix("c OK [APPENDUID ") == true)
            try await client.say("d APPEND INBOX {5}", to: "+")
            try await client.send("world\r\n")
            #expect(try await client.lines(to: "d").first == "* 2 EXISTS")
            #expect(
                try await client.say("e APPEND INBOX {999999999}", to: "e").first?.hasPrefix("e NO [TOOBIG]") == true)
        }
        #expect(shop.messages().map(\.text) == ["hello", "world"])
        #expect(shop.messages().map(\.flags) == [[.seen], []])
    }

    @Test("what a mail says is never taken for an answer")
    func literalLength() async throws {
        let text = "Subject: x\r\n\r\n* BYE\r\nc OK done\r\n)\r\n"
        try shop.deliver(text)
        try await session { _, client in
            try await client.send("c UID FETCH 1 BODY.PEEK[]\r\n")
            #expect(try await client.line() == "* 1 FETCH (UID 1 BODY[] {\(text.utf8.count)}")
            #expect(try await client.lines(to: ")").count == 5)
            #expect(try await client.line() == ")")
            #expect(try await client.line() == "c OK UID FETCH done")
        }
    }

    @Test("FETCH by number hears of no removal, the next command does")
    func removalWaits() async throws {
        for _ in 1...2 { try shop.deliver("x") }
        try await session { _, client in
            try shop.remove(try #require(StoredMessage.UID(1)))
            #expect(try await client.say("c FETCH 2 UID", to: "c") == ["* 2 FETCH (UID 2)", "c OK FETCH done"])
            #expect(try await client.say("d NOOP", to: "d") == ["* 1 EXPUNGE", "d OK NOOP done"])
        }
    }

    @Test(
        "a capability taken away is neither told nor carried out",
        arguments: [
            ("IDLE", "IDLE"), ("MOVE", "UID MOVE 1 Sent"), ("UIDPLUS", "UID EXPUNGE 1"), ("NAMESPACE", "NAMESPACE"),
            ("UNSELECT", "UNSELECT"), ("ENABLE", "ENABLE CONDSTORE"), ("ID", "ID NIL"),
        ])
    func missing(capability: String, command: String) async throws {
        let options = IMAPOptions()
        var poor = options
        poor.capabilities.removeAll { $0.name == capability }
        try await session(options) { _, client in
            let told = try await client.say("c CAPABILITY", to: "c")[0].split(separator: " ").map(String.init)
            #expect(told.contains(capability))
        }
        try await session(poor) { _, client in
            let told = try await client.say("c CAPABILITY", to: "c")[0].split(separator: " ").map(String.init)
            #expect(!told.contains(capability))
            #expect(try await client.say("d \(command)", to: "d").last?.hasPrefix("d BAD") == true)
        }
    }

    @Test("without SPECIAL-USE, UIDPLUS and CONDSTORE the answers lack them")
    func poorAnswers() async throws {
        try shop.deliver("x")
        try await session(IMAPOptions().without("SPECIAL-USE", "UIDPLUS", "CONDSTORE", "CHILDREN")) { _, client in
            let listed = try await client.say("c LIST \"\" Sent", to: "c")
            #expect(listed.first == "* LIST () \"/\" \"Sent\"")
            #expect(try await client.say("d UID COPY 1 Sent", to: "d") == ["d OK UID COPY done"])
            #expect(try await client.say("e APPEND Sent {1+}\r\nx", to: "e") == ["e OK APPEND done"])
            #expect(try await !client.say("f SELECT INBOX", to: "f").contains { $0.contains("HIGHESTMODSEQ") })
        }
    }

    @Test("CONDSTORE gives changes since, and refuses a store over a newer change")
    func condstore() async throws {
        for _ in 1...3 { try shop.deliver("x") }
        let before = try #require(shop.folder("INBOX")).highestModSeq
        try shop.setFlags([.flagged], of: try #require(StoredMessage.UID(2)))
        try await session { _, client in
            let changed = try await client.say("c UID FETCH 1:* (FLAGS) (CHANGEDSINCE \(before))", to: "c")
            #expect(changed == [#"* 2 FETCH (UID 2 FLAGS (\Flagged) MODSEQ (\#(before + 1)))"#, "c OK UID FETCH done"])
            let stored = try await client.say(
                #"d UID STORE 1,2 (UNCHANGEDSINCE \#(before)) +FLAGS.SILENT (\Answered)"#, to: "d")
            #expect(stored.last?.hasPrefix("d OK [MODIFIED 2]") == true)
            #expect(stored.first == "* 1 FETCH (UID 1 MODSEQ (\(before + 2)))")
        }
        #expect(shop.messages().map(\.flags) == [[.answered], [.flagged], []])
    }

    @Test("5,000 mails come in one UID FETCH, each byte of them")
    func many() async throws {
        let mail = "Subject: many\r\n\r\n" + String(repeating: "0123456789", count: 100) + "\r\n"
        for _ in 1...5_000 { try shop.deliver(mail) }
        try await session { _, client in
            let lines = try await client.say("c UID FETCH 1:* (UID BODY.PEEK[])", to: "c")
            #expect(lines.count { $0 == "Subject: many" } == 5_000)
            #expect(lines.last == "c OK UID FETCH done")
        }
    }

    @Test("a session whose folder is numbered anew is ended")
    func renumbered() async throws {
        try shop.deliver("x")
        try await session { _, client in
            try shop.setUIDValidity(99)
            #expect(try await client.say("c NOOP", to: "* BYE").count == 1)
            #expect(await client.rest().rest.isEmpty)
        }
    }

    @Test("LIST tells status and subscription where asked, and EXAMINE changes nothing")
    func listExtended() async throws {
        try shop.deliver("x")
        try await session { _, client in
            let lines = try await client.say(
                "c LIST (SPECIAL-USE) \"\" (\"*\") RETURN (SUBSCRIBED STATUS (MESSAGES UNSEEN))", to: "c")
            #expect(lines.contains(#"* LIST (\HasNoChildren \Subscribed \Trash) "/" "Trash""#))
            #expect(lines.contains(#"* STATUS "Trash" (MESSAGES 0 UNSEEN 0)"#))
            #expect(!lines.contains { $0.contains("INBOX") })
            try await client.say("d EXAMINE INBOX", to: "d OK [READ-ONLY]")
            #expect(try await client.say("e UID STORE 1 +FLAGS (\\Seen)", to: "e").last?.hasPrefix("e NO") == true)
            try await client.say("f UID FETCH 1 BODY[]", to: "f OK")
            #expect(try await client.say("g SELECT nowhere", to: "g").last?.hasPrefix("g NO [NONEXISTENT]") == true)
            #expect(try await client.say("h FETCH 1 UID", to: "h").last?.hasPrefix("h BAD") == true)
        }
        #expect(shop.messages().map(\.flags) == [[]])
    }

    @Test("no password is taken in the clear where there is STARTTLS, and what comes before TLS is forgotten")
    func startTLS() async throws {
        let authority = try await TestAuthority()
        let server = IMAPServer(store: store, security: .startTLS(try await authority.identity()))
        let client = try await LineClient.connect(try await server.start())
        #expect(try await client.line().contains("STARTTLS LOGINDISABLED"))
        #expect(try await client.say("a LOGIN shop secret", to: "a").last?.hasPrefix("a NO [PRIVACYREQUIRED]") == true)
        try await client.say("b STARTTLS\r\nc NOOP", to: "b OK")
        try await client.startTLS(authority.caFile)
        #expect(try await client.say("d LOGIN shop secret", to: "d").last?.hasPrefix("d OK") == true)
        #expect(server.log.count(of: "NOOP") == 0)
        await client.close()
        await server.stop()
    }
}
