import Correspondence
import Testing

@testable import Ledger

@Suite("Answers of people")
struct AnswerTests {
    static let order = OrderID("302-1234567-1234567")!
    static let other = OrderID("302-7654321-7654321")!
    static let later = Instant.noon + .seconds(600)

    /// By the first key that it has: the mail it answers, the case, the order, the alias.
    private static let keys: [(PersonsAnswer.Match, PersonsAnswer)] = [
        (.answered, answer { $0.references = ["m1@amazon.de"] }),
        (.conversationKey, answer { $0.conversation = ConversationKey(case: "a", alias: "w04") }),
        (.order, answer { $0.orders = [order] }),
        (.alias, answer { $0.alias = "w04" }),
    ]

    private static func answer(at time: Instant = later, _ change: (inout PersonsAnswer) -> Void) -> PersonsAnswer {
        var answer = PersonsAnswer(
            mailbox: "main", at: time, place: "Sent", who: EmailAddress("anna@shop.example"),
            messageID: "own@shop.example")
        change(&answer)
        return answer
    }

    @Test("It closes the mails before it and supersedes their reply, whichever key it has", arguments: keys.indices)
    func matched(_ index: Int) async throws {
        let (match, answer) = Self.keys[index]
        let world = try World()
        let reply = try await world.scheduled(uid: 1)
        let result = try await world.ledger.answeredByPerson(answer, at: Self.later)
        guard case .matched(let conversation, by: match, let mails, superseded: [reply]) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(conversation == ConversationKey(case: "a", alias: "w04"))
        #expect(mails.count == 1)
        #expect(try await world.ledger.reply(reply)?.state == .superseded(reason: "a person answered: Sent"))
        #expect(try await world.ledger.conversationState(conversation, "main").earliestUnanswered == nil)
        #expect(try await world.ledger.message(mails[0])?.answeredByPerson == true)
        let event = try #require(try await world.events().first { $0.name == .messageAnsweredByPerson })
        #expect(event.message == "m1@amazon.de")
        #expect(event.fields["matched"] == .text(match.rawValue))
        #expect(event.fields["where"] == .text("Sent"))
        #expect(try await world.names().suffix(2) == [.messageAnsweredByPerson, .replySuperseded])
    }

    @Test("A mail whose clock started after it stays open, with its reply")
    func newerMail() async throws {
        let world = try World()
        let reply = try await world.scheduled(uid: 1, at: Self.later + .seconds(1))
        let result = try await world.ledger.answeredByPerson(
            Self.answer { $0.alias = "w04" }, at: Self.later + .seconds(5))
        #expect(result == .unmatched)
        #expect(try await world.ledger.reply(reply)?.state == .scheduled)
    }

    @Test("Drafted, held and failed replies end with it; one in `sending` is never touched")
    func states() async throws {
        for (state, ends) in [("drafted", true), ("held", true), ("failed", true), ("sending", false), ("sent", false)]
        {
            let world = try World()
            let reply = try await world.scheduled(uid: 1)
            try await world.ledger.write("arrange") { try ReplySQL.move.run($0.db, [state, 0, "", reply]) }
            _ = try await world.ledger.answeredByPerson(Self.answer { $0.alias = "w04" }, at: Self.later)
            #expect(try await world.ledger.reply(reply)?.state.name == (ends ? "superseded" : state))
        }
    }

    @Test("The same answer found twice counts once")
    func twice() async throws {
        let world = try World()
        _ = try await world.scheduled(uid: 1)
        let answer = Self.answer { $0.alias = "w04" }
        _ = try await world.ledger.answeredByPerson(answer, at: Self.later)
        #expect(try await world.ledger.answeredByPerson(answer, at: Self.later) == .known)
    }

    @Test("A copy of our own reply is no person's answer, by its Message-ID or by X-Replyd-Reply")
    func ours() async throws {
        let world = try World()
        let reply = try await world.sent(uid: 1)
        let waiting = try await world.scheduled(uid: 2, at: .noon + .seconds(60))
        let byID = Self.answer {
            $0.messageID = "r\(reply)@shop.example"
            $0.alias = "w04"
        }
        let byHeader = Self.answer {
            $0.replydReply = "r\(reply)@shop.example"
            $0.alias = "w04"
        }
        for answer in [byID, byHeader] {
            #expect(try await world.ledger.answeredByPerson(answer, at: Self.later) == .ours(reply: reply))
        }
        #expect(try await world.ledger.reply(waiting)?.state == .scheduled)
    }

    @Test("A reply that a server refused, and that lies in Sent all the same, is a sent one")
    func refusedAndSent() async throws {
        for refusal in [
            SendOutcome.refusedForNow(answer: "451", retryAt: .noon + .seconds(600)), .failed(reason: "550"),
        ] {
            let world = try World()
            let reply = try await world.scheduled(uid: 1)
            let id = "r\(reply)@shop.example"
            _ = try await world.ledger.beginSending(
                reply, messageID: id, mail: World.mail, inFlight: 1, at: .noon)
            try await world.ledger.finish(reply, refusal, at: .noon)
            let copy = Self.answer {
                $0.messageID = id
                $0.alias = "w04"
            }
            #expect(try await world.ledger.answeredByPerson(copy, at: Self.later) == .ours(reply: reply))
            #expect(try await world.ledger.reply(reply)?.state == .sent(at: Self.later, receipt: "found in Sent"))
            #expect(try await world.ledger.message(1)?.answeredBy == reply)
            #expect(try await !world.names().contains(.messageAnsweredByPerson))
        }
    }

    @Test("A draft of ours that a person sent off is a sent reply, and its copy needs no other")
    func draftSent() async throws {
        let world = try World()
        let reply = try await world.scheduled(uid: 1)
        try await world.ledger.drafted(
            reply, folder: "Drafts", messageID: "d@shop.example", digest: Digest(of: [1]), at: .noon)
        let answer = Self.answer { $0.replydReply = "d@shop.example" }
        #expect(try await world.ledger.answeredByPerson(answer, at: Self.later) == .draftSent(reply: reply))
        #expect(try await world.ledger.reply(reply)?.state.name == "sent")
        #expect(try await world.ledger.pendingFilings("main").isEmpty)
        let state = try await world.ledger.conversationState(ConversationKey(case: "a", alias: "w04"), "main")
        #expect(state.earliestUnanswered == nil)
    }

    @Test("Where two conversations of the buyer wait, or only the name is known, both are held", arguments: [0, 1])
    func ambiguous(_ way: Int) async throws {
        let world = try World()
        let one = try await world.scheduled(uid: 1, conversation: "a")
        let two = try await world.scheduled(uid: 2, conversation: "b")
        let answer = Self.answer { if way == 0 { $0.alias = "w04" } else { $0.buyerName = "Erika" } }
        let result = try await world.ledger.answeredByPerson(answer, at: Self.later)
        guard case .ambiguous(let held) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(Set(held) == [one, two])
        for id in held { #expect(try await world.ledger.reply(id)?.state.name == "held") }
        #expect(try await world.names().suffix(3) == [.replyHeld, .replyHeld, .answerUnmatched])
    }

    @Test("A message about another order does not answer the buyer's question: it is held for a person")
    func otherOrder() async throws {
        let world = try World()
        let reply = try await world.scheduled(uid: 1)
        let answer = Self.answer {
            $0.orders = [Self.other]
            $0.alias = "w04"
        }
        #expect(try await world.ledger.answeredByPerson(answer, at: Self.later) == .ambiguous(held: [reply]))
    }

    @Test("An answer of which no mail is known is recorded and told; the mail it refers to is closed when it comes in")
    func mailComesLater() async throws {
        let world = try World()
        let answer = Self.answer { $0.references = ["old@amazon.de", "m1@amazon.de"] }
        #expect(try await world.ledger.answeredByPerson(answer, at: Self.later) == .unmatched)
        #expect(try await world.names() == [.answerUnmatched])
        guard case .recorded(let key, nil, _) = try await world.record(.buyer(uid: 1))[0] else { throw Missing() }
        #expect(try await world.ledger.message(key)?.answeredByPerson == true)
        // By now the answer belongs to the conversation: what is older in it is closed as well.
        guard case .recorded(_, nil, _) = try await world.record(.buyer(uid: 2, at: .noon - .seconds(5)))[0] else {
            throw Missing()
        }
        guard case .recorded(_, .some, _) = try await world.record(.buyer(uid: 3, at: Self.later + .seconds(1)))[0]
        else { throw Missing() }
    }

    @Test("Where an answer names only the buyer, the older mail that comes in later is not closed: a person is to look")
    func buyerOnly() async throws {
        let world = try World()
        _ = try await world.ledger.answeredByPerson(Self.answer { $0.alias = "w04" }, at: Self.later)
        let seen = Seen()
        let mails = [IntakeRecord.buyer(uid: 1), .buyer(uid: 2, conversation: "b", at: Self.later + .seconds(1))]
        _ = try await world.ledger.record(mails, at: .noon) { mail, facts in
            seen.add([facts.personWroteSince ?? "", "\(facts.closedByLaterAnswer)"])
            return World.answer(mail, facts)
        }
        #expect(seen.all == [["Sent", "false"], ["", "false"]])
    }

    @Test("An older mail that comes in after the answer to its conversation is closed by it")
    func olderComesLater() async throws {
        let world = try World()
        _ = try await world.scheduled(uid: 1)
        _ = try await world.ledger.answeredByPerson(Self.answer { $0.alias = "w04" }, at: Self.later)
        guard case .recorded(let key, nil, _) = try await world.record(.buyer(uid: 2, at: .noon + .seconds(9)))[0]
        else {
            throw Missing()
        }
        #expect(try await world.ledger.message(key)?.answeredByPerson == true)
    }

    @Test("The marketplace's copy of an answer stops the clock in the transaction that records it")
    func ownCopy() async throws {
        let world = try World()
        let reply = try await world.scheduled(uid: 1)
        let copy = OwnCopy(buyerName: "Erika", alias: "w04", type: "BBC_MESSAGE_CONFIRMATION_TO_MERCHANT")
        try await world.ignore(.other(uid: 2, .ownCopy(copy), orders: [Self.order], at: Self.later))
        #expect(try await world.ledger.reply(reply)?.state == .superseded(reason: "a person answered: Seller Central"))
        let event = try #require(try await world.events().first { $0.name == .messageAnsweredByPerson })
        #expect(event.fields["where"] == .text("Seller Central"))
        #expect(event.fields["matched"] == .text("order"))
    }

    @Test("A Bcc copy of our own reply answers nothing a second time")
    func ownBcc() async throws {
        let world = try World()
        let sent = try await world.sent(uid: 1)
        let waiting = try await world.scheduled(uid: 2, at: .noon + .seconds(60))
        var copy = IntakeRecord.other(uid: 3, .ownCopy(OwnCopy(alias: "w04")), at: Self.later)
        copy.messageID = "changed@provider.example"
        copy.replydReply = "r\(sent)@shop.example"
        try await world.ignore(copy)
        #expect(try await world.ledger.reply(waiting)?.state == .scheduled)
    }
}
