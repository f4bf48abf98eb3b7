import Foundation
import ServerBed
import Testing

@testable import Transport

@Suite("Hostile and odd IMAP servers")
struct HostileIMAPTests {
    let thread = NetworkThread()

    /// Greets, answers libcurl's and the session's CAPABILITY, then plays the rest.
    func session(
        _ capabilities: String = "IMAP4rev1 IDLE", response: Duration = .seconds(20),
        _ rest: @escaping @Sendable (ScriptedServer.Dialogue) -> Void
    ) async throws -> IMAPSession {
        let server = try ScriptedServer { dialogue in
            dialogue.say("* OK scripted\r\n")
            for _ in 0..<2 {
                let tag = dialogue.hear()?.prefix { $0 != " " } ?? ""
                dialogue.say("* CAPABILITY \(capabilities)\r\n\(tag) OK done\r\n")
            }
            rest(dialogue)
        }
        var timeouts = IMAPTimeouts()
        timeouts.response = response
        var limits = ResponseLimits()
        limits.line = 100_000
        return try await IMAPSession.connect(
            #require(Endpoint(scheme: .imap, host: "127.0.0.1", port: server.port)), tls: .none, credentials: .none,
            timeouts: timeouts, limits: limits, on: thread)
    }

    @Test(
        "what breaks the protocol ends the session with an error",
        arguments: [
            "r9 OK what\r\n", "* 1 FETCH (UID 0)\r\n", "garbage\r\n", "endless",
        ])
    func violations(_ said: String) async throws {
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say(said == "endless" ? "* OK " + String(repeating: "x", count: 200_000) : said)
            dialogue.waitForHangUp()
        }
        await #expect {
            try await session.noop()
        } throws: { error in
            guard case .protocolViolation = (error as? TransportError)?.kind else { return false }
            return true
        }
        #expect(await !session.isUsable)
    }

    @Test("BYE gives its words to the error")
    func bye() async throws {
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say("* BYE too many connections\r\n")
        }
        await #expect {
            try await session.noop()
        } throws: { error in
            guard case .connectionLost(let why) = (error as? TransportError)?.kind else { return false }
            return why.contains("too many connections")
        }
    }

    @Test("silence, and a byte now and then, run into the time limit")
    func silence() async throws {
        let session = try await session(response: .milliseconds(150)) { dialogue in
            dialogue.say("*")
            dialogue.waitForHangUp()
        }
        await #expect {
            try await session.noop()
        } throws: { error in
            guard case .timedOut = (error as? TransportError)?.kind else { return false }
            return true
        }
    }

    @Test("a body nobody asked for, a body twice and a lying size reach nobody as a fact")
    func unaskedBodies() async throws {
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say("* 9 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nr2 OK [READ-WRITE] x\r\n")
            _ = dialogue.hear()
            dialogue.say("* 1 FETCH (UID 4 FLAGS () RFC822.SIZE 3)\r\nr3 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say(
                "* 2 FETCH (UID 5 BODY[] {3}\r\nabc FLAGS (\\Seen))\r\n* 1 FETCH (BODY[] {3}\r\nabc UID 4)\r\n")
            dialogue.say("* 1 FETCH (BODY[] {3}\r\nxyz UID 4)\r\nr4 OK x\r\n")
            dialogue.waitForHangUp()
        }
        _ = try await session.select(.inbox)
        let gathered = Gathered()
        let missing = try await session.fetch([try #require(UID(4)), try #require(UID(6))]) { await gathered.add($0) }
        let messages = await gathered.messages
        #expect(messages.count == 1 && missing.description == "6")
        guard case .whole(let bytes) = messages.first?.content else {
            Issue.record("no message")
            return
        }
        #expect(bytes == Array("abc".utf8))
        let news = await session.takeNews()
        #expect(news.flags[try #require(UID(5))] == [.seen])
    }

    @Test("where a FETCH is refused its messages are asked for one by one, and one that cannot be read is told")
    func unreadable() async throws {
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say("* 2 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nr2 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n* 2 FETCH (UID 2 RFC822.SIZE 3)\r\nr3 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("r4 NO some could not be fetched\r\n")
            _ = dialogue.hear()
            _ = dialogue.hear()
            dialogue.say("r5 NO [SERVERBUG] corrupt\r\n* 2 FETCH (UID 2 BODY[] \"abc\")\r\nr6 OK x\r\n")
            dialogue.waitForHangUp()
        }
        _ = try await session.select(.inbox)
        let gathered = Gathered()
        let both = try UIDSet(#require(UID(1))...#require(UID(2)))
        let missing = try await session.fetch(both) { await gathered.add($0) }
        #expect(missing.isEmpty)
        let messages = await gathered.messages.sorted { $0.uid < $1.uid }
        guard messages.count == 2, case .unreadable(let words) = messages[0].content, case .whole = messages[1].content
        else {
            Issue.record("\(messages)")
            return
        }
        #expect(words.contains("corrupt"))
    }

    @Test("without MOVE and UIDPLUS a message stays, and nothing is said")
    func left() async throws {
        let session = try await session { $0.waitForHangUp() }
        guard case .left = try await session.move([try #require(UID(1))], to: "X") else {
            Issue.record("moved")
            return
        }
        await session.close()
    }

    @Test("without LITERAL+ the message waits for the server's leave, and a refusal keeps the session")
    func synchronising() async throws {
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say("r2 NO [OVERQUOTA] full\r\n")
            guard dialogue.hear() == "r3 APPEND \"X\" {3}" else { return }
            dialogue.say("+ go on\r\n")
            guard dialogue.hear() == "abc" else { return }
            dialogue.say("r3 OK [APPENDUID 1 8] x\r\n")
            dialogue.waitForHangUp()
        }
        await #expect {
            try await session.append(Array("abc".utf8), to: "X")
        } throws: { error in
            guard case .serverRefused("APPEND", let reply) = (error as? TransportError)?.kind else { return false }
            return reply.contains("OVERQUOTA")
        }
        #expect(try await session.append(Array("abc".utf8), to: "X") == UID(8))
        await session.close()
    }

    @Test("a server that repeats the number of messages at each IDLE makes no news of it")
    func repeatedExists() async throws {
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nr2 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("+ idling\r\n* 1 EXISTS\r\n* 0 RECENT\r\n")
            guard dialogue.hear() == "DONE" else { return }
            dialogue.say("r3 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("+ idling\r\n* 2 EXISTS\r\n")
            guard dialogue.hear() == "DONE" else { return }
            dialogue.say("r4 OK x\r\n")
        }
        _ = try await session.select(.inbox)
        #expect(try await session.idle(for: .milliseconds(50)) == .deadline)
        #expect(try await session.idle(for: .seconds(20)) == .news)
    }

    @Test("a handler that throws ends the fetch, and the session stays in step")
    func handlerThrows() async throws {
        struct Full: Error {}
        let session = try await session { dialogue in
            _ = dialogue.hear()
            dialogue.say("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nr2 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("* 1 FETCH (UID 1 RFC822.SIZE 3)\r\nr3 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("* 1 FETCH (UID 1 BODY[] \"abc\")\r\nr4 OK x\r\n")
            _ = dialogue.hear()
            dialogue.say("r5 OK x\r\n")
        }
        _ = try await session.select(.inbox)
        await #expect(throws: Full.self) {
            _ = try await session.fetch([try #require(UID(1))]) { _ in throw Full() }
        }
        try await session.noop()
    }

    @Test("a task cancelled in the middle of a command ends the session, not the process")
    func cancelled() async throws {
        let (heard, signal) = AsyncStream<Void>.makeStream()
        let session = try await session { dialogue in
            _ = dialogue.hear()
            signal.yield()
            dialogue.waitForHangUp()
        }
        let task = Task { try await session.noop() }
        for await _ in heard { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await !session.isUsable)
    }

    @Test("no server: refused; no such host: name resolution; both say where and what to do")
    func nobody() async throws {
        let port = try Port.free()
        await #expect {
            _ = try await IMAPSession.connect(
                #require(Endpoint(scheme: .imap, host: "127.0.0.1", port: port)), tls: .none, credentials: .none,
                on: thread)
        } throws: { error in
            guard let error = error as? TransportError, case .connectionRefused = error.kind else { return false }
            return "\(error)".contains("127.0.0.1:\(port)") && error.isTransient
        }
    }

    @Test("a server that accepts and says nothing runs into the time limit, which says what was awaited")
    func mute() async throws {
        let server = try ScriptedServer { $0.waitForHangUp() }
        var timeouts = IMAPTimeouts()
        timeouts.connect = .milliseconds(200)
        await #expect {
            _ = try await IMAPSession.connect(
                #require(Endpoint(scheme: .imap, host: "127.0.0.1", port: server.port)), tls: .none, credentials: .none,
                timeouts: timeouts, on: thread)
        } throws: { error in
            guard case .timedOut(let doing, _) = (error as? TransportError)?.kind else { return false }
            return doing.contains("greeting")
        }
    }

    @Test("TLS demanded and not offered: refused before any password")
    func noStartTLS() async throws {
        let server = try ScriptedServer { dialogue in
            dialogue.say("* OK scripted\r\n")
            let tag = dialogue.hear()?.prefix { $0 != " " } ?? ""
            dialogue.say("* CAPABILITY IMAP4rev1\r\n\(tag) OK done\r\n")
            dialogue.waitForHangUp()
        }
        await #expect {
            _ = try await IMAPSession.connect(
                #require(Endpoint(scheme: .imap, host: "127.0.0.1", port: server.port)), tls: .required(),
                credentials: .password(user: "u", secret("p")), on: thread)
        } throws: { error in
            guard case .tlsFailure(.notOffered, _) = (error as? TransportError)?.kind else { return false }
            return true
        }
    }
}
