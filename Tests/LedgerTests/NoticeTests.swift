import Correspondence
import Testing

@testable import Ledger

@Suite("What bounces and notices do")
struct NoticeTests {
    static let order = OrderID("302-1234567-1234567")!
    static let conversation = ConversationKey(case: "a", alias: "w04")
    static let later = Instant.noon + .seconds(600)

    static func bounce(_ uid: UInt32 = 9, of id: String, mailbox: String = "main", permanent: Bool = true)
        -> IntakeRecord
    {
        .other(
            uid: uid, mailbox: mailbox,
            .bounce(
                Bounce(
                    status: "5.1.1", diagnostic: "smtp; 550 no such user", originals: ["copy@provider.example", id],
                    permanent: permanent)), at: later)
    }

    @Test("A bounce makes the reply come back to people, with the words of the server that refused it")
    func bounced() async throws {
        let world = try World()
        let reply = try await world.sent(uid: 1)
        try await world.ignore(Self.bounce(of: "r\(reply)@shop.example"), at: Self.later)
        #expect(
            try await world.ledger.reply(reply)?.state == .bounced(reason: "delivery failed: smtp; 550 no such user"))
        #expect(try await world.ledger.conversationState(Self.conversation, "main").earliestUnanswered == .noon)
        let event = try #require(try await world.events().last)
        #expect(event.name == .replyBounced)
        #expect(event.fields["status"] == .text("5.1.1"))
        #expect(event.fields["diagnostic"] == .text("smtp; 550 no such user"))
        #expect(event.fields["told_by"] == .text("o9@amazon.de"))
        let summary = try await world.ledger.summary(at: Self.later)
        #expect(summary.held.map(\.id) == [reply])
        #expect(summary.mailboxes["main"]?.held == 1)
        try await world.ledger.drop(reply, by: "anna", at: Self.later)
        #expect(try await world.ledger.summary(at: Self.later).held.isEmpty)
        #expect(try await world.ledger.conversationState(Self.conversation, "main").earliestUnanswered == nil)
    }

    @Test("The mail and what its bounce does are one transaction: a crash before its end leaves neither")
    func atomic() async throws {
        let world = try World()
        let reply = try await world.sent(uid: 1)
        let id = "r\(reply)@shop.example"
        await #expect(throws: LedgerError.self) {
            try await world.ledger.write("record and crash") { transaction in
                try transaction.take(
                    Bounce(status: "5.1.1", originals: [id]), of: Self.bounce(of: id), at: Self.later)
                throw Missing()
            }
        }
        #expect(try await world.ledger.reply(reply)?.state.name == "sent")
        try await world.ignore(Self.bounce(of: id))
        #expect(try await world.ledger.reply(reply)?.state.name == "bounced")
    }

    @Test("A bounce of another mailbox, a delay, and one of what never went out change nothing")
    func notOurs() async throws {
        let world = try World()
        let sent = try await world.sent(uid: 1)
        try await world.ignore(Self.bounce(of: "r\(sent)@shop.example", mailbox: "other"))
        try await world.ignore(Self.bounce(of: "r\(sent)@shop.example", permanent: false))
        #expect(try await world.ledger.reply(sent)?.state.name == "sent")
        let superseded = try await world.scheduled(uid: 2, conversation: "b")
        try await world.ledger.drafted(superseded, folder: "Drafts", messageID: "d@shop.example", at: .noon)
        try await world.ledger.supersede(superseded, because: "x", at: .noon)
        try await world.ignore(Self.bounce(10, of: "d@shop.example"))
        #expect(try await world.ledger.reply(superseded)?.state.name == "superseded")
        #expect(try await !world.names().contains(.replyBounced))
    }

    @Test(
        "A bounce of an older reply does not open what a newer one, or a person, has answered",
        arguments: [true, false])
    func answeredSince(byPerson: Bool) async throws {
        let world = try World()
        let first = try await world.sent(uid: 1)
        if byPerson {
            _ = try await world.ledger.answeredByPerson(
                PersonsAnswer(mailbox: "main", at: Self.later, place: "Sent", alias: "w04"), at: Self.later)
        } else {
            _ = try await world.sent(uid: 2, at: Self.later)
        }
        try await world.ignore(Self.bounce(of: "r\(first)@shop.example"), at: Self.later)
        #expect(try await world.ledger.reply(first)?.state.name == "bounced")
        #expect(try await world.ledger.conversationState(Self.conversation, "main").earliestUnanswered == nil)
    }

    private static func undelivered(
        _ cause: String, uid: UInt32 = 9, alias: String? = nil, messageID: String? = nil, orders: [OrderID] = [],
        at time: Instant = later
    ) -> IntakeRecord {
        var fields = ["cause": cause]
        fields["alias"] = alias
        fields["message_id"] = messageID
        let notice = Notice(
            type: "BUYER_OPTED_OUT_BSM_MESSAGES", fields: fields,
            effect: cause == "opted_out" ? .optedOut : .undelivered)
        return .other(uid: uid, .notice(notice), orders: orders, at: time)
    }

    @Test("A notice that a message was not delivered brings back the reply it means: by Message-ID, order, or buyer")
    func notDelivered() async throws {
        for way in 0..<3 {
            let world = try World()
            _ = try await world.sent(uid: 1, at: .noon - .seconds(60))
            let reply = try await world.sentOfOrder(uid: 2, Self.order)
            let notice = [
                Self.undelivered("guidelines", messageID: "r\(reply)@shop.example"),
                Self.undelivered("guidelines", orders: [Self.order]), Self.undelivered("guidelines", alias: "w04"),
            ][way]
            try await world.ignore(notice, at: Self.later)
            #expect(
                try await world.ledger.reply(reply)?.state
                    == .bounced(reason: "the marketplace did not deliver it: guidelines"))
            let event = try #require(try await world.events().first { $0.name == .noticeRecorded })
            #expect(event.fields["reply"] == .number(reply))
            #expect(try await world.names().suffix(2) == [.noticeRecorded, .replyBounced])
            #expect(try await world.ledger.optedOut("main", alias: "w04", order: Self.order) == nil)
        }
    }

    @Test("One that comes long after our last reply means somebody else's message")
    func longAfter() async throws {
        let world = try World()
        let reply = try await world.sentOfOrder(uid: 1, Self.order)
        try await world.ignore(Self.undelivered("opted_out", orders: [Self.order], at: .noon + .seconds(200_000)))
        #expect(try await world.ledger.reply(reply)?.state.name == "sent")
    }

    @Test("A buyer who opted out is remembered, by alias and by order")
    func optedOut() async throws {
        let world = try World()
        let ledger = world.ledger
        try await world.ignore(Self.undelivered("opted_out", alias: "w04", orders: [Self.order]))
        #expect(try await ledger.optedOut("main", alias: "w04", order: nil) == Self.later)
        #expect(try await ledger.optedOut("main", alias: nil, order: Self.order) == Self.later)
        #expect(try await ledger.optedOut("main", alias: "w05", order: nil) == nil)
        #expect(try await ledger.optedOut("other", alias: "w04", order: Self.order) == nil)
    }

    @Test("A claim holds what would go out by itself on its order; what a person released goes")
    func claimHolds() async throws {
        let world = try World()
        let scheduled = try await world.scheduled(uid: 1, conversation: "a")
        let released = try await world.scheduled(uid: 2, conversation: "b")
        try await world.ledger.hold(released, because: "x", at: .noon)
        try await world.ledger.release(released, by: "anna", at: .noon)
        try await world.ignore(.notice(uid: 3, type: "A_Z_CLAIM_RESPONDENT_NOTIFY", at: Self.later))
        #expect(
            try await world.ledger.reply(scheduled)?.state
                == .held(reason: "an A-to-z claim was filed on order \(Self.order)"))
        #expect(try await world.ledger.reply(released)?.state == .scheduled)
    }

    @Test("A claim whose close is known already holds nothing")
    func closedClaim() async throws {
        let world = try World()
        let reply = try await world.scheduled(uid: 1)
        try await world.ignore(.notice(uid: 2, type: "A_Z_CLAIM_RESPONDENT_CLOSE", at: Self.later + .seconds(9)))
        try await world.ignore(.notice(uid: 3, type: "A_Z_CLAIM_RESPONDENT_NOTIFY", at: Self.later))
        #expect(try await world.ledger.reply(reply)?.state == .scheduled)
    }
}

extension World {
    fileprivate func sentOfOrder(uid: UInt32, _ order: OrderID) async throws -> Int64 {
        let id = try await scheduled(uid: uid, at: .noon)
        try await ledger.write("arrange") { transaction in
            try transaction.db.execute(sql: "UPDATE reply SET order_id = ? WHERE id = ?", arguments: [order.value, id])
        }
        _ = try await ledger.beginSending(
            id, messageID: "r\(id)@shop.example", mail: World.mail, inFlight: 1, at: .noon)
        try await ledger.finish(id, .sent(receipt: "250 Ok"), at: .noon)
        return id
    }
}
