import Foundation
import ServerBed
import Testing

@testable import Transport

@Suite("How far a mail got")
struct HowFarItGotTests {
    let thread = NetworkThread()

    /// Greets twice (libcurl first, then the session), then plays the rest.
    func session(
        _ extensions: String = "250-PIPELINING\r\n250 SIZE 100000", timeouts: SMTPTimeouts = SMTPTimeouts(),
        _ rest: @escaping @Sendable (ScriptedServer.Dialogue) -> Void
    ) async throws -> SMTPSession {
        let server = try ScriptedServer { dialogue in
            dialogue.say("220 scripted\r\n")
            for _ in 0..<2 {
                _ = dialogue.hear()
                dialogue.say("250-scripted\r\n\(extensions)\r\n")
            }
            rest(dialogue)
        }
        return try await SMTPSession.connect(
            #require(Endpoint(scheme: .smtp, host: "127.0.0.1", port: server.port)), tls: .none, credentials: .none,
            timeouts: timeouts, on: thread)
    }

    func send(_ session: SMTPSession) async throws -> SendOutcome {
        await session.send(
            try #require(Envelope(from: "a@b", recipients: ["c@d"])), message: Array("Subject: x\r\n\r\ny\r\n".utf8))
    }

    @Test("hung up before 354: not sent")
    func beforeData() async throws {
        let session = try await session { $0.hear(until: "DATA") }
        guard case .notSent(let error) = try await send(session), case .connectionLost = error.kind, error.isTransient
        else {
            Issue.record("not notSent")
            return
        }
        #expect(await !session.isUsable)
    }

    @Test("hung up after the final dot: ambiguous")
    func afterDot() async throws {
        let session = try await session { dialogue in
            dialogue.hear(until: "DATA")
            dialogue.say("250 a\r\n250 b\r\n354 go\r\n")
            dialogue.hear(until: ".")
        }
        guard case .ambiguous = try await send(session) else {
            Issue.record("not ambiguous")
            return
        }
    }

    @Test("silence after the final dot: ambiguous when the time is over")
    func silence() async throws {
        var timeouts = SMTPTimeouts()
        timeouts.final = .milliseconds(100)
        let session = try await session(timeouts: timeouts) { dialogue in
            dialogue.hear(until: "DATA")
            dialogue.say("250 a\r\n250 b\r\n354 go\r\n")
            dialogue.waitForHangUp()
        }
        guard case .ambiguous(let error) = try await send(session), case .timedOut = error.kind else {
            Issue.record("not ambiguous")
            return
        }
    }

    @Test("421 after the final dot is a refusal, to be tried again")
    func goodbyeAfterDot() async throws {
        let session = try await session { dialogue in
            dialogue.hear(until: "DATA")
            dialogue.say("250 a\r\n250 b\r\n354 go\r\n")
            dialogue.hear(until: ".")
            dialogue.say("421 4.3.2 shutting down\r\n")
        }
        guard case .refused(let reply, permanent: false, at: .message) = try await send(session) else {
            Issue.record("not refused")
            return
        }
        #expect(reply.code == 421)
        #expect(await !session.isUsable)
    }

    @Test("two replies to the final dot: the second makes the connection unusable, the first stands")
    func splitReply() async throws {
        let session = try await session { dialogue in
            dialogue.hear(until: "DATA")
            dialogue.say("250 a\r\n250 b\r\n354 go\r\n")
            dialogue.hear(until: ".")
            dialogue.say("250 taken\r\n250 and more\r\n")
            dialogue.waitForHangUp()
        }
        guard case .accepted(let reply) = try await send(session), reply.lastLine == "250 taken" else {
            Issue.record("not accepted")
            return
        }
        guard case .notSent(let error) = try await send(session), case .protocolViolation = error.kind else {
            Issue.record("the unasked reply went unnoticed")
            return
        }
    }

    @Test("a broken reply to the final dot: ambiguous")
    func brokenReply() async throws {
        let session = try await session { dialogue in
            dialogue.hear(until: "DATA")
            dialogue.say("250 a\r\n250 b\r\n354 go\r\n")
            dialogue.hear(until: ".")
            dialogue.say("250-taken\r\n550 or not\r\n")
            dialogue.waitForHangUp()
        }
        guard case .ambiguous(let error) = try await send(session), case .protocolViolation = error.kind else {
            Issue.record("not ambiguous")
            return
        }
    }

    @Test("DATA accepted without a recipient: hung up, refused, and no empty mail")
    func dataWithoutRecipient() async throws {
        let session = try await session { dialogue in
            dialogue.hear(until: "DATA")
            dialogue.say("250 a\r\n550 5.1.1 nobody\r\n354 go\r\n")
            dialogue.waitForHangUp()
        }
        guard case .refused(let reply, permanent: true, at: .recipient("c@d")) = try await send(session) else {
            Issue.record("not refused")
            return
        }
        #expect(reply.enhanced?.description == "5.1.1")
    }

    @Test("without PIPELINING each command waits for its reply; a refused sender is reset")
    func stepByStep() async throws {
        let session = try await session("250 8BITMIME") { dialogue in
            _ = dialogue.hear()
            dialogue.say("451 4.7.1 greylisted\r\n")
            guard dialogue.hear() == "RSET" else { return }
            dialogue.say("250 reset\r\n")
            for reply in ["250 a", "250 b", "354 go"] {
                _ = dialogue.hear()
                dialogue.say("\(reply)\r\n")
            }
            dialogue.hear(until: ".")
            dialogue.say("250 2.0.0 queued as 4711\r\n")
        }
        guard case .refused(_, permanent: false, at: .sender) = try await send(session),
            case .accepted(let reply) = try await send(session)
        else {
            Issue.record("not refused, then accepted")
            return
        }
        #expect(reply.lastLine == "250 2.0.0 queued as 4711")
    }

    @Test("a bad message is not sent, nothing is said, and the session stays usable")
    func badMessage() async throws {
        let session = try await session { $0.waitForHangUp() }
        let envelope = try #require(Envelope(from: "a@b", recipients: ["c@d"]))
        guard case .notSent(let error) = await session.send(envelope, message: Array("a\n.\nMAIL".utf8)),
            case .unacceptable = error.kind, !error.isTransient
        else {
            Issue.record("sent")
            return
        }
        guard case .notSent(let eight) = await session.send(envelope, message: Array("ä\r\n".utf8)),
            eight.kind == .unsupported("8BITMIME")
        else {
            Issue.record("sent")
            return
        }
        #expect(await session.isUsable)
        await session.close()
    }
}
