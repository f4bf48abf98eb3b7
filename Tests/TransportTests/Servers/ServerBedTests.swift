import Foundation
import ServerBed
import Testing

@Suite("The server bed")
struct ServerBedTests {
    @Test("Dovecot, smtp-sink and Postfix start on free ports and stop")
    func startAndStop() async throws {
        let folder = try BedFolder()
        defer { folder.remove() }
        let dovecot = try await Dovecot.start(in: folder.url)
        try dovecot.deliver(Array("Subject: a\r\n\r\nb\r\n".utf8), to: "ann")
        let sink = try await SMTPSink.start(in: folder.url)
        let postfix = try await Postfix.start(in: folder.url, dovecot: dovecot)
        #expect(Port.isOpen(dovecot.imapPort) && Port.isOpen(sink.port) && Port.isOpen(postfix.port))
        await postfix.stop()
        await sink.stop()
        await dovecot.stop()
        #expect(!Port.isOpen(dovecot.imapPort) && !Port.isOpen(sink.port) && !Port.isOpen(postfix.port))
    }
}
