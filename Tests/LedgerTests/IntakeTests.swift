import Correspondence
import Synchronization
import Testing

@testable import Ledger

@Suite("Mails coming in")
struct IntakeTests {
    @Test("A mail is stored with all that an answer needs, and its bytes")
    func stored() async throws {
        let world = try World()
        let mail = IntakeRecord.buyer(uid: 1, references: ["x@y"])
        guard case .recorded(let key, let reply?, let decision) = try await world.record(mail)[0] else {
            throw Missing()
        }
        let stored = try #require(try await world.ledger.message(key))
        #expect(stored.buyer == mail.buyer)
        #expect(stored.position == mail.position)
        #expect(stored.references == ["x@y"])
        #expect(stored.orderIDs == mail.understanding?.orderIDs)
        #expect(stored.asins == mail.understanding?.asins)
        #expect(stored.words == "Wo ist 1?")
        #expect(stored.classification?.confidence == 0.97)
        #expect(stored.decision == decision)
        #expect(stored.flags == ["\\Seen"])
        #expect(try await world.ledger.source(key) == mail.raw)
        let row = try #require(try await world.ledger.reply(reply))
        #expect(row.state == .scheduled)
        #expect(row.due == .noon + .seconds(900))
        #expect(row.deadline == .noon + .seconds(82_800))
        #expect(try await world.names() == [.messageReceived, .replyScheduled])
    }

    @Test("The same Message-ID and body is a duplicate, also where it was delivered twice; neither alone is")
    func duplicates() async throws {
        let world = try World()
        let first = try await world.record(.buyer(uid: 1, messageID: "a@b", body: "one"))
        guard case .recorded(let key, _, _) = first[0] else { throw Missing() }
        let later = try await world.record(
            .buyer(uid: 2, messageID: "a@b", body: "one", received: "second"),
            .buyer(uid: 3, messageID: "a@b", body: "two"), .buyer(uid: 4, messageID: "c@d", body: "one"))
        #expect(later[0] == .duplicate(of: key))
        for result in later.dropFirst() {
            guard case .recorded = result else {
                Issue.record("\(result) should be new")
                continue
            }
        }
    }

    @Test("A mail without Message-ID is known again by all of its bytes")
    func nameless() async throws {
        let world = try World()
        var mail = IntakeRecord.buyer(uid: 1)
        mail.messageID = nil
        guard case .recorded(let key, _, _) = try await world.record(mail)[0] else { throw Missing() }
        mail.position.uid = 2
        #expect(try await world.record(mail)[0] == .duplicate(of: key))
    }

    @Test("The cursor stops before a gap, steps over what the server does not have, and over listed gaps")
    func cursor() async throws {
        let world = try World()
        let ledger = world.ledger
        #expect(try await ledger.cursor("main", "INBOX") == nil)
        try await ledger.beginFolder("main", "INBOX", uidValidity: 1, after: 10, at: .noon)
        try await world.record(.buyer(uid: 11), .buyer(uid: 13))
        #expect(try await ledger.cursor("main", "INBOX") == Cursor(uidValidity: 1, lastUID: 11))
        try await ledger.vanished(Position(mailbox: "main", folder: "INBOX", uidValidity: 1, uid: 12))
        #expect(try await ledger.cursor("main", "INBOX")?.lastUID == 13)
        try await world.record(.buyer(uid: 40, previous: 13))
        #expect(try await ledger.cursor("main", "INBOX")?.lastUID == 40)
        // `n:*` may give an older one again.
        try await world.record(.buyer(uid: 40, previous: 13))
        #expect(try await ledger.cursor("main", "INBOX")?.lastUID == 40)
    }

    @Test("A new UIDVALIDITY re-reads: known mails get positions and no second reply")
    func renumbered() async throws {
        let world = try World()
        guard case .recorded(let key, let reply, _) = try await world.record(.buyer(uid: 5, previous: 0))[0] else {
            throw Missing()
        }
        try await world.ledger.renumber("main", "INBOX", uidValidity: 2, after: 0, at: .noon)
        #expect(try await world.ledger.cursor("main", "INBOX") == Cursor(uidValidity: 2, lastUID: 0))
        #expect(try await world.ledger.message(key)?.position == nil)
        let again = IntakeRecord.buyer(uid: 1, validity: 2, messageID: "m5@amazon.de", body: "Wo ist 5?")
        #expect(try await world.record(again)[0] == .duplicate(of: key))
        #expect(try await world.ledger.message(key)?.position?.uid == 1)
        #expect(try await world.ledger.cursor("main", "INBOX") == Cursor(uidValidity: 2, lastUID: 1))
        #expect(
            try await world.ledger.due(at: .distantFuture, limit: 9, mailboxes: ["main"], drafts: false).map(\.id) == [
                reply
            ])
        #expect(try await world.names() == [.messageReceived, .replyScheduled, .mailboxRenumbered])
    }

    @Test("Two mails of one conversation in one batch: one reply, to the newer, by the older one's deadline")
    func twoInOneBatch() async throws {
        let world = try World()
        let results = try await world.record(
            .buyer(uid: 1, at: .noon), .buyer(uid: 2, at: .noon + .seconds(60)), at: .noon + .seconds(90))
        guard case .recorded(_, let older?, _) = results[0], case .recorded(_, let newer?, _) = results[1] else {
            throw Missing()
        }
        #expect(try await world.ledger.reply(older)?.state == .superseded(reason: "the buyer wrote again"))
        let reply = try #require(try await world.ledger.reply(newer))
        #expect(reply.state == .scheduled)
        #expect(reply.deadline == .noon + .seconds(82_800))
        #expect(reply.due == .noon + .seconds(960))
        #expect(
            try await world.names() == [
                .messageReceived, .replyScheduled, .messageReceived, .replySuperseded, .replyScheduled,
            ])
    }

    @Test("An older mail that comes late shares the newer one's reply, which keeps the older deadline")
    func olderComesLate() async throws {
        let world = try World()
        let reply = try await world.scheduled(uid: 2, at: .noon + .seconds(60))
        let result = try await world.record(.buyer(uid: 1, at: .noon))[0]
        guard case .recorded(_, nil, _) = result else { throw Missing() }
        let kept = try #require(try await world.ledger.reply(reply))
        #expect(kept.state == .scheduled)
        #expect(kept.deadline == .noon + .seconds(82_800))
        #expect(kept.due == .noon + .seconds(960))
    }

    @Test("An older mail that comes after the answer is closed by it")
    func olderComesAfterAnswer() async throws {
        let world = try World()
        let reply = try await world.sent(uid: 2, at: .noon + .seconds(60))
        guard case .recorded(let key, nil, _) = try await world.record(.buyer(uid: 1, at: .noon))[0] else {
            throw Missing()
        }
        #expect(try await world.ledger.message(key)?.answeredBy == reply)
    }

    @Test("A held mail has a row that a person can release, and one told so when the buyer writes again")
    func held() async throws {
        let world = try World()
        let results = try await world.ledger.record([.buyer(uid: 1)], at: .noon, decide: World.hold)
        guard case .recorded(_, let id?, _) = results[0] else { throw Missing() }
        #expect(try await world.ledger.reply(id)?.state == .held(reason: "a lawyer"))
        #expect(try await world.ledger.nextDue(mailboxes: ["main"], drafts: false) == nil)
        let told = Seen()
        _ = try await world.ledger.record([.buyer(uid: 2)], at: .noon) { mail, facts in
            told.add(facts.heldBefore)
            return World.answer(mail, facts)
        }
        #expect(told.all == [["a lawyer"]])
        #expect(try await world.ledger.reply(id)?.state.name == "superseded")
    }

    @Test("A decision to send without a reply becomes a held mail, never a lost one")
    func sendWithoutReply() async throws {
        let world = try World()
        let results = try await world.ledger.record([.buyer(uid: 1)], at: .noon) { _, _ in
            Verdict(decision: Decision(.send, because: "x", due: .noon, deadline: .noon))
        }
        guard case .recorded(let key, nil, let decision) = results[0] else { throw Missing() }
        #expect(decision.course == .hold)
        #expect(try await world.ledger.message(key)?.decision.course == .hold)
        #expect(try await world.ledger.summary(at: .noon).mailboxes["main"]?.held == 1)
    }

    @Test("A mail without case belongs to the mail it answers, to our reply, or to the buyer's last conversation")
    func conversations() async throws {
        let world = try World()
        let case1 = ConversationKey(case: "a", alias: "w04")
        let alias = ConversationKey(alias: "w04")
        _ = try await world.sent(uid: 1)
        let seen = Seen()
        _ = try await world.ledger.record(
            [
                .buyer(uid: 2, references: ["r1@shop.example"], key: ConversationKey(alias: "w09"), alias: "w09"),
                .buyer(uid: 3, at: .noon + .seconds(60), key: alias),
                .buyer(uid: 4, at: .noon + .seconds(86_400 * 40), key: alias),
            ], at: .noon
        ) { mail, facts in
            seen.add([facts.conversation?.value ?? ""])
            return World.answer(mail, facts)
        }
        #expect(seen.all == [[case1.value], [case1.value], [alias.value]])
    }

    @Test("A claim is open from its notice to its close")
    func claims() async throws {
        let world = try World()
        let order = OrderID("302-1234567-1234567")!
        let ignore: @Sendable (IntakeRecord, ConversationFacts) -> Verdict = { _, _ in
            Verdict(decision: Decision(.ignore, because: "a notice"))
        }
        #expect(try await !world.ledger.openClaim(order))
        _ = try await world.ledger.record(
            [.notice(uid: 1, type: "A_Z_CLAIM_RESPONDENT_NOTIFY", at: .noon)], at: .noon, decide: ignore)
        #expect(try await world.ledger.openClaim(order))
        _ = try await world.ledger.record(
            [.notice(uid: 2, type: "A_Z_CLAIM_RESPONDENT_CLOSE", at: .noon + .seconds(1))], at: .noon, decide: ignore)
        #expect(try await !world.ledger.openClaim(order))
        #expect(try await world.names().filter { $0 == .noticeRecorded }.count == 2)
    }

    @Test("A mailbox's first start stays the first")
    func firstStart() async throws {
        let world = try World()
        #expect(try await world.ledger.firstStart("main", at: .noon) == .noon)
        #expect(try await world.ledger.firstStart("main", at: .noon + .seconds(9)) == .noon)
    }
}

/// What a closure was told.
final class Seen: Sendable {
    private let values = Mutex<[[String]]>([])
    var all: [[String]] { values.withLock { $0 } }
    func add(_ value: [String]) { values.withLock { $0.append(value) } }
}
