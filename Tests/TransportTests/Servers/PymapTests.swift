import Foundation
import ServerBed
import Testing

@testable import Transport

@Suite("Against pymap, an IMAP server of another make", .enabled(if: Pymap.program != nil, "pymap is not installed"))
struct PymapTests {
    @Test("login by STARTTLS, folders, append, fetch, flags, move and IDLE work there too")
    func all() async throws {
        let folder = try BedFolder()
        defer { folder.remove() }
        let pymap = try await Pymap.start(in: folder.url)
        let thread = NetworkThread()
        let session = try await IMAPSession.connect(
            #require(Endpoint(scheme: .imap, host: "localhost", port: pymap.port)),
            tls: .required(caFile: pymap.caFile),
            credentials: .password(user: pymap.user, secret(pymap.password)), on: thread)
        #expect(try await session.list().contains { $0.name == "Sent" })
        _ = try await session.create("Überprüft")
        #expect(try await session.list().contains { $0.name.name == "Überprüft" })
        let opened = try await session.select("Überprüft")
        #expect(opened.exists == 0)
        let uid = try #require(try await session.append(mail("pymap", bytes: 3000), to: "Überprüft", flags: [.seen]))
        let gathered = Gathered()
        #expect(try await session.fetch([uid]) { await gathered.add($0) }.isEmpty)
        guard case .whole(let bytes) = await gathered.messages.first?.content else {
            Issue.record("no message")
            return
        }
        #expect(bytes == mail("pymap", bytes: 3000))
        try await session.store([uid], .add([.answered]))
        #expect(try await session.fetchFlags([uid])[uid]?.contains(.answered) == true)
        #expect(try await session.search(.flagged(.answered)) == [uid])
        #expect(try await session.status("Überprüft").messages == 1)
        guard case .moved = try await session.move([uid], to: "Sent") else {
            Issue.record("not moved")
            return
        }
        _ = await session.takeNews()
        #expect(try await session.idle(for: .milliseconds(50)) == .deadline)
        await session.logout()
        thread.stop()
        await pymap.stop()
    }
}
