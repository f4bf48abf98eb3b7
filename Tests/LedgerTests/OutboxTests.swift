import Correspondence
import Testing

@testable import Ledger

@Suite("The outbox")
struct OutboxTests {
    @Test("A sent reply closes its mail and the older ones, keeps the receipt, and is filed once")
    func sent() async throws {
        let world = try World()
        let ledger = world.ledger
        try await world.record(.buyer(uid: 1, at: .noon))
        let id = try await world.sent(uid: 2, at: .noon + .seconds(60))
        #expect(try await ledger.reply(id)?.state == .sent(at: .noon + .seconds(60), receipt: "250 2.0.0 Ok"))
        let state = try await ledger.conversationState(ConversationKey(case: "a", alias: "w04"), "main")
        #expect(state.earliestUnanswered == nil)
        #expect(state.newest == .noon + .seconds(60))
        #expect(state.messageIDs == ["m1@amazon.de", "m2@amazon.de"])
        let filings = try await ledger.pendingFilings("main")
        #expect(filings.map(\.reply.id) == [id])
        #expect(filings.first?.position?.uid == 2)
        #expect(try await ledger.replyMail(id) == World.mail)
        try await ledger.filed(id, problem: nil, at: .noon)
        try await ledger.filed(id, problem: nil, at: .noon)
        #expect(try await ledger.pendingFilings("main").isEmpty)
        #expect(try await world.names().filter { $0 == .replyFiled }.count == 1)
        #expect(try await ledger.repliesToBuyer(alias: "w04", "main", since: .noon) == 1)
        #expect(try await ledger.repliesSent("main", since: .noon) == 1)
        let conversation = ConversationKey(case: "a", alias: "w04")
        #expect(
            try await ledger.lastReply(conversation, "main", template: "inquiry", since: .noon)
                == .noon + .seconds(60))
    }

    @Test("Due replies come by deadline, of the asked mailboxes only, and not before their time")
    func due() async throws {
        let world = try World()
        let late = try await world.scheduled(uid: 1, conversation: "a", at: .noon + .seconds(100))
        let early = try await world.scheduled(uid: 2, conversation: "b", at: .noon)
        #expect(try await world.ledger.nextDue(mailboxes: ["main"], drafts: false) == .noon + .seconds(900))
        #expect(try await world.ledger.due(at: .noon, limit: 9, mailboxes: ["main"], drafts: false).isEmpty)
        let all = try await world.ledger.due(at: .noon + .seconds(1000), limit: 9, mailboxes: ["main"], drafts: false)
        #expect(all.map(\.id) == [early, late])
        #expect(try await world.ledger.due(at: .distantFuture, limit: 9, mailboxes: ["other"], drafts: false).isEmpty)
        #expect(try await world.ledger.due(at: .distantFuture, limit: 1, mailboxes: ["main"], drafts: false).count == 1)
    }

    @Test("Drafts are due apart from what goes to the buyer, until a person releases them")
    func drafts() async throws {
        let world = try World()
        let results = try await world.ledger.record([.buyer(uid: 1)], at: .noon) { mail, facts in
            var verdict = World.answer(mail, facts)
            verdict.decision.course = .draft
            verdict.reply?.action = .draft
            return verdict
        }
        guard case .recorded(_, let id?, _) = results[0] else { throw Missing() }
        let ledger = world.ledger
        #expect(try await ledger.due(at: .distantFuture, limit: 9, mailboxes: ["main"], drafts: false).isEmpty)
        #expect(try await ledger.due(at: .distantFuture, limit: 9, mailboxes: ["main"], drafts: true).map(\.id) == [id])
        #expect(try await ledger.nextDue(mailboxes: ["main"], drafts: true) == .noon + .seconds(900))
        try await ledger.drafted(id, folder: "Drafts", messageID: "d@y", digest: Digest(of: [1]), at: .noon)
        try await ledger.release(id, by: "anna", at: .noon)
        #expect(try await ledger.due(at: .noon, limit: 9, mailboxes: ["main"], drafts: false).map(\.id) == [id])
        #expect(try await ledger.nextDue(mailboxes: ["main"], drafts: true) == nil)
    }

    @Test("Nothing is sent while paused, twice, or beyond the number in flight")
    func permits() async throws {
        let world = try World()
        let ledger = world.ledger
        let one = try await world.scheduled(uid: 1, conversation: "a")
        let two = try await world.scheduled(uid: 2, conversation: "b")
        try await ledger.setPaused(true, by: "root", at: .noon)
        #expect(
            try await ledger.beginSending(one, messageID: "x@y", mail: World.mail, inFlight: 1, at: .noon)
                == .refused(.paused))
        try await ledger.setPaused(false, by: "root", at: .noon)
        try await ledger.setPaused(false, by: "root", at: .noon)
        #expect(
            try await ledger.beginSending(one, messageID: "x@y", mail: World.mail, inFlight: 1, at: .noon)
                == .granted(messageID: "x@y"))
        #expect(
            try await ledger.beginSending(one, messageID: "x@y", mail: World.mail, inFlight: 1, at: .noon)
                == .refused(.notScheduled("sending")))
        #expect(
            try await ledger.beginSending(two, messageID: "z@y", mail: World.mail, inFlight: 1, at: .noon)
                == .refused(.inFlight(1)))
        #expect(try await world.names().suffix(3) == [.daemonPaused, .daemonResumed, .replySending])
    }

    @Test("A refusal for now and a broken connection schedule again, under the first Message-ID")
    func retries() async throws {
        let world = try World()
        let ledger = world.ledger
        let id = try await world.scheduled()
        _ = try await ledger.beginSending(id, messageID: "first@y", mail: World.mail, inFlight: 1, at: .noon)
        let retry = Instant.noon + .seconds(300)
        try await ledger.finish(id, .refusedForNow(answer: "451 4.7.1 later", retryAt: retry), at: .noon)
        var reply = try #require(try await ledger.reply(id))
        #expect(reply.state == .scheduled)
        #expect(reply.attempts == 1)
        #expect(reply.due == retry)
        #expect(
            try await ledger.beginSending(id, messageID: "second@y", mail: World.mail, inFlight: 1, at: retry)
                == .granted(messageID: "first@y"))
        try await ledger.finish(id, .notSent(reason: "reset", retryAt: retry), at: retry)
        reply = try #require(try await ledger.reply(id))
        #expect(reply.attempts == 2)
        _ = try await ledger.beginSending(id, messageID: "third@y", mail: World.mail, inFlight: 1, at: retry)
        try await ledger.finish(id, .failed(reason: "550 5.1.1 no"), at: retry)
        #expect(try await ledger.reply(id)?.state == .failed(reason: "550 5.1.1 no"))
        #expect(
            try await world.names().suffix(6) == [
                .replySending, .replyRefused, .replySending, .replyRescheduled, .replySending, .replyFailed,
            ])
    }

    @Test("A row in sending is ambiguous until it is found, sent again, or held for a person for good")
    func ambiguous() async throws {
        let world = try World()
        let ledger = world.ledger
        var ids: [Int64] = []
        for (uid, name) in [(UInt32(1), "a"), (2, "b"), (3, "c")] {
            let id = try await world.scheduled(uid: uid, conversation: name)
            _ = try await ledger.beginSending(id, messageID: "\(name)@y", mail: World.mail, inFlight: 3, at: .noon)
            ids.append(id)
        }
        #expect(try await ledger.ambiguous().map(\.id) == ids)
        try await ledger.noteAmbiguous(ids[0], because: "no answer", at: .noon)
        #expect(try await ledger.reply(ids[0])?.state == .sending(since: .noon))
        #expect(try await world.names().last == .replyAmbiguous)
        try await ledger.resolveAmbiguous(ids[0], .found(where: "Sent"), at: .noon)
        try await ledger.resolveAmbiguous(ids[1], .sendAgain, at: .noon)
        try await ledger.resolveAmbiguous(ids[2], .held(reason: "ambiguous"), at: .noon)
        #expect(try await ledger.reply(ids[0])?.state == .sent(at: .noon, receipt: "found in Sent"))
        #expect(try await ledger.reply(ids[1])?.state == .scheduled)
        #expect(try await ledger.reply(ids[1])?.due == .noon)
        #expect(try await ledger.ambiguous().isEmpty)
        // A newer mail does not take the doubt from the person.
        try await world.record(.buyer(uid: 9, conversation: "c", at: .noon + .seconds(60)))
        #expect(try await ledger.reply(ids[2])?.state == .held(reason: "ambiguous"))
    }

    @Test("People hold, release, and drop")
    func people() async throws {
        let world = try World()
        let ledger = world.ledger
        let id = try await world.scheduled()
        try await ledger.hold(id, because: "look first", at: .noon)
        #expect(try await ledger.reply(id)?.due == nil)
        try await ledger.release(id, by: "anna", at: .noon + .seconds(5))
        #expect(try await ledger.reply(id)?.due == .noon + .seconds(5))
        #expect(try await ledger.reply(id)?.releasedBy == "anna")
        try await ledger.drafted(id, folder: "Drafts", messageID: "d@y", digest: Digest(of: [1]), at: .noon)
        #expect(try await ledger.reply(id)?.state == .drafted)
        #expect(try await ledger.reply(id)?.messageID == "d@y")
        try await ledger.drop(id, by: "anna", at: .noon)
        #expect(try await ledger.reply(id)?.state.name == "superseded")
        let other = try await world.scheduled(uid: 2, conversation: "b")
        try await ledger.reschedule(
            other, due: .noon + .seconds(1), deadline: .noon + .seconds(2), because: "rate", at: .noon)
        #expect(try await ledger.nextDue(mailboxes: ["main"], drafts: false) == .noon + .seconds(1))
    }

    @Test("Every step from every state: the table's are taken, all others are refused and change nothing")
    func transitions() async throws {
        let world = try World()
        var uid: UInt32 = 0
        for from in ["scheduled", "drafted", "sending", "sent", "failed", "superseded", "held", "bounced"] {
            for step in ReplyStep.allCases {
                uid += 1
                let id = try await world.scheduled(uid: uid, conversation: "c\(uid)")
                let legal = step.from.contains(from)
                try await world.ledger.write("arrange") { try ReplySQL.move.run($0.db, [from, 0, "", id]) }
                do {
                    try await world.ledger.write("step") { transaction in
                        try transaction.take(step, transaction.reply(id), detail: "x", at: .noon)
                    }
                    #expect(legal, "\(step) from \(from)")
                    #expect(try await world.ledger.reply(id)?.state.name == step.to)
                } catch {
                    #expect(!legal, "\(step) from \(from): \(error)")
                    #expect(error.kind == .illegalTransition(from: from, to: step.to))
                    #expect(error.path == world.path)
                    #expect(try await world.ledger.reply(id)?.state.name == from)
                }
            }
        }
    }

    @Test("An unknown reply is a typed error")
    func unknown() async throws {
        let world = try World()
        let error = await #expect(throws: LedgerError.self) {
            try await world.ledger.finish(77, .sent(receipt: ""), at: .noon)
        }
        #expect(error?.kind == .noSuchReply)
    }

    @Test("The store itself refuses a second active reply to a mail, and a second use of a Message-ID")
    func constraints() async throws {
        let world = try World()
        let id = try await world.scheduled()
        let copy = try #require(try await world.ledger.reply(id))
        let error = await #expect(throws: LedgerError.self) {
            try await world.ledger.write("copy") { transaction in
                try ReplySQL.add.run(
                    transaction.db,
                    [
                        "main", copy.message, "c", "a", nil, "inquiry", "send", "t", "de", 0, 0, "held", 0, "", nil,
                    ])
            }
        }
        #expect(error?.kind == .constraint)
        let other = try await world.scheduled(uid: 2, conversation: "b")
        _ = try await world.ledger.beginSending(id, messageID: "x@y", mail: World.mail, inFlight: 2, at: .noon)
        let second = await #expect(throws: LedgerError.self) {
            _ = try await world.ledger.beginSending(other, messageID: "x@y", mail: World.mail, inFlight: 2, at: .noon)
        }
        #expect(second?.kind == .constraint)
        #expect(try await world.ledger.reply(other)?.state == .scheduled)
    }

    @Test("A reply's Message-ID is its store's and its row's")
    func names() async throws {
        let world = try World()
        let waiting = try await world.scheduled(uid: 1)
        let reply = try #require(try await world.ledger.reply(waiting))
        let id = world.ledger.messageID(of: reply, domain: "shop.example")
        #expect(id == "replyd.\(world.ledger.storeID.prefix(16)).\(waiting)@shop.example")
        #expect(try World().ledger.storeID != world.ledger.storeID)
        #expect(world.ledger.storeID.count == 32)
    }

    @Test("The summary counts by mailbox")
    func summary() async throws {
        let world = try World()
        _ = try await world.scheduled(uid: 1, conversation: "a")
        _ = try await world.sent(uid: 2, conversation: "b")
        try await world.ledger.hold(try await world.scheduled(uid: 3, conversation: "c"), because: "x", at: .noon)
        _ = try await world.ledger.firstStart("quiet", at: .noon)
        let summary = try await world.ledger.summary(at: .noon + .seconds(90_000))
        let main = try #require(summary.mailboxes["main"])
        #expect(main.waiting == 1 && main.sent == 1 && main.held == 1 && main.overdue == 2)
        #expect(main.nextDue == .noon + .seconds(900))
        #expect(summary.mailboxes["quiet"] == .init())
        #expect(main.lastMail == .noon)
        #expect(summary.held.count == 1 && summary.due.count == 1)
        #expect(summary.lastEvents.first?.event?.name == .replyHeld)
        #expect(!summary.paused)
    }
}
