import Foundation
import LoopbackMail
import ServerBed
import Testing

@Suite("People answer past the daemon")
struct PeopleTests {
    /// The watcher looks once an hour, and sending is paused until the person is done: what is seen is seen by the look
    /// before the send.
    private func story(_ world: World, _ body: () async throws -> Void) async throws {
        try world.configure(poll: "1h")
        try await world.withDaemon { _ in
            try await world.event("mailbox.connected")
            #expect(try await world.replyd("pause").code == 0)
            try await body()
        }
    }

    @Test(
        "an answer that a person sent a moment before the reply is due: the reply is superseded, with who and where",
        arguments: ["Sent", "Sent Items", "All Mail"])
    func answered(folder: String) async throws {
        try await World.run { world in
            if folder == "Sent Items" { try world.account.create(folder) }
            if folder == "All Mail" { try world.account.create(folder, specialUse: .all) }
            try await story(world) {
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try world.account.deliver(Buyer.answer("p1", to: Buyer.address("q1"), answering: "q1"), to: folder)
                #expect(try await world.replyd("resume").code == 0)
                let answered = try await world.event("message.answered_by_person")
                #expect(answered["where"] == folder)
                #expect(answered["matched"] == "in_reply_to")
                #expect(answered["by"] == World.user)
                try await world.event("reply.superseded")
                // Who comes after it gets an answer: the look finds nothing new.
                try world.account.deliver(Buyer.mail("q2"))
                try await world.smtp.waitFor(1)
            }
            #expect(world.smtp.mails.compactMap { $0.header("In-Reply-To") } == ["<q2@buyers.example>"])
        }
    }

    @Test("a new mail to the buyer, tied by the order in its subject or by the address alone, counts as much")
    func unthreaded() async throws {
        try await World.run { world in
            try await story(world) {
                try world.account.deliver(Buyer.mail("q1", order: "111-1111111-1111111"))
                try world.account.deliver(Buyer.mail("q2", order: nil))
                try await world.event("reply.scheduled", count: 2)
                // Dates are whole seconds: an answer comes in another one than its question.
                let later = Date().addingTimeInterval(1)
                for (id, subject) in [("1", "Order 111-1111111-1111111"), ("2", "Hello")] {
                    let answer = Buyer.answer("p\(id)", to: Buyer.address("q\(id)"), subject: subject, date: later)
                    try world.account.deliver(answer, to: "Sent", date: later)
                }
                #expect(try await world.replyd("resume").code == 0)
                try await world.event("reply.superseded", count: 2)
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("a draft in All Mail is no answer, and no draft of ours that somebody sent")
    func draftInAllMail() async throws {
        try await World.run { world in
            try world.account.create("All Mail", specialUse: .all)
            try await story(world) {
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try world.account.deliver(
                    Buyer.answer("d1", to: Buyer.address("q1"), answering: "q1"), to: "All Mail", flags: [.draft])
                #expect(try await world.replyd("resume").code == 0)
                try await world.smtp.waitFor(1)
            }
            #expect(world.events("message.answered_by_person").isEmpty)
        }
    }

    @Test("a buyer's mail that was passed on to a colleague is no answer")
    func colleague() async throws {
        try await World.run { world in
            try await story(world) {
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try world.account.deliver(
                    Buyer.answer("p1", to: "bob@shop.example", answering: "q1", subject: "Fwd: see below"), to: "Sent")
                #expect(try await world.replyd("resume").code == 0)
                try await world.smtp.waitFor(1)
            }
            #expect(world.events("message.answered_by_person").isEmpty)
        }
    }

    @Test("an answer is learnt while nothing is due, too: status and log show it at once")
    func whileGuarding() async throws {
        try await World.run { world in
            try world.configure(
                "[windows]\nhours = \"always\"\n[kinds.inquiry]\naction = \"guard\"\nmin_confidence = 0.3\n")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try world.account.deliver(Buyer.answer("p1", to: Buyer.address("q1"), answering: "q1"), to: "Sent")
                try await world.event("reply.superseded")
            }
        }
    }

    @Test("a draft that a person has begun for the buyer: the reply waits for its guard time")
    func draft() async throws {
        try await World.run { world in
            try await story(world) {
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try world.account.deliver(
                    Buyer.answer("d1", to: Buyer.address("q1"), answering: "q1"), to: "Drafts", flags: [.draft])
                #expect(try await world.replyd("resume").code == 0)
                let waits = try await world.event("reply.rescheduled")
                #expect(waits["reason"] == "a person has begun a draft for this buyer in Drafts: it waits for them")
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    /// The watcher's connection is the first; what comes after it is the look before a send.
    private static let noSecondConnection: Script = [.at(.greeting, .arrived, .from(2), do: .bye("come back later"))]

    @Test("while Sent cannot be looked at, a reply waits, and the log says why")
    func blind() async throws {
        try await World.run(imapScript: Self.noSecondConnection) { world in
            try world.configure(poll: "1h")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                let lost = try await world.event("mailbox.lost")
                #expect(lost["reason"]?.contains("come back later") == true)
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("from its guard time on a reply goes out unseen, and the log says so")
    func unchecked() async throws {
        try await World.run(imapScript: Self.noSecondConnection) { world in
            try world.configure(
                "[windows]\nhours = \"always\"\nreply_within = \"20h\"\nguard_before = \"10m\"\n"
                    + "[kinds.inquiry]\naction = \"guard\"\nmin_confidence = 0.3\n", poll: "1h")
            let late = Date(timeIntervalSinceNow: -20 * 3600 + 600 - 1)
            try world.account.deliver(Buyer.mail("q1", date: late), date: late)
            try await world.withDaemon { _ in
                let unchecked = try await world.event("reply.unchecked")
                #expect(unchecked["reason"]?.contains("come back later") == true)
                try await world.smtp.waitFor(1)
            }
        }
    }
}
