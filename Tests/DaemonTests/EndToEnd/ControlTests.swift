import Foundation
import LoopbackMail
import Testing

@Suite("The sysadmin speaks to the daemon")
struct ControlTests {
    @Test("pause stops all sending, outlasts a restart, and resume lets it go on; intake never stops")
    func pause() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                #expect(try await world.replyd("pause").code == 0)
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled", ["message": "q1@buyers.example"])
            }
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected", count: 2)
                let status = try await world.replyd("status")
                #expect(status.out.contains("PAUSED"))
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("reply.scheduled", ["message": "q2@buyers.example"])
                #expect(world.smtp.mails.isEmpty)
                #expect(try await world.replyd("resume").code == 0)
                try await world.smtp.waitFor(2)
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("pause and status work on the store alone where no daemon runs")
    func withoutDaemon() async throws {
        try await World.run { world in
            try world.configure()
            let none = try await world.replyd("status")
            #expect(none.code == 1)
            #expect(none.err.contains("there is no store"))
            try await world.withDaemon { _ in try await world.event("mailbox.connected") }
            #expect(try await world.replyd("pause").code == 0)
            let status = try await world.replyd("status", "--json")
            #expect(status.code == 0)
            #expect(status.out.contains("\"paused\" : true"))
            #expect(status.out.contains("\"running\" : false"))
        }
    }

    @Test("changed windows reach the replies that wait: on reload, and over a restart")
    func replanned() async throws {
        try await World.run { world in
            let kinds = "[kinds.inquiry]\naction = \"guard\"\nmin_confidence = 0.3\n"
            try world.configure("[windows]\nhours = \"always\"\nreply_within = \"20h\"\n" + kinds)
            try await world.withDaemon { daemon in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                let first = try await world.event("reply.scheduled")
                try world.configure("[windows]\nhours = \"always\"\nreply_within = \"10h\"\n" + kinds)
                daemon.signal(SIGHUP)
                let second = try await world.event("reply.rescheduled")
                #expect(second["was_due"] == first["due"])
                #expect(second["was_deadline"] == first["deadline"])
                #expect(try #require(second["deadline"]) < #require(first["deadline"]))
                #expect(world.smtp.mails.isEmpty)
            }
            try world.configure(
                "[windows]\nhours = \"always\"\nreply_after = \"0s\"\n"
                    + "[kinds.inquiry]\naction = \"send\"\nmin_confidence = 0.3\n")
            try await world.withDaemon { _ in
                let third = try await world.event("reply.rescheduled", count: 2)
                #expect(third["was_action"] == "guard")
                #expect(third["action"] == "send")
                try await world.smtp.waitFor(1)
            }
        }
    }

    @Test("SIGHUP takes a changed configuration, and keeps the old one where the new one is wrong")
    func reload() async throws {
        try await World.run { world in
            try world.configure("[kinds.inquiry]\naction = \"hold\"\nmin_confidence = 0.3\n")
            try await world.withDaemon { daemon in
                try await world.event("mailbox.connected")
                try world.configure("[kinds.inquiry]\nacton = \"send\"\n")
                daemon.signal(SIGHUP)
                let rejected = try await world.event("config.rejected")
                #expect(rejected["errors"]?.contains("kinds.inquiry.acton") == true)
                #expect(rejected["errors"]?.contains("did you mean") == true)
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("message.held", ["message": "q1@buyers.example"])
                try world.configure()
                daemon.signal(SIGHUP)
                try await world.event("daemon.reloaded")
                try world.account.deliver(Buyer.mail("q2", alias: "anotherbuyer123"))
                try await world.smtp.waitFor(1)
            }
            #expect(world.smtp.mails.map { $0.header("In-Reply-To") } == ["<q2@buyers.example>"])
        }
    }

    @Test("SIGUSR1 opens the log file anew after a rotation; no event is lost")
    func rotation() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { daemon in
                try await world.event("mailbox.connected")
                let old = world.logPath + ".1"
                try FileManager.default.moveItem(atPath: world.logPath, toPath: old)
                daemon.signal(SIGUSR1)
                try await eventually("a new log file") { FileManager.default.fileExists(atPath: world.logPath) }
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.sent")
                let first = try String(contentsOfFile: old, encoding: .utf8)
                #expect(first.contains("daemon.started"))
                #expect(!world.events.isEmpty && world.events("daemon.started").isEmpty)
            }
        }
    }

    @Test("a second daemon on the same store is refused with a clear error")
    func second() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { daemon in
                try await world.event("mailbox.connected")
                let second = try await world.replyd("run")
                #expect(second.code == 1)
                #expect(second.err.contains("\(daemon.pid)"))
                #expect(daemon.isRunning)
            }
        }
    }

    @Test("SIGTERM finishes the reply in flight: the server's slow answer is still recorded")
    func finishing() async throws {
        try await World.run(smtpScript: [.at(.message, .done, do: .delay(.seconds(2)))]) { world in
            try world.configure()
            try world.account.deliver(Buyer.mail("q1"))
            let daemon = try RunningDaemon(world)
            try await world.event("reply.sending")
            #expect(try await daemon.stop() == 0)
            #expect(world.events("reply.sent").count == 1)
            #expect(world.events("daemon.stopped").count == 1)
        }
    }

    @Test(
        "SIGTERM ends the daemon also where the server never answers; the send is looked up at the next start")
    func stalled() async throws {
        try await World.run(smtpScript: [.at(.message, .done, .first(1), do: .stall)]) { world in
            try world.configure(
                World.sendEverything + "\n[sending]\nsettle = \"1s\"\n", mailbox: "save_sent = \"none\"")
            try world.account.deliver(Buyer.mail("q1"))
            let daemon = try RunningDaemon(world)
            try await world.event("reply.sending")
            daemon.signal(SIGTERM)
            #expect(try await daemon.exitCode(within: .seconds(180)) == 0)
            #expect(world.events("reply.sent").isEmpty)
            try await world.withDaemon { _ in
                try await world.event("reply.held")
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("no password stands in the log, on standard error, in status, in the command line or in the store")
    func secrets() async throws {
        try await World.run(imapScript: [.at("login", do: .answer(["NO [AUTHENTICATIONFAILED] no"]))]) { world in
            try world.configure()
            let daemon = try RunningDaemon(world)
            try await world.event("login.refused")
            let status = try await world.replyd("status", "--json")
            let command = try String(contentsOfFile: "/proc/\(daemon.pid)/cmdline", encoding: .utf8)
            try await daemon.stop()
            let stores = try FileManager.default.contentsOfDirectory(atPath: world.folder.path).filter {
                $0 != "password"
            }
            for name in stores {
                let bytes =
                    FileManager.default.contents(atPath: world.folder.appendingPathComponent(name).path) ?? Data()
                #expect(bytes.range(of: Data(World.password.utf8)) == nil, "\(name)")
            }
            #expect(!status.out.contains(World.password))
            #expect(!command.contains(World.password))
        }
    }
}
