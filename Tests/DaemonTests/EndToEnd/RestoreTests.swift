import Foundation
import LoopbackMail
import Testing

@Suite("A backup, a loss, and a restore")
struct RestoreTests {
    @Test(
        "what went out since the backup is not answered again, and new mail is, once a person resumes",
        arguments: ["server", "append"])
    func story(saveSent: String) async throws {
        let options = saveSent == "server" ? SMTPOptions(filing: .init()) : SMTPOptions()
        try await World.run(smtp: options) { world in
            try world.configure(
                World.sendEverything + "\n[sending]\nsettle = \"0s\"\n", mailbox: "save_sent = \"\(saveSent)\"")
            let copy = world.folder.appendingPathComponent("copy.db").path
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                #expect(try await world.replyd("pause").code == 0)
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("reply.scheduled", ["message": "q2@buyers.example"])
                // q2 waits in the backup, and goes out after it; q3 is not even known to it.
                let backup = try await world.replyd("backup", copy)
                #expect(backup.code == 0, "\(backup.err)")
                #expect(try await world.replyd("restore", copy).err.contains("is using it"))
                #expect(try await world.replyd("resume").code == 0)
                try world.account.deliver(Buyer.mail("q3"))
                try await world.event("reply.filed", count: 3)
            }
            let restore = try await world.replyd("restore", copy)
            #expect(restore.code == 0, "\(restore.err)")
            #expect(restore.out.contains("Sending is paused") && restore.out.contains("looks up 1 replies"))
            try await world.withDaemon { _ in
                try await world.event("store.restored")
                let found = try await world.event("reply.sent", ["message": "q2@buyers.example"], count: 2)
                #expect(found["receipt"]?.contains("found in Sent") == true)
                // Its answer lies in Sent: whoever wrote it, the buyer has one.
                try await world.event("message.answered_by_person", ["message": "q3@buyers.example"])
                try world.account.deliver(Buyer.mail("q4"))
                try await world.event("reply.scheduled", ["message": "q4@buyers.example"])
                #expect(world.smtp.mails.count == 3)
                #expect(try await world.replyd("resume").code == 0)
                try await world.event("reply.filed", ["message": "q4@buyers.example"])
            }
            let answered = world.smtp.mails.compactMap { $0.header("In-Reply-To") }
            #expect(answered == (1...4).map { "<q\($0)@buyers.example>" })
            #expect(Set(world.smtp.mails.compactMap { $0.header("Message-ID") }).count == 4)
        }
    }

    @Test("where nothing shows what went out, what waited in the backup is held for a person")
    func noProof() async throws {
        try await World.run { world in
            try world.configure(
                World.sendEverything + "\n[sending]\nsettle = \"0s\"\n", mailbox: "save_sent = \"none\"")
            let copy = world.folder.appendingPathComponent("copy.db").path
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                #expect(try await world.replyd("pause").code == 0)
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                #expect(try await world.replyd("backup", copy).code == 0)
                #expect(try await world.replyd("resume").code == 0)
                try await world.event("reply.filed")
            }
            #expect(try await world.replyd("restore", copy).code == 0)
            try await world.withDaemon { _ in
                let held = try await world.event("reply.held")
                #expect(held["reason"]?.contains("ambiguous") == true)
                #expect(try await world.replyd("resume").code == 0)
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("reply.filed", ["message": "q2@buyers.example"])
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("no such file, and a file in the way, are told and change nothing")
    func wrong() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in try await world.event("mailbox.connected") }
            let missing = try await world.replyd("restore", "/nowhere/copy.db")
            #expect(missing.code == 1 && missing.err.contains("there is no file /nowhere/copy.db"))
            let inTheWay = try await world.replyd("backup", world.configurationPath)
            #expect(inTheWay.code == 1 && inTheWay.err.contains("the file is there already"))
        }
    }
}
