import Foundation
import ServerBed
import Testing

@testable import Transport

@Suite("Against Postfix", .enabled(if: Postfix.isInstalled && Dovecot.isInstalled && SMTPSink.isInstalled))
struct SMTPTests {
    func outcome(_ outcome: SendOutcome, is code: Int) -> Bool {
        if case .accepted(let reply) = outcome { return reply.code == code }
        return false
    }

    @Test("without a login, many mails go over one connection")
    func sink() async throws {
        let folder = try BedFolder()
        defer { folder.remove() }
        let sink = try await SMTPSink.start(in: folder.url)
        let thread = NetworkThread()
        let session = try await SMTPSession.connect(
            #require(Endpoint(scheme: .smtp, host: "127.0.0.1", port: sink.port)), tls: .none, credentials: .none,
            on: thread)
        let envelope = try #require(Envelope(from: "shop@a.example", recipients: ["buyer@b.example"]))
        for number in 1...50 {
            #expect(outcome(await session.send(envelope, message: mail("n\(number)")), is: 250))
        }
        await session.quit()
        await sink.stop()
        thread.stop()
    }

    @Test("submission with STARTTLS and AUTH: accepted, refused at each step, and used again")
    func submission() async throws {
        let folder = try BedFolder()
        defer { folder.remove() }
        let dovecot = try await Dovecot.start(in: folder.url)
        let postfix = try await Postfix.start(in: folder.url, dovecot: dovecot)
        let thread = NetworkThread()
        let endpoint = try #require(Endpoint(scheme: .smtp, host: "localhost", port: postfix.port))
        let tls = TLSPolicy.required(caFile: dovecot.caFile)
        let session = try await SMTPSession.connect(
            endpoint, tls: tls, credentials: .password(user: "shop", secret("pass")), on: thread)
        let envelope = try #require(Envelope(from: "shop@a.example", recipients: ["buyer@b.example"]))
        let message = Array("Subject: dots\r\n\r\n.\r\n..two\r\nplain\r\n.last".utf8)
        #expect(outcome(await session.send(envelope, message: message), is: 250))

        let both = try #require(
            Envelope(from: "shop@a.example", recipients: ["buyer@b.example", "refused@buyer.example"]))
        for envelope in [both, try #require(Envelope(from: "shop@a.example", recipients: ["refused@buyer.example"]))] {
            let refused = await session.send(envelope, message: message)
            guard case .refused(let reply, permanent: true, at: .recipient("refused@buyer.example")) = refused else {
                Issue.record("\(refused)")
                continue
            }
            #expect(reply.code == 554 && reply.enhanced?.description == "5.7.1")
        }
        guard
            case .notSent(let error) = await session.send(
                envelope,
                message: [UInt8](repeating: 65, count: 2_000_000).enumerated().flatMap {
                    $0.offset % 70 == 69 ? [13, 10] : [$0.element]
                }),
            case .tooBig = error.kind
        else {
            Issue.record("not too big")
            return
        }
        #expect(outcome(await session.send(envelope, message: mail("after")), is: 250))
        await session.quit()

        do {
            _ = try await SMTPSession.connect(
                endpoint, tls: tls, credentials: .password(user: "shop", secret("nonsense")), on: thread)
            Issue.record("logged in with a wrong password")
        } catch let error as TransportError {
            guard case .loginRefused(let line, .wrongPassword) = error.kind else { throw error }
            #expect(line.hasPrefix("535"))
        }
        // Delivery is Postfix's own work after the 250.
        var delivered: [Data] = []
        for _ in 0..<500 where delivered.count < 2 {
            try await Task.sleep(for: .milliseconds(20))
            delivered = try postfix.delivered()
        }
        #expect(delivered.count == 2)
        #expect(delivered.contains { String(decoding: $0, as: UTF8.self).hasSuffix("\n\n.\n..two\nplain\n.last\n") })
        await postfix.stop()
        await dovecot.stop()
        thread.stop()
    }
}
