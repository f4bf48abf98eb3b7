import Foundation
import ServerBed
import Testing

@testable import Transport

/// A mail of about this many bytes.
func mail(_ subject: String, bytes: Int = 200) -> [UInt8] {
    let head = "From: a@b.example\r\nSubject: \(subject)\r\nMessage-ID: <\(subject)@b.example>\r\n\r\n"
    let line = "* BYE this is only text, and so is r1 OK {5}\r\n"
    return Array(head.utf8) + Array(String(repeating: line, count: max(1, (bytes - head.count) / line.count)).utf8)
}

func secret(_ text: String) throws -> Secret { try #require(Secret(text)) }

/// What the handler of a fetch gathers.
actor Gathered {
    var messages: [FetchedMessage] = []
    func add(_ more: [FetchedMessage]) { messages += more }
}

@Suite("Against Dovecot", .enabled(if: Dovecot.isInstalled))
struct DovecotTests {
    func world(
        _ options: Dovecot.Options = .init(), _ body: (Dovecot, NetworkThread) async throws -> Void
    ) async throws {
        let folder = try BedFolder()
        defer { folder.remove() }
        let dovecot = try await Dovecot.start(in: folder.url, options: options)
        let thread = NetworkThread()
        defer { thread.stop() }
        do {
            try await body(dovecot, thread)
        } catch {
            await dovecot.stop()
            throw error
        }
        await dovecot.stop()
    }

    func connect(
        _ dovecot: Dovecot, _ thread: NetworkThread, scheme: Endpoint.Scheme = .imaps, host: String = "localhost",
        user: String = "ann", password: String = "pass", caFile: String? = nil,
        limits: ResponseLimits = ResponseLimits()
    ) async throws -> IMAPSession {
        let port = scheme == .imaps ? dovecot.imapsPort : dovecot.imapPort
        return try await IMAPSession.connect(
            #require(Endpoint(scheme: scheme, host: host, port: port)),
            tls: .required(caFile: caFile ?? dovecot.caFile),
            credentials: .password(user: user, secret(password)), limits: limits, on: thread)
    }

    @Test(
        "a session logs in by TLS and by STARTTLS, and knows the capabilities after the login",
        arguments: [Endpoint.Scheme.imaps, .imap])
    func login(_ scheme: Endpoint.Scheme) async throws {
        try await world { dovecot, thread in
            let session = try await connect(dovecot, thread, scheme: scheme)
            #expect(await session.has("IDLE"))
            #expect(await session.has("MOVE"))
            await session.logout()
            #expect(await !session.isUsable)
        }
    }

    @Test("a wrong authority, a wrong host and a wrong password each fail with their own error")
    func refused() async throws {
        try await world { dovecot, thread in
            let other = try Certificates(in: dovecot.folder.appendingPathComponent("other"))
            for scheme in [Endpoint.Scheme.imaps, .imap] {
                await #expect {
                    _ = try await connect(dovecot, thread, scheme: scheme, caFile: other.ca.path)
                } throws: { error in
                    guard case .tlsFailure(.untrusted, _) = (error as? TransportError)?.kind else { return false }
                    return true
                }
            }
            await #expect {
                _ = try await connect(dovecot, thread, password: "wrong-secret")
            } throws: { error in
                guard case .loginRefused(let line, .wrongPassword) = (error as? TransportError)?.kind else {
                    return false
                }
                return line.contains("AUTHENTICATIONFAILED") && !"\(error)".contains("wrong-secret")
            }
        }
        var options = Dovecot.Options()
        options.certificateHost = "elsewhere.example"
        try await world(options) { dovecot, thread in
            await #expect {
                _ = try await connect(dovecot, thread)
            } throws: { error in
                guard case .tlsFailure(.wrongHost, _) = (error as? TransportError)?.kind else { return false }
                return true
            }
        }
    }

    @Test("messages are fetched whole, the large ones only with their header, and the missing ones are told")
    func fetch() async throws {
        try await world { dovecot, thread in
            for number in 1...20 { try dovecot.deliver(mail("m\(number)", bytes: 5000), to: "ann") }
            try dovecot.deliver(mail("large", bytes: 300_000), to: "ann")
            let session = try await connect(dovecot, thread)
            let opened = try await session.select(.inbox)
            #expect(opened.exists == 21)
            #expect(opened.uidNext == UID(22))
            let gathered = Gathered()
            let range = try UIDSet(#require(UID(1))...#require(UID(30)))
            let missing = try await session.fetch(range, limit: 100_000) { await gathered.add($0) }
            let messages = await gathered.messages
            #expect(messages.count == 21)
            #expect(missing.description == "22:30")
            var whole = 0
            for message in messages {
                #expect(message.internalDate != nil)
                switch message.content {
                case .whole(let bytes):
                    whole += 1
                    #expect(bytes.count > 4800 && bytes.starts(with: Array("From: a@b.example\r\n".utf8)))
                case .tooBig(let size, let header):
                    #expect(size > 290_000)
                    #expect(String(decoding: header, as: UTF8.self).contains("Subject: large"))
                case .unreadable(let words): Issue.record("unreadable: \(words)")
                }
            }
            #expect(whole == 20)
            await session.logout()
        }
    }

    @Test("flags, search, header look-up, append and move do what they say")
    func changes() async throws {
        try await world { dovecot, thread in
            let session = try await connect(dovecot, thread)
            let names = try await session.list()
            #expect(names.contains { $0.attributes.contains("\\sent") && $0.name == "Sent" })
            try await #expect(session.namespace()?.personal.count == 1)
            #expect(try await session.create("Größe & Maß"))
            #expect(try await !session.create("Größe & Maß"))
            try await session.subscribe("Größe & Maß")
            let again = try await session.list()
            #expect(again.contains { $0.name.name == "Größe & Maß" })

            let date = Date(timeIntervalSince1970: 1_700_000_000)
            let uid = try await session.append(mail("filed"), to: "Größe & Maß", flags: [.seen], date: date)
            let one = try #require(uid)
            _ = try await session.select("Größe & Maß")
            #expect(try await session.search(.header("Subject", contains: "filed")) == [one])
            #expect(try await session.search(.header("Subject", contains: "größe")).isEmpty)
            #expect(try await session.search(.and([.flagged(.seen), .from(one)])) == [one])
            try await session.store([one], .add([.answered]))
            #expect(try await session.fetchFlags([one])[one]?.isSuperset(of: [.seen, .answered]) == true)
            try await session.store([one], .remove([.seen]))
            #expect(try await session.fetchFlags([one])[one]?.contains(.seen) == false)
            let header = try #require(try await session.fetchHeaders([one], ["Message-ID", "X-Replyd-Reply"])[one])
            #expect(String(decoding: header, as: UTF8.self) == "Message-ID: <filed@b.example>\r\n\r\n")
            guard case .moved(_, let to) = try await session.move([one], to: "Sent") else {
                Issue.record("not moved")
                return
            }
            #expect(to.count == 1)
            #expect(try await session.status("Sent").messages == 1)
            #expect(try await session.search(.all).isEmpty)
            do {
                _ = try await session.append(mail("lost"), to: "Nowhere")
                Issue.record("appended to no folder")
            } catch let error as TransportError {
                guard case .serverRefused("APPEND", let reply) = error.kind else { throw error }
                #expect(reply.contains("TRYCREATE"))
            }
            #expect(await session.isUsable)
            await session.logout()
        }
    }

    @Test("IDLE ends with new mail, at its deadline, for another command, and when cancelled; the session goes on")
    func idle() async throws {
        try await world { dovecot, thread in
            let session = try await connect(dovecot, thread)
            _ = try await session.select(.inbox)
            let first = Task { try await session.idle(for: .seconds(30)) }
            try dovecot.deliver(mail("new"), to: "ann")
            #expect(try await first.value == .news)
            #expect(await session.takeNews().existsChanged)
            #expect(try await session.idle(for: .milliseconds(50)) == .deadline)
            #expect(try await session.idle(for: .milliseconds(120), renewEvery: .milliseconds(30)) == .deadline)

            let second = Task { try await session.idle(for: .seconds(30)) }
            while await !session.idling { await Task.yield() }
            try await session.noop()
            #expect(try await second.value == .interrupted)

            let third = Task { try await session.idle(for: .seconds(30)) }
            while await !session.idling { await Task.yield() }
            third.cancel()
            await #expect(throws: CancellationError.self) { try await third.value }
            try await session.noop()
            #expect(await session.isUsable)
            await session.logout()
        }
    }
}
