import Foundation
import LoopbackMail
import Testing

@Suite("What the marketplace and mail servers tell of our mail, on loopback servers")
struct NoticeTests {
    private static let waiting = """
        [windows]
        reply_after = "1h"
        hours = "always"
        [kinds.inquiry]
        action = "send"
        min_confidence = 0.3
        """

    @Test("an answer given in Seller Central stops the clock, and nothing goes out")
    func answeredElsewhere() async throws {
        try await World.run { world in
            try world.configure(Self.waiting)
            try world.account.deliver(Buyer.mail("q1", date: Date() - 300))
            try await world.withDaemon { _ in
                try await world.event("reply.scheduled")
                try world.account.deliver(Told.ownCopy("c1", "Here is the invoice.", order: "111-2233445-6677889"))
                let event = try await world.event("message.answered_by_person", ["message": "q1@buyers.example"])
                #expect(event["where"] == "Seller Central")
                #expect(event["matched"] == "order")
                try await world.event("reply.superseded")
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("the marketplace's copy of replyd's own reply is no person's answer, and its bounce comes back to people")
    func ownReply() async throws {
        try await World.run { world in
            try world.configure()
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                let mail = try #require(try await world.smtp.waitFor(1).first)
                try await world.event("reply.filed")
                let words = mail.text.split(separator: "\n").filter { !$0.hasPrefix(">") }.joined(separator: " ")
                try world.account.deliver(Told.ownCopy("c1", words, order: "111-2233445-6677889"))
                let copy = try await world.event("message.ignored", ["message": "c1@eu-west-1.amazonses.com"])
                #expect(copy["reason"] == "the marketplace's copy of reply 1")
                let mark = try #require(mail.header("X-Replyd-Reply"))
                let returned = ["Message-ID: <new@provider.example>", "X-Replyd-Reply: \(mark)"]
                try world.account.deliver(Told.bounce("b1", returning: returned))
                let event = try await world.event("reply.bounced", ["told_by": "b1@mx.example"])
                #expect(event["status"] == "5.1.1")
                #expect(event["diagnostic"] == "smtp; 550 5.1.1 no such alias")
            }
            #expect(world.events("message.answered_by_person").isEmpty)
            #expect(world.smtp.mails.count == 1)
        }
    }
}
