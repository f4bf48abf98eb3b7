import Foundation
import LoopbackMail
import MIME
import Testing

@Suite("What people must know")
struct DeskTests {
    private static let people = "people@shop.example"

    /// Nothing is answered by itself; the window is short, so that its end is near at once.
    private static func held(_ more: String) -> String {
        """
        [windows]
        reply_after = "0s"
        reply_within = "40m"
        guard_before = "30m"
        hours = "always"
        [kinds.inquiry]
        action = "hold"
        min_confidence = 0.3
        \(more)
        """
    }

    private func toPeople(_ world: World) -> [CapturedMail] {
        world.smtp.mails.filter { $0.recipients == [Self.people] }
    }

    @Test("a deadline that is near is told at once, by mail and by a program, and a failing program stops nothing")
    func near() async throws {
        try await World.run { world in
            let file = world.folder.appendingPathComponent("alerts").path
            try world.configure(
                Self.held(
                    """
                    [alerts]
                    mail = ["\(Self.people)"]
                    command = ["/bin/sh", "-c", "cat >> \(file); echo no pager >&2; exit 7"]
                    """))
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                let near = try await world.event("deadline.near")
                #expect((near["minutes_left"].flatMap(Int.init) ?? 99) <= 40)
                try await world.event("alert.sent")
                let failed = try await world.event("alert.failed")
                #expect(failed["reason"]?.contains("no pager") == true)
                let mail = Mail.parse(try #require(toPeople(world).first).bytes)
                #expect(mail.subject.contains("deadline is near"))
                #expect(mail.text.contains("invoice with VAT"))
                #expect(mail.headers.first("Auto-Submitted") == "auto-generated")
                #expect(mail.html?.contains("invoice with VAT") == true)
                let told = try String(contentsOfFile: file, encoding: .utf8)
                #expect(told.contains("\"event\":\"deadline.near\""))
            }
            #expect(world.events("deadline.near").count == 1)
        }
    }

    @Test("a matter that no program may answer goes to people at once, and never gets a holding answer")
    func matter() async throws {
        try await World.run { world in
            try world.configure(
                Self.held(
                    """
                    if_still_held = "holding_answer"
                    [kinds.problem]
                    if_still_held = "holding_answer"
                    [alerts]
                    mail = ["\(Self.people)"]
                    before = "1m"
                    """))
            let words = "The lamp caught fire and my son was injured. My lawyer will contact you."
            try world.account.deliver(Buyer.mail("q1", words, date: Date() - 15 * 60))
            try await world.withDaemon { _ in
                try await world.event("alert.sent")
                let mail = Mail.parse(try #require(toPeople(world).first).bytes)
                #expect(mail.subject.contains("never answered by a program"))
                // By its own guard time a plain question has its holding answer: the matter's time had come before.
                try world.account.deliver(
                    Buyer.mail("q2", alias: "another12345678", date: Date() - 15 * 60))
                try await world.event("reply.sent", ["template": "holding"])
            }
            #expect(world.events("reply.sent").count == 1)
            #expect(world.smtp.mails.allSatisfy { $0.header("In-Reply-To") != "<q1@buyers.example>" })
        }
    }

    @Test("the holding answer names order and day, is a promise, and leaves the mail to people")
    func holding() async throws {
        try await World.run { world in
            try world.configure(Self.held("if_still_held = \"holding_answer\""))
            try world.account.deliver(Buyer.mail("q1", date: Date() - 15 * 60))
            try await world.withDaemon { _ in
                try await world.event("reply.sent", ["template": "holding"])
                let made = try await world.event("promise.made")
                #expect(made["task_kind"] == "promise")
                let text = Mail.parse(try #require(world.smtp.mails.first).bytes).text
                #expect(text.contains("your question on order 111-2233445-6677889"))
                #expect(text.contains("will write to you here by"))
                let status = try await world.replyd("status", "--json").out
                #expect(status.contains("\"held\" : 1"))
                #expect(status.contains("\"kind\" : \"promise\""))
                let id = try #require(world.events("reply.held").first?["reply"])
                #expect(try await world.replyd("release", id).code == 0)
                try await world.event("promise.kept")
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("a notice is a task in the status until a later one closes it")
    func tasks() async throws {
        try await World.run { world in
            try world.configure(Self.held(""))
            try world.account.deliver(Self.notice("n1", "BRC_SELLER_NOTIFICATION"))
            try await world.withDaemon { _ in
                let opened = try await world.event("task.opened")
                #expect(opened["task_kind"] == "cancellation")
                #expect(try await world.replyd("status").out.contains("cancel the order before it is dispatched"))
                try await world.event("task.due")
                try world.account.deliver(Self.notice("n0", "A_Z_CLAIM_RESPONDENT_NOTIFY"))
                let claim = try await world.event("task.opened", ["task_kind": "claim"])
                let id = try #require(claim["task"])
                #expect(try await world.replyd("release", "--task", id).out == "task \(id) is done\n")
                #expect(try await world.replyd("release", "--task", id).code == 1)
                try world.account.deliver(Self.notice("n2", "REFUND_ISSUED"))
                try await world.event("task.done", ["task_kind": "cancellation"])
                #expect(try await !world.replyd("status").out.contains("To do"))
            }
        }
    }

    @Test("thanks need no answer: told, held for people, and nothing is sent")
    func thanks() async throws {
        try await World.run { world in
            try world.configure()
            try world.account.deliver(Buyer.mail("q1", "Thank you very much for your quick help!"))
            try await world.withDaemon { _ in
                try await world.event("message.no_reply_needed")
                try world.account.deliver(Buyer.mail("q2", alias: "another12345678"))
                try await world.event("reply.sent")
            }
            #expect(world.smtp.mails.count == 1)
            #expect(world.events("message.held").first?["reason"]?.contains("needs no answer") == true)
        }
    }

    static func notice(_ id: String, _ type: String) -> [UInt8] {
        let lines = [
            "From: Amazon <donotreply@amazon.com>", "To: \(World.user)", "Subject: Order 111-2233445-6677889",
            "Date: \(Buyer.stamp(Date()))", "Message-ID: <\(id)@eu-west-1.amazonses.com>",
            "X-Space-Notification-Type: \(type)", "MIME-Version: 1.0", "", "Order ID 111-2233445-6677889", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}

@Suite("Limits and floods")
struct LimitTests {
    private static func limited(_ within: String) -> String {
        """
        [windows]
        reply_after = "0s"
        reply_within = "\(within)"
        guard_before = "1m"
        hours = "always"
        [kinds.inquiry]
        action = "send"
        min_confidence = 0.3
        [limits]
        replies_per_hour = 2
        """
    }

    @Test("what is over the limit is put off to when there is room")
    func putOff() async throws {
        try await World.run { world in
            try world.configure(Self.limited("20h"))
            for n in 1...4 { try world.account.deliver(Buyer.mail("q\(n)", alias: "buyer\(n)0000000000")) }
            try await world.withDaemon { _ in
                try await world.event("reply.rescheduled", count: 2)
                #expect(world.events("reply.sent").count == 2)
                #expect(world.events("limit.reached").count == 1)
            }
            #expect(world.events("reply.held").isEmpty && world.smtp.mails.count == 2)
        }
    }

    @Test("only what would miss its deadline is held, with the limit as the reason")
    func held() async throws {
        try await World.run { world in
            try world.configure(Self.limited("30m"))
            for n in 1...4 { try world.account.deliver(Buyer.mail("q\(n)", alias: "buyer\(n)0000000000")) }
            try await world.withDaemon { _ in
                let held = try await world.event("reply.held", count: 2)
                #expect(held["reason"]?.contains("replies_per_hour = 2 is reached") == true)
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("hundreds of mails of one buyer are survived and told, and the buyer gets no more than the day's replies")
    func flood() async throws {
        try await World.run { world in
            try world.configure()
            for n in 1...300 {
                // Twenty conversations of one buyer.
                let mail = String(decoding: Buyer.mail("q\(n)", alias: "flood0000000000"), as: UTF8.self)
                    .replacing("+133a066e", with: "+case\(n % 20)")
                try world.account.deliver(Array(mail.utf8))
            }
            try await world.withDaemon { _ in
                let flood = try await world.event("mailbox.flood", within: .seconds(120))
                #expect((flood["mails"].flatMap(Int.init) ?? 0) >= 100)
                #expect(flood["buyer"]?.contains("flood0000000000") == true)
                try world.account.deliver(Buyer.mail("other", alias: "another12345678"))
                try await eventually("the answer to the other buyer", within: .seconds(120)) {
                    world.smtp.mails.contains { $0.header("In-Reply-To") == "<other@buyers.example>" }
                }
            }
            #expect(world.events("message.received").count == 301)
            #expect(world.smtp.mails.count == 4)
            #expect(
                world.events("reply.held").contains {
                    $0["reason"]?.hasPrefix("replies_per_buyer_per_day = 3 is reached") == true
                })
        }
    }
}
