import Foundation
import LoopbackMail
import Testing

@Suite("Bad days")
struct BadDayTests {
    @Test("a server that goes away is told once, and what came meanwhile is answered when it is back")
    func serverGone() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                let port = try #require(world.imap.port)
                await world.imap.stop()
                try await world.event("mailbox.lost")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.imap.start(port: port)
                try await world.smtp.waitFor(1)
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("a refused login is told with the server's words, and not tried again for a minute")
    func refusedLogin() async throws {
        try await World.run { world in
            try world.configure()
            world.store.setCredentials(of: World.user, password: "changed")
            try await world.withDaemon { _ in
                let refused = try await world.event("login.refused")
                #expect(refused["reason"]?.contains("wrongPassword") == true)
                #expect(refused["reason"]?.contains("app password") == true)
                let attempts = ["LOGIN", "AUTHENTICATE"].map { world.imap.log.count(of: Script.Step($0)) }.reduce(0, +)
                #expect(attempts == 1)
            }
        }
    }

    @Test("a refused SMTP login is not tried again for each mail that comes")
    func refusedSubmission() async throws {
        let script: Script = [.at(.login, do: .answer(["535 5.7.8 wrong password"]))]
        try await World.run(smtpScript: script) { world in
            try world.configure()
            try world.account.deliver(Buyer.mail("q1", alias: "firstbuyer12345"))
            try await world.withDaemon { _ in
                try await world.event("login.refused")
                let attempts = world.smtp.log.count(of: "AUTH")
                for id in ["q2", "q3", "q4"] {
                    try world.account.deliver(Buyer.mail(id, alias: "another\(id)12345"))
                    try await world.event("reply.scheduled", ["message": "\(id)@buyers.example"])
                }
                #expect(attempts > 0)
                #expect(world.smtp.log.count(of: "AUTH") == attempts)
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("a certificate of an unknown authority is refused, in words")
    func untrusted() async throws {
        try await World.run { world in
            let other = try await TestAuthority()
            var servers = world.servers
            servers.caFile = other.caFile
            try world.configure(servers: servers)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                let lost = try await world.event("mailbox.lost")
                #expect(lost["reason"]?.contains("ca_file") == true)
            }
            #expect(world.smtp.mails.isEmpty)
            withExtendedLifetime(other) {}
        }
    }

    @Test("a 4xx is tried again later, a 5xx is left to a person; neither stops the others")
    func refusals() async throws {
        let options = SMTPOptions(refusals: [
            "greylistaaaaaaa+133a066e@marketplace.amazon.com": "451 4.7.1 come back later",
            "goneaaaaaaaaaaa+133a066e@marketplace.amazon.com": "550 5.1.1 no such buyer",
        ])
        try await World.run(smtp: options) { world in
            try world.configure()
            try world.account.deliver(Buyer.mail("later", alias: "greylistaaaaaaa"))
            try world.account.deliver(Buyer.mail("gone", alias: "goneaaaaaaaaaaa"))
            try world.account.deliver(Buyer.mail("fine", alias: "fineaaaaaaaaaaa"))
            try await world.withDaemon { _ in
                try await world.smtp.waitFor(1)
                let refused = try await world.event("reply.refused", ["message": "later@buyers.example"])
                #expect(refused["answer"]?.contains("come back later") == true)
                let failed = try await world.event("reply.failed", ["message": "gone@buyers.example"])
                #expect(failed["reason"]?.contains("no such buyer") == true)
                world.smtp.options = SMTPOptions()
                // Fifteen seconds and half as long again at most: the first step of the back-off.
                try await world.event("reply.sent", ["message": "later@buyers.example"], within: .seconds(180))
                #expect(try await world.replyd("release", failed["reply"] ?? "").code == 0)
                try await world.smtp.waitFor(3)
            }
            #expect(world.smtp.mails.count == 3)
        }
    }

    @Test("a mail of 60 MB, one that is no MIME, an empty one and one without Message-ID are kept and harm nobody")
    func oddMails() async throws {
        try await World.run { world in
            try world.configure()
            var big = Buyer.mail("big", alias: "bigaaaaaaaaaaaa")
            big += Array(repeating: UInt8(ascii: "x"), count: 60 << 20)
            try world.account.deliver(big)
            try world.account.deliver([0xFF, 0xFE, 0x00, 0x01] + Array("\r\n\r\nnot a mail".utf8))
            try world.account.deliver([UInt8]())
            try world.account.deliver(Buyer.mail("anonymous", alias: "anonaaaaaaaaaaa", messageID: false))
            try world.account.deliver(Buyer.mail("fine", alias: "fineaaaaaaaaaaa"))
            try await world.withDaemon { _ in
                try await world.smtp.waitFor(2, within: .seconds(180))
                let unreadable = try await world.event(
                    "message.unreadable", ["message": "big@buyers.example"], within: .seconds(180))
                #expect(unreadable["problem"]?.contains("bytes are more than") == true)
                try await eventually("all five are recorded") { world.events("message.received").count == 5 }
            }
            #expect(Set(world.smtp.mails.compactMap { $0.header("In-Reply-To") }) == ["<fine@buyers.example>"])
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("a full disk under the ledger: nothing is answered without its record, and all of it once there is room")
    func fullDisk() async throws {
        guard geteuid() == 0 else { return print("skipped: a small file system needs root") }
        try await World.run { world in
            let disk = world.folder.appendingPathComponent("disk").path
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            try shell("mount -t tmpfs -o size=1m tmpfs \(disk)")
            defer { try? shell("umount -l \(disk)") }
            try world.configure(store: "\(disk)/replyd.db")
            try await world.withDaemon { daemon in
                try await world.event("mailbox.connected")
                let filler = disk + "/filler"
                try? shell("dd if=/dev/zero of=\(filler) bs=4k 2>/dev/null")
                let words = String(repeating: "Could you please send me an invoice? ", count: 3000)
                try world.account.deliver(Buyer.mail("q1", words))
                try await eventually("the trouble is told") { daemon.said.contains("store.failed") }
                #expect(daemon.said.contains("free space"))
                try await world.event("store.failed")
                #expect(world.smtp.mails.isEmpty)
                try FileManager.default.removeItem(atPath: filler)
                try await world.smtp.waitFor(1, within: .seconds(180))
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    private func shell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NeverHappened(description: command) }
    }
}
