import Foundation
import LoopbackMail
import Testing

@Suite("People say what they want by moving mail")
struct FolderTests {
    /// A reply that waits for its guard time, so that only a person's word moves it.
    private static let guarding = """
        [windows]
        hours = "always"
        [kinds.inquiry]
        action = "guard"
        min_confidence = 0.3
        [kinds.return]
        action = "hold"
        """

    /// A mailbox with the folders, a question in it, and its reply planned.
    private func story(_ body: (World, StoredMessage.UID) async throws -> Void) async throws {
        try await World.run { world in
            try world.configure(Self.guarding)
            try Self.createFolders(world)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                let uid = try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try await body(world, uid)
            }
        }
    }

    /// As `check --create-folders` does.
    private static func createFolders(_ world: World) throws {
        for name in ["Hold", "Send now", "Never", "Done", "Inquiry", "Return", "Problem", "Claim"] {
            try world.account.create("replyd/\(name)")
        }
    }

    @Test("Hold: nothing goes out by itself any more")
    func hold() async throws {
        try await story { world, uid in
            try world.account.move(uid, to: "replyd/Hold")
            let held = try await world.event("reply.held")
            #expect(held["reason"] == "a person moved the mail to replyd/Hold")
            let told = try await world.event("folder.obeyed", ["message": "q1@buyers.example"])
            #expect(told["outcome"] == "held")
        }
    }

    @Test("Send now: the reply goes out at once, as a person's, and only once")
    func sendNow() async throws {
        try await story { world, uid in
            try world.account.move(uid, to: "replyd/Send now")
            let mail = try #require(try await world.smtp.waitFor(1).first)
            #expect(mail.header("In-Reply-To") == "<q1@buyers.example>")
            #expect(mail.header("Auto-Submitted") == nil)
            try await world.event("reply.filed")
            // The flag is set where the mail lies now.
            try await world.account.waitUntil {
                $0["replyd/Send now"]?.messages.first?.flags.contains(.answered) == true
            }
            // What is in the folder already is not obeyed again.
            try world.account.deliver(Buyer.stranger("s1"))
            try await world.event("message.ignored")
            #expect(world.events("folder.obeyed").count == 1)
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("Never and Done: no reply is wanted, and the mail waits no longer", arguments: ["Never", "Done"])
    func settled(folder: String) async throws {
        try await story { world, uid in
            try world.account.move(uid, to: "replyd/\(folder)")
            try await world.event("reply.superseded", ["reason": "a person moved the mail to replyd/\(folder)"])
            try await world.event("folder.obeyed", ["outcome": "1 mails are settled, 1 replies are not wanted"])
            #expect(world.events("message.answered_by_person").count == (folder == "Done" ? 1 : 0))
            // A later mail's deadline is its own.
            try world.account.deliver(Buyer.mail("q2", alias: "otheraaaaaaaaaa"))
            try await world.event("reply.scheduled", ["message": "q2@buyers.example"])
        }
    }

    @Test("Done on a notice closes the task that it opened")
    func task() async throws {
        try await World.run { world in
            try world.configure(Self.guarding)
            try Self.createFolders(world)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                let uid = try world.account.deliver(DeskTests.notice("n1", "BRC_SELLER_NOTIFICATION"))
                try await world.event("task.opened")
                try world.account.move(uid, to: "replyd/Done")
                let done = try await world.event("task.done")
                #expect(done["reason"] == "closed by a move to replyd/Done")
            }
        }
    }

    @Test("a kind: the mail is planned anew under it, and the correction is kept for learning")
    func kind() async throws {
        try await story { world, uid in
            try world.account.move(uid, to: "replyd/Return")
            let corrected = try await world.event("message.corrected")
            #expect(corrected["kind"] == "return")
            #expect(corrected["by"]?.contains("replyd/Return") == true)
            try await world.event("reply.superseded")
            try await world.event("folder.obeyed", ["command": "Return"])
        }
    }

    @Test("a mail that was moved before replyd ever saw it is taken in, and nothing goes out but by the person's word")
    func unseen() async throws {
        try await World.run { world in
            try world.configure()
            try Self.createFolders(world)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                // The folders' first look is over when this one is answered.
                try world.account.deliver(Buyer.mail("q0"))
                try await world.event("reply.filed")
                try world.account.deliver(Buyer.mail("q1"), to: "replyd/Hold")
                try await world.event("folder.obeyed", ["message": "q1@buyers.example"])
                try world.account.deliver(Buyer.mail("q2"), to: "replyd/Send now")
                try await world.smtp.waitFor(2)
            }
            let answered = world.smtp.mails.compactMap { $0.header("In-Reply-To") }
            #expect(Set(answered) == ["<q0@buyers.example>", "<q2@buyers.example>"])
        }
    }

    @Test("what lies in Send now under a new store is no order: it may have been sent under the old one")
    func oldOrders() async throws {
        try await World.run { world in
            try world.configure()
            try Self.createFolders(world)
            try world.account.deliver(Buyer.mail("old"), to: "replyd/Send now")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                try world.account.deliver(Buyer.mail("q2"), to: "replyd/Send now")
                try await world.smtp.waitFor(2)
            }
            #expect(world.smtp.mails.count == 2)
            #expect(!world.smtp.mails.contains { $0.header("In-Reply-To") == "<old@buyers.example>" })
        }
    }

    @Test("a buyer's mail in Junk is told at once and never answered; other junk is nothing")
    func junk() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.stranger("s1"), to: "Junk")
                try world.account.deliver(Buyer.mail("q1"), to: "Junk")
                let told = try await world.event("message.in_junk")
                #expect(told["message"] == "q1@buyers.example")
                #expect(try await world.replyd("status").out.contains("look like a buyer's: move them to the inbox"))
            }
            #expect(world.events("message.in_junk").count == 1)
            #expect(world.smtp.mails.isEmpty)
        }
    }
}

@Suite("Drafts of ours are kept in step")
struct DraftTests {
    private static let drafting = """
        [windows]
        reply_after = "0s"
        hours = "always"
        [kinds.inquiry]
        action = "draft"
        min_confidence = 0.3
        """

    @Test("once a person has answered, the draft is removed")
    func answered() async throws {
        try await World.run { world in
            try world.configure(Self.drafting)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.drafted")
                try world.account.deliver(Buyer.answer("p1", to: Buyer.address("q1"), answering: "q1"), to: "Sent")
                try await world.event("draft.removed")
                #expect(world.account.messages(in: "Drafts").isEmpty)
            }
        }
    }

    @Test("when the buyer writes again, the draft is replaced by one for the newer mail")
    func replaced() async throws {
        try await World.run { world in
            try world.configure(Self.drafting)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1", alias: "sameaaaaaaaaaaa"))
                try await world.event("reply.drafted", ["message": "q1@buyers.example"])
                try world.account.deliver(Buyer.mail("q2", alias: "sameaaaaaaaaaaa"))
                try await world.event("reply.drafted", ["message": "q2@buyers.example"])
                try await world.event("draft.removed", ["message": "q1@buyers.example"])
            }
            let drafts = world.account.messages(in: "Drafts").map { String(decoding: $0.bytes, as: UTF8.self) }
            #expect(drafts.count == 1)
            #expect(drafts.first?.contains("In-Reply-To: <q2@buyers.example>") == true)
        }
    }

    @Test("a draft that a person changed is theirs: it is never touched")
    func changed() async throws {
        try await World.run { world in
            try world.configure(Self.drafting)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.drafted")
                // As mail programs do: a new draft with the same Message-ID, and the old one removed.
                let draft = try #require(world.account.messages(in: "Drafts").first)
                try world.account.deliver(draft.bytes + Array("P.S. And one thing more.\r\n".utf8), to: "Drafts")
                try world.account.remove(draft.uid, from: "Drafts")
                try world.account.deliver(Buyer.answer("p1", to: Buyer.address("q1"), answering: "q1"), to: "Sent")
                let kept = try await world.event("draft.kept")
                #expect(kept["reason"] == "a person changed it")
                #expect(world.account.messages(in: "Drafts").count == 1)
            }
        }
    }

    @Test("without UIDPLUS a draft stays and the log asks to remove it: a plain EXPUNGE would remove others' mail")
    func withoutUIDPLUS() async throws {
        try await World.run(imap: IMAPOptions().without("UIDPLUS")) { world in
            try world.configure(Self.drafting)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.drafted")
                try world.account.deliver(Buyer.answer("p1", to: Buyer.address("q1"), answering: "q1"), to: "Sent")
                let kept = try await world.event("draft.kept")
                #expect(kept["reason"]?.contains("UIDPLUS") == true)
                #expect(world.account.messages(in: "Drafts").count == 1)
            }
        }
    }
}
