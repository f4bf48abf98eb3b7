import Foundation
import LoopbackMail
import ServerBed
import Testing

@Suite("Real mail servers")
struct RealServerTests {
    /// Dovecot's mailbox for the shop's user, and where it is.
    private func servers(_ world: World, _ dovecot: Dovecot, starttls: Bool) -> World.Servers {
        World.Servers(
            imap: starttls ? "imap://localhost:\(dovecot.imapPort)" : "imaps://localhost:\(dovecot.imapsPort)",
            smtp: "smtp://localhost:\(world.smtp.port ?? 0)", password: World.password, caFile: world.caFile)
    }

    @Test(
        "Dovecot: 300 mails waiting and 50 arriving, each buyer answered exactly once, nobody else",
        .enabled(if: Dovecot.isInstalled))
    func dovecot() async throws {
        try await withDovecot(starttls: false) { world, dovecot in
            let buyers = (1...250).map { "w\($0)" }
            for id in buyers { try dovecot.deliver(Buyer.mail(id, alias: alias(id)), to: World.user) }
            for id in 1...50 { try dovecot.deliver(Buyer.stranger("s\(id)"), to: World.user) }
            let arriving = (1...40).map { "a\($0)" }
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                for id in arriving { try dovecot.deliver(Buyer.mail(id, alias: alias(id)), to: World.user) }
                for id in 51...60 { try dovecot.deliver(Buyer.stranger("s\(id)"), to: World.user) }
                try await world.smtp.waitFor(290, within: .seconds(120))
                try await eventually("all strangers are seen", within: .seconds(180)) {
                    world.events("message.ignored").count == 60
                }
                try await eventually("all is filed", within: .seconds(180)) { world.events("reply.filed").count == 290 }
            }
            let answered = world.smtp.mails.compactMap { $0.header("In-Reply-To") }
            #expect(answered.count == 290)
            #expect(Set(answered) == Set((buyers + arriving).map { "<\($0)@buyers.example>" }))
        }
    }

    @Test(
        "Dovecot and Postfix: a dropped report, a mail at the buyer, an opt-out back, and nothing more",
        .enabled(if: Dovecot.isInstalled && Postfix.isInstalled))
    func proactive() async throws {
        try await withDovecot(starttls: false) { world, dovecot in
            let drop = world.folder.appendingPathComponent("orders")
            let delays = world.folder.appendingPathComponent("delays.csv")
            let iso = { (days: Double) in
                Date(timeIntervalSinceNow: days * 86_400).formatted(Date.ISO8601FormatStyle())
            }
            try "sku,date\nLAMP,\(iso(6).prefix(10))\n".write(to: delays, atomically: true, encoding: .utf8)
            let tables = """
                [windows]
                hours = "always"
                [orders]
                drop = "\(drop.path)"
                [proactive]
                delays = "\(delays.path)"
                [proactive.late_shipment]
                enabled = true
                action = "send"
                """
            let report = { (order: String) in
                """
                order-id\tpurchase-date\treporting-date\tpromise-date\tbuyer-email\tsku\tquantity-to-ship
                \(order)\t\(iso(1))\t\(iso(-0.001))\t\(iso(0.1))\tw04abcdefg12345@marketplace.amazon.de\tLAMP\t1

                """
            }
            let postfix = try await Postfix.start(in: world.folder, dovecot: dovecot)
            do {
                var place = servers(world, dovecot, starttls: false)
                place.smtp = "smtp://localhost:\(postfix.port)"
                place.caFile = dovecot.caFile
                place.password = dovecot.password
                try world.configure(tables, servers: place)
                try await world.withDaemon { _ in
                    try await world.event("mailbox.connected")
                    try await eventually("the drop folder") {
                        FileManager.default.fileExists(atPath: drop.path + "/rejected")
                    }
                    let (first, second) = ("302-1111111-1111111", "302-2222222-2222222")
                    try Data(report(first).utf8).write(to: drop.appendingPathComponent("1.txt"))
                    try await eventually("Postfix delivered it") { try !postfix.delivered().isEmpty }
                    let mail = String(decoding: try #require(postfix.delivered().first), as: UTF8.self)
                    #expect(mail.contains("Subject: Ihre Bestellung \(first)"), "\(mail)")
                    try await world.event("reply.filed", ["campaign": "late_shipment"])
                    try dovecot.deliver(
                        Told.optedOut("o1", alias: "w04abcdefg12345@marketplace.amazon.de", order: first),
                        to: World.user)
                    try await world.event("notice.recorded", ["effect": "opted_out"])
                    try Data(report(second).utf8).write(to: drop.appendingPathComponent("2.txt"))
                    try await world.event("order.imported", ["file": "2.txt"])
                    let shown = try await world.replyd("simulate", "--proactive", "--json")
                    #expect(shown.out.contains("opted_out"), "\(shown.out)")
                }
                #expect(try postfix.delivered().count == 1)
            } catch {
                await postfix.stop()
                throw error
            }
            await postfix.stop()
            #expect(world.events("notice.scheduled").count == 1)
        }
    }

    @Test(
        "Dovecot, 300 waiting and 50 arriving, kill -9 ten times: each once where sent mail is filed, else once or held",
        .enabled(if: Dovecot.isInstalled), arguments: [true, false])
    func killed(filed: Bool) async throws {
        try await withDovecot(starttls: true, files: filed) { world, dovecot in
            let waiting = (1...250).map { "w\($0)" }
            for id in waiting { try dovecot.deliver(Buyer.mail(id, alias: alias(id)), to: World.user) }
            for id in 1...50 { try dovecot.deliver(Buyer.stranger("s\(id)"), to: World.user) }
            let arriving = (1...50).map { "a\($0)" }
            let provider = filed ? Task { try await fileSentMail(of: world, in: dovecot) } : nil
            for round in 1...10 {
                let daemon = try RunningDaemon(world)
                for id in arriving[(round * 5 - 5)..<(round * 5)] {
                    try dovecot.deliver(Buyer.mail(id, alias: alias(id)), to: World.user)
                }
                let goal = world.smtp.mails.count + Int.random(in: 5...30)
                try await eventually("some work", within: .seconds(120)) {
                    world.smtp.mails.count >= min(goal, 300) || !daemon.isRunning
                }
                try await daemon.kill()
            }
            try await world.withDaemon { _ in
                try await eventually("every mail's end", within: .seconds(120)) {
                    let ended = (world.events("reply.sent") + world.events("reply.held")).compactMap { $0["message"] }
                    return Set(ended).count >= 300
                }
            }
            provider?.cancel()
            let answered = world.smtp.mails.compactMap { $0.header("In-Reply-To") }
            #expect(Set(answered).count == answered.count, "somebody was answered twice")
            let held = Set(world.events("reply.held").compactMap { $0["message"] }.map { "<\($0)>" })
            let buyers = Set((waiting + arriving).map { "<\($0)@buyers.example>" })
            #expect(Set(answered).union(held) == buyers)
            if filed { #expect(held.isEmpty && Set(answered) == buyers) }
        }
    }

    /// What a provider does that files sent mail itself: each accepted mail lies in Sent at once.
    private func fileSentMail(of world: World, in dovecot: Dovecot) async throws {
        var filed = 0
        while !Task.isCancelled {
            let count = filed
            try await world.smtp.waitUntil("another mail", within: .seconds(600)) { $0.count > count }
            for mail in world.smtp.mails.dropFirst(filed) {
                try dovecot.deliver(mail.bytes, to: World.user, folder: "Sent")
                filed += 1
            }
        }
    }

    @Test(
        "Dovecot: a person's answer, filed in Sent by another program a moment before the reply is due, supersedes it",
        .enabled(if: Dovecot.isInstalled))
    func answeredByPerson() async throws {
        // The watcher looks once an hour: it is the look before the send that sees the answer.
        try await withDovecot(starttls: false, poll: "1h") { world, dovecot in
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                #expect(try await world.replyd("pause").code == 0)
                try dovecot.deliver(Buyer.mail("q1"), to: World.user)
                try await world.event("reply.scheduled")
                try append(
                    Buyer.answer("p1", to: Buyer.address("q1"), answering: "q1"), to: "Sent", port: dovecot.imapPort,
                    user: World.user, password: dovecot.password)
                #expect(try await world.replyd("resume").code == 0)
                let superseded = try await world.event("reply.superseded")
                #expect(superseded["reason"] == "a person answered: Sent")
                try dovecot.deliver(Buyer.mail("q2"), to: World.user)
                try await world.smtp.waitFor(1)
            }
            #expect(world.smtp.mails.compactMap { $0.header("In-Reply-To") } == ["<q2@buyers.example>"])
        }
    }

    @Test(
        "Dovecot with folders below INBOX and a dot between: a person's move to Hold, and to Send now, is obeyed",
        .enabled(if: Dovecot.isInstalled))
    func moved() async throws {
        var options = Dovecot.Options()
        options.namespace = ("INBOX.", ".")
        let guarding = "[windows]\nhours = \"always\"\n[kinds.inquiry]\naction = \"guard\"\nmin_confidence = 0.3"
        try await withDovecot(starttls: false, tables: guarding, options: options) { world, dovecot in
            let made = try await world.replyd("check", "--create-folders")
            #expect(made.code == 0 && made.err.contains("created INBOX.replyd.Send now"), "\(made)")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                for id in ["q1", "q2"] { try dovecot.deliver(Buyer.mail(id), to: World.user) }
                try await world.event("reply.scheduled", count: 2)
                try move(1, to: "INBOX.replyd.Hold", dovecot)
                try await world.event("folder.obeyed", ["folder": "INBOX.replyd.Hold", "outcome": "held"])
                try move(2, to: "INBOX.replyd.Send now", dovecot)
                try await world.smtp.waitFor(1)
            }
        }
    }

    @Test(
        "Dovecot: the buyer writes twice and the draft is replaced; once a person has changed it, it stays theirs",
        .enabled(if: Dovecot.isInstalled))
    func drafts() async throws {
        let drafting = World.sendEverything.replacing("action = \"send\"", with: "action = \"draft\"")
        try await withDovecot(starttls: false, tables: drafting) { world, dovecot in
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try dovecot.deliver(Buyer.mail("q1", alias: "sameaaaaaaaaaaa"), to: World.user)
                try await world.event("reply.drafted", ["message": "q1@buyers.example"])
                try dovecot.deliver(Buyer.mail("q2", alias: "sameaaaaaaaaaaa"), to: World.user)
                try await world.event("reply.drafted", ["message": "q2@buyers.example"])
                try await world.event("draft.removed", ["message": "q1@buyers.example"])
                // As mail programs edit: the changed draft under the same Message-ID, and the old one expunged.
                try imap(
                    [
                        "assert m.select('Drafts')[1] == [b'1'], 'one draft'",
                        "raw = m.uid('FETCH', '1:*', '(BODY.PEEK[])')[1][0][1]",
                        "m.uid('STORE', '1:*', '+FLAGS', '(\\\\Deleted)'); m.expunge()",
                        "assert m.append('Drafts', '(\\\\Draft)', None, raw + b'One thing more.\\r\\n')[0] == 'OK'",
                    ], port: dovecot.imapPort, user: World.user, password: dovecot.password)
                try dovecot.deliver(Buyer.mail("q3", alias: "sameaaaaaaaaaaa"), to: World.user)
                let kept = try await world.event("draft.kept", ["message": "q2@buyers.example"])
                #expect(kept["reason"] == "a person changed it")
                try await world.event("reply.drafted", ["message": "q3@buyers.example"])
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("Postfix takes the reply over STARTTLS and AUTH", .enabled(if: Dovecot.isInstalled && Postfix.isInstalled))
    func postfix() async throws {
        try await withDovecot(starttls: false) { world, dovecot in
            let postfix = try await Postfix.start(in: world.folder, dovecot: dovecot)
            var servers = servers(world, dovecot, starttls: false)
            servers.smtp = "smtp://localhost:\(postfix.port)"
            servers.caFile = dovecot.caFile
            servers.password = dovecot.password
            try world.configure(servers: servers)
            try dovecot.deliver(Buyer.mail("q1"), to: World.user)
            do {
                try await world.withDaemon { _ in
                    let sent = try await world.event("reply.sent")
                    #expect(sent["receipt"]?.contains("queued as") == true)
                    try await eventually("Postfix delivered it") { try !postfix.delivered().isEmpty }
                }
            } catch {
                await postfix.stop()
                throw error
            }
            let mail = String(decoding: try #require(postfix.delivered().first), as: UTF8.self)
            await postfix.stop()
            #expect(mail.contains("In-Reply-To: <q1@buyers.example>"))
        }
    }

    @Test(
        "pymap, an IMAP server of another make: its mailbox is watched and a buyer answered",
        .enabled(if: Pymap.program != nil))
    func pymap() async throws {
        try await World.run { world in
            let pymap = try await Pymap.start(in: world.folder)
            var servers = world.servers
            servers.imap = "imap://localhost:\(pymap.port)"
            servers.username = pymap.user
            servers.password = pymap.password
            servers.caFile = try bundle(world.caFile, pymap.caFile, in: world.folder)
            servers.more = "smtp_username = \"\(World.user)\"\nsmtp_password = { file = \"\(try secret(world))\" }"
            try world.configure(servers: servers)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try append(Buyer.mail("q1"), port: pymap.port, user: pymap.user, password: pymap.password)
                let mail = try #require(try await world.smtp.waitFor(1).first)
                #expect(mail.header("In-Reply-To") == "<q1@buyers.example>")
            }
            await pymap.stop()
        }
    }

    private func alias(_ id: String) -> String { "buyer\(id)aaaaaaaaaa" }

    private func withDovecot(
        starttls: Bool, files: Bool = false, tables: String = World.sendEverything, poll: String = "1s",
        options: Dovecot.Options = Dovecot.Options(),
        _ story: (World, Dovecot) async throws -> Void
    ) async throws {
        try await World.run { world in
            let dovecot = try await Dovecot.start(in: world.folder, options: options)
            var servers = servers(world, dovecot, starttls: starttls)
            servers.password = dovecot.password
            servers.caFile = try bundle(world.caFile, dovecot.caFile, in: world.folder)
            world.store.setCredentials(of: World.user, password: dovecot.password)
            servers.more = "save_sent = \"\(files ? "server" : "append")\""
            try world.configure(
                tables + "\n[sending]\nsettle = \"2s\"\nwhen_unsure = \"send\"\n", poll: poll, servers: servers)
            do { try await story(world, dovecot) } catch {
                await dovecot.stop()
                throw error
            }
            await dovecot.stop()
        }
    }

    private func bundle(_ one: String, _ other: String, in folder: URL) throws -> String {
        let file = folder.appendingPathComponent("ca-bundle.pem")
        try (String(contentsOfFile: one, encoding: .utf8) + String(contentsOfFile: other, encoding: .utf8))
            .write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private func secret(_ world: World) throws -> String {
        let path = world.folder.appendingPathComponent("smtp-password").path
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(World.password.utf8), attributes: [.posixPermissions: 0o600])
        return path
    }

    private func move(_ uid: Int, to folder: String, _ dovecot: Dovecot) throws {
        try imap(
            ["m.select('INBOX')", "assert m.uid('MOVE', '\(uid)', '\"\(folder)\"')[0] == 'OK'"],
            port: dovecot.imapPort, user: World.user, password: dovecot.password)
    }

    /// Delivers as another client would.
    private func append(
        _ mail: [UInt8], to folder: String = "INBOX", port: Int, user: String, password: String
    ) throws {
        try imap(
            ["assert m.append('\(folder)', None, None, sys.stdin.buffer.read())[0] == 'OK'"], port: port, user: user,
            password: password, input: mail)
    }

    /// What a person does with another mail program, in the words of Python's imaplib.
    private func imap(
        _ commands: [String], port: Int, user: String, password: String, input mail: [UInt8] = []
    ) throws {
        let script = """
            import imaplib, ssl, sys
            c = ssl._create_unverified_context()
            m = imaplib.IMAP4('127.0.0.1', \(port)); m.starttls(c); m.login('\(user)', '\(password)')
            \(commands.joined(separator: "\n"))
            m.logout()
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        input.fileHandleForWriting.write(Data(mail))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NeverHappened(description: "\(commands) by imaplib") }
    }
}
