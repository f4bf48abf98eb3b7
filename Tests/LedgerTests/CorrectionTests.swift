import Correspondence
import Testing

@testable import Ledger

@Suite("Corrections")
struct CorrectionTests {
    static let replan: @Sendable (StoredMessage, ConversationFacts) -> Verdict = { mail, facts in
        let kind = mail.classification?.kind ?? .claim
        return Verdict(
            decision: Decision(
                .draft, because: "test", due: facts.newest, deadline: facts.earliestUnanswered + .seconds(82_800)),
            reply: PlannedReply(kind: kind, action: .draft, template: kind.rawValue, language: "de"))
    }
    static let hold: @Sendable (StoredMessage, ConversationFacts) -> Verdict = { mail, facts in
        Verdict(decision: Decision(.hold, because: "no template", deadline: facts.newest + .seconds(60)))
    }

    @Test("The reply of the old kind gives way to one of the new kind, and the classifier's word stays")
    func corrected() async throws {
        let world = try World()
        let old = try await world.scheduled()
        let mail = try #require(try await world.ledger.reply(old)).message
        let outcome = try await world.ledger.correct(
            mail, to: .return, by: "folder", at: .noon + .seconds(5), replan: Self.replan)
        guard case .corrected(.inquiry, let fresh?) = outcome else { throw Missing() }
        #expect(
            try await world.ledger.reply(old)?.state == .superseded(reason: "corrected to return by folder"))
        let reply = try #require(try await world.ledger.reply(fresh))
        #expect(reply.kind == .return && reply.action == .draft && reply.template == "return")
        #expect(reply.state == .scheduled && reply.deadline == .noon + .seconds(82_800))
        #expect(try await world.ledger.message(mail)?.classification?.kind == .inquiry)
        #expect(
            try await world.ledger.correction(mail)
                == Correction(kind: .return, by: "folder", at: .noon + .seconds(5)))
        #expect(try await world.names().suffix(3) == [.messageCorrected, .replySuperseded, .replyScheduled])
    }

    @Test("Of two corrections the last wins; the same one again from the same place is recorded once")
    func twice() async throws {
        let world = try World()
        let mail = try #require(try await world.ledger.reply(world.scheduled())).message
        let ledger = world.ledger
        _ = try await ledger.correct(mail, to: .return, by: "folder", at: .noon, replan: Self.replan)
        let second = try await ledger.correct(mail, to: .problem, by: "folder", at: .noon, replan: Self.replan)
        guard case .corrected(.return, let reply?) = second else { throw Missing() }
        #expect(try await ledger.reply(reply)?.kind == .problem)
        let count = try await world.names().count
        let again = try await ledger.correct(mail, to: .problem, by: "folder", at: .noon, replan: Self.replan)
        #expect(again == .known)
        #expect(try await world.names().count == count)
        #expect(try await ledger.labelledMails().map(\.correction.kind) == [.problem])
    }

    @Test("The same kind is a confirmation: what waits stays, what was held is planned anew")
    func confirmed() async throws {
        let world = try World()
        let waiting = try await world.scheduled()
        let ledger = world.ledger
        let mail = try #require(try await ledger.reply(waiting)).message
        #expect(
            try await ledger.correct(mail, to: .inquiry, by: "a", at: .noon, replan: Self.replan)
                == .confirmed(reply: waiting))
        try await ledger.hold(waiting, because: "not sure", at: .noon)
        let outcome = try await ledger.correct(mail, to: .inquiry, by: "b", at: .noon, replan: Self.replan)
        guard case .confirmed(let fresh?) = outcome else { throw Missing() }
        #expect(fresh != waiting)
        #expect(try await ledger.reply(fresh)?.state == .scheduled)
        let events = try await ledger.events(after: 0, limit: 99).compactMap(\.event)
        #expect(events.filter { $0.name == .messageCorrected }.allSatisfy { $0.fields["confirmed"] == .flag(true) })
    }

    @Test("Where the fresh rules leave it to a person, it is held under the fresh kind with their reason")
    func held() async throws {
        let world = try World()
        let mail = try #require(try await world.ledger.reply(world.scheduled())).message
        let outcome = try await world.ledger.correct(mail, to: .claim, by: "x", at: .noon, replan: Self.hold)
        guard case .corrected(.inquiry, let id?) = outcome else { throw Missing() }
        let reply = try await world.ledger.reply(id)
        #expect(reply?.kind == .claim && reply?.state == .held(reason: "no template") && reply?.due == nil)
    }

    @Test("A mail corrected to other gets no reply")
    func other() async throws {
        let world = try World()
        let old = try await world.scheduled()
        let mail = try #require(try await world.ledger.reply(old)).message
        #expect(
            try await world.ledger.correct(mail, to: nil, by: "x", at: .noon, replan: Self.replan)
                == .corrected(from: .inquiry, reply: nil))
        #expect(try await world.ledger.reply(old)?.state == .superseded(reason: "x: it asks for no answer"))
    }

    @Test("A mail that was answered, whose answer is on its way, or that a newer one follows, is not answered again")
    func late() async throws {
        let world = try World()
        let ledger = world.ledger
        let sent = try #require(try await ledger.reply(world.sent(uid: 1, conversation: "a"))).message
        #expect(
            try await ledger.correct(sent, to: .claim, by: "x", at: .noon, replan: Self.replan)
                == .corrected(from: .inquiry, reply: nil))
        let going = try await world.scheduled(uid: 2, conversation: "b")
        _ = try await ledger.beginSending(going, messageID: "r@x", mail: World.mail, inFlight: 9, at: .noon)
        let mail = try #require(try await ledger.reply(going)).message
        #expect(
            try await ledger.correct(mail, to: .claim, by: "x", at: .noon, replan: Self.replan)
                == .corrected(from: .inquiry, reply: going))
        let first = try #require(try await ledger.reply(world.scheduled(uid: 3, conversation: "c"))).message
        _ = try await world.scheduled(uid: 4, conversation: "c", at: .noon + .seconds(60))
        #expect(
            try await ledger.correct(first, to: .claim, by: "x", at: .noon, replan: Self.replan)
                == .corrected(from: .inquiry, reply: nil))
    }

    @Test("An unknown mail and one that no buyer wrote are refused, and nothing is recorded")
    func refused() async throws {
        let world = try World()
        let results = try await world.ledger.record(
            [.notice(uid: 1, type: "RETURN_REQUEST", at: .noon)], at: .noon, decide: World.hold)
        guard case .recorded(let notice, _, _) = results[0] else { throw Missing() }
        for (key, kind) in [(notice, LedgerError.Kind.notABuyersMail), (99, .noSuchMessage)] {
            await #expect {
                _ = try await world.ledger.correct(key, to: .claim, by: "x", at: .noon, replan: Self.hold)
            } throws: { ($0 as? LedgerError)?.kind == kind }
        }
        #expect(try await world.names().contains(.messageCorrected) == false)
    }
}
