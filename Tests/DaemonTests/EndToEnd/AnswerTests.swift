import Foundation
import LoopbackMail
import Testing

@Suite("A buyer writes, on loopback servers")
struct AnswerTests {
    @Test("the reply is threaded, from the approved sender, to the whole relay address")
    func reply() async throws {
        try await World.run { world in
            try world.configure()
            try world.account.deliver(Buyer.mail("q1", alias: "w0455ph9mvtwg42"))
            try await world.withDaemon { _ in
                let mail = try #require(try await world.smtp.waitFor(1).first)
                #expect(mail.recipients == ["w0455ph9mvtwg42+133a066e@marketplace.amazon.com"])
                #expect(mail.sender == World.user)
                #expect(mail.header("In-Reply-To") == "<q1@buyers.example>")
                #expect(mail.header("References")?.contains("<q1@buyers.example>") == true)
                #expect(mail.header("Subject")?.hasPrefix("Re: Inquiry from Amazon customer") == true)
                #expect(mail.header("Auto-Submitted") == "auto-replied")
                #expect(mail.header("From")?.contains("Shop Example") == true)
                let id = try #require(mail.header("X-Replyd-Reply"))
                #expect(mail.header("Message-ID") == "<\(id)>")
                #expect(mail.text.contains("111-2233445-6677889"))
                #expect(mail.text.contains("> Could you please send me an invoice"))
                #expect(!mail.hasBareLineEnds)
                try await world.account.waitUntil("the flag and the copy") { folders in
                    folders["INBOX"]?.messages.first?.flags == [.answered] && folders["Sent"]?.messages.count == 1
                }
                let copy = try #require(world.account.messages(in: "Sent").first)
                #expect(copy.bytes == mail.bytes)
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("a mail that arrives while the daemon idles is answered; strangers never are")
    func arriving() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.stranger("s1"))
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
                try await world.event("message.ignored", ["message": "s1@strangers.example"])
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("servers without IDLE, MOVE, UIDPLUS, SPECIAL-USE, NAMESPACE or LITERAL+ are served by polling")
    func bareServer() async throws {
        let bare = IMAPOptions().without("IDLE", "MOVE", "UIDPLUS", "SPECIAL-USE", "NAMESPACE", "LITERAL+")
        try await World.run(imap: bare) { world in
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
                try await world.account.waitUntil { $0["INBOX"]?.messages.first?.flags.contains(.answered) == true }
            }
        }
    }

    @Test("draft puts the finished reply into Drafts and sends nothing")
    func draft() async throws {
        try await World.run { world in
            try world.configure(
                """
                [windows]
                reply_after = "0s"
                hours = "always"
                [kinds.inquiry]
                action = "draft"
                min_confidence = 0.3
                """)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                try await world.account.waitUntil("a draft") { $0["Drafts"]?.messages.count == 1 }
                try await world.event("reply.drafted")
            }
            let draft = try #require(world.account.messages(in: "Drafts").first)
            #expect(draft.flags.contains(.draft))
            #expect(draft.header("In-Reply-To") == "<q1@buyers.example>")
            #expect(draft.header("Auto-Submitted") == nil)
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("guard waits for its time, hold waits for a person, and release sends what was held")
    func guardAndHold() async throws {
        try await World.run { world in
            try world.configure(
                """
                [windows]
                reply_after = "0s"
                reply_within = "20h"
                guard_before = "10m"
                [kinds.inquiry]
                action = "guard"
                min_confidence = 0.3
                [kinds.return]
                action = "hold"
                min_confidence = 0.3
                """)
            // Its guard time has just come; a newer one's has not.
            let late = Date(timeIntervalSinceNow: -20 * 3600 + 600 - 1)
            try world.account.deliver(Buyer.mail("late", alias: "lateaaaaaaaaaaa", date: late), date: late)
            try world.account.deliver(Buyer.mail("early", alias: "earlyaaaaaaaaaa"))
            try world.account.deliver(
                Buyer.mail(
                    "held", "I want to return these shoes, they are too small. How do I send them back?",
                    alias: "heldaaaaaaaaaaaa"))
            try await world.withDaemon { _ in
                let first = try #require(try await world.smtp.waitFor(1).first)
                #expect(first.header("In-Reply-To") == "<late@buyers.example>")
                try await world.event("message.held", ["message": "held@buyers.example"])
                let status = try world.replyd("status", "--json")
                let held = try #require(try JSONDecoder().decode(Status.self, from: Data(status.out.utf8)).held.first)
                #expect(try world.replyd("release", "\(held.reply)").code == 0)
                let second = try #require(try await world.smtp.waitFor(2).last)
                #expect(second.header("In-Reply-To") == "<held@buyers.example>")
                // A person released it: it is no automatic mail.
                #expect(second.header("Auto-Submitted") == nil)
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    private struct Status: Decodable {
        struct Row: Decodable { let reply: Int64 }
        let held: [Row]
    }

    @Test("a mail that a person marks answered is not answered at once: its reply waits for the guard time")
    func markedAnswered() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                #expect(try world.replyd("pause").code == 0)
                let uid = try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try world.account.setFlags([.answered, .seen], of: uid)
                // Each marker's event tells that a whole pass over the folder came before it.
                for marker in ["s1", "s2"] {
                    try world.account.deliver(Buyer.stranger(marker))
                    try await world.event("message.ignored", ["message": "\(marker)@strangers.example"])
                }
                #expect(try world.replyd("resume").code == 0)
                let waits = try await world.event("reply.rescheduled")
                #expect(waits["reason"] == "a person marked the mail \\Answered: it waits for them")
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("a word of thanks neither sends nor loses the reply that waits for the question before it")
    func thanks() async throws {
        try await World.run { world in
            try world.configure(
                "[windows]\nreply_after = \"1h\"\nhours = \"always\"\n[kinds.inquiry]\naction = \"send\"\nmin_confidence = 0.3\n"
            )
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1", alias: "thankful1234567"))
                try await world.event("reply.scheduled")
                try world.account.deliver(Buyer.mail("q2", "asdf qwer zxcv", alias: "thankful1234567"))
                try await world.event("message.held", ["message": "q2@buyers.example"])
                let status = try world.replyd("status", "--json")
                let rows = try JSONDecoder().decode(Status.self, from: Data(status.out.utf8)).held
                #expect(!rows.isEmpty)
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("paused or with a reply under way, the daemon waits instead of spinning")
    func noSpinning() async throws {
        try await World.run(smtpScript: [.at(.message, .done, .first(1), do: .cut)]) { world in
            try world.configure(World.sendEverything + "\n[sending]\nsettle = \"1h\"\n")
            for id in ["q1", "q2"] { try world.account.deliver(Buyer.mail(id, alias: "buyer\(id)abcdefgh")) }
            try await world.withDaemon { daemon in
                try await world.event("reply.ambiguous")
                let before = try Self.processorTicks(of: daemon.pid)
                try await Task.sleep(for: .seconds(3))
                let spent = try Self.processorTicks(of: daemon.pid) - before
                // A hundred ticks a second: a loop would take three hundred and more.
                #expect(spent < 100, "\(spent) ticks of processor time in three idle seconds")
            }
        }
    }

    private static func processorTicks(of pid: Int32) throws -> Int {
        let fields = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8).split(separator: " ")
        return (Int(fields[13]) ?? 0) + (Int(fields[14]) ?? 0)
    }

    @Test("with divert_to every mail goes to the seller's own address")
    func diverted() async throws {
        try await World.run { world in
            try world.configure(World.sendEverything + "\n[sending]\ndivert_to = \"owner@shop.example\"\n")
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                let mail = try #require(try await world.smtp.waitFor(1).first)
                #expect(mail.recipients == ["owner@shop.example"])
                #expect(mail.header("To")?.contains("marketplace.amazon") == false)
            }
        }
    }

    @Test("the same mail in the folder again, and a new UIDVALIDITY, are not answered again")
    func renumbered() async throws {
        try await World.run { world in
            try world.configure()
            let mail = Buyer.mail("q1")
            try world.account.deliver(mail)
            try await world.withDaemon { _ in
                try await world.smtp.waitFor(1)
                try world.account.deliver(mail)
                try world.account.setUIDValidity(4711)
                try await world.event("mailbox.renumbered")
                try world.account.deliver(Buyer.mail("q2"))
                try await world.smtp.waitFor(2)
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("the first start reads back as far as since, and holds what is older than itself where backlog is hold")
    func backlog() async throws {
        try await World.run { world in
            try world.configure(mailbox: "since = \"48h\"")
            var text = try String(contentsOfFile: world.configurationPath, encoding: .utf8)
            text = text.replacingOccurrences(of: "backlog  = \"act\"", with: "backlog  = \"hold\"")
            try text.write(toFile: world.configurationPath, atomically: true, encoding: .utf8)
            let old = Date(timeIntervalSinceNow: -10 * 86_400)
            try world.account.deliver(Buyer.mail("ancient", date: old), date: old)
            let recent = Date(timeIntervalSinceNow: -3600)
            try world.account.deliver(Buyer.mail("recent", date: recent), date: recent)
            try await world.withDaemon { _ in
                try await world.event("mailbox.backlog", ["waiting": "1", "backlog": "hold"])
                try await world.event("message.held", ["message": "recent@buyers.example"])
                try world.account.deliver(Buyer.mail("fresh", alias: "freshaaaaaaaaaa"))
                try await world.smtp.waitFor(1)
            }
            #expect(world.smtp.mails.map { $0.header("In-Reply-To") } == ["<fresh@buyers.example>"])
            #expect(world.events("message.received").allSatisfy { $0["message"] != "ancient@buyers.example" })
        }
    }
}
