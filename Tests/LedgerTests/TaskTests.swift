import Correspondence
import Foundation
import Testing

@testable import Ledger

@Suite("Tasks and promises")
struct TaskTests {
    private let order = OrderID("302-1234567-1234567")!

    private func events(_ world: World, _ name: EventName) async throws -> [Event] {
        try await world.ledger.events(after: 0, limit: 1000).compactMap(\.event).filter { $0.name == name }
    }

    @Test(
        "Each notice opens its task, with its own end",
        arguments: [
            ("BRC_SELLER_NOTIFICATION", [:], SellerTaskKind.cancellation, 0),
            ("RETURN_REQUEST", ["authorised": "no"], .returnRequest, 24),
            ("RETURN_REQUEST", [:], .returnRequest, 24),
            ("RETURN_REQUEST", ["authorised": "amazon"], .returnedItem, 720),
            ("RETURN_REQUEST", ["authorised": "amazon", "tracking": "1Z"], .returnedItem, 336),
            ("A_Z_CLAIM_RESPONDENT_NOTIFY", ["deadline_hours": "72"], .claim, 72),
            ("A_Z_CLAIM_RESPONDENT_NOTIFY", [:], .claim, 48),
            ("A_Z_CLAIM_RESPONDENT_CLOSE", ["decision": "lost"], .appeal, 720),
        ] as [(String, [String: String], SellerTaskKind, Int)])
    func opened(type: String, fields: [String: String], kind: SellerTaskKind, hours: Int) async throws {
        let world = try World()
        try await world.record(.notice(uid: 1, type: type, at: .noon, fields: fields))
        let task = try #require(try await world.ledger.openTasks(["main"]).first)
        #expect(task.kind == kind)
        #expect(task.order == order)
        #expect(task.due == .noon + .seconds(hours * 3600))
        #expect(try await world.ledger.openTasks(["main"]).count == 1)
        #expect(try await events(world, .taskOpened).count == 1)
    }

    @Test("A notice that comes twice opens one task; the nearer end counts")
    func repeated() async throws {
        let world = try World()
        try await world.record(.notice(uid: 1, type: "RETURN_REQUEST", at: .noon, fields: ["authorised": "amazon"]))
        try await world.record(
            .notice(uid: 2, type: "RETURN_REQUEST", at: .noon, fields: ["authorised": "amazon", "tracking": "1Z"]))
        let tasks = try await world.ledger.openTasks(["main"])
        #expect(tasks.map(\.kind) == [.returnedItem])
        #expect(tasks.first?.due == .noon + .seconds(14 * 86_400))
        #expect(try await events(world, .taskOpened).count == 1)
    }

    @Test("A later notice closes it: authorised, refunded, decided")
    func closed() async throws {
        let world = try World()
        let later = Instant.noon + .seconds(3600)
        try await world.record(.notice(uid: 1, type: "RETURN_REQUEST", at: .noon))
        try await world.record(.notice(uid: 2, type: "RETURN_REQUEST", at: later, fields: ["authorised": "amazon"]))
        #expect(try await world.ledger.openTasks(["main"]).map(\.kind) == [.returnedItem])
        try await world.record(.notice(uid: 3, type: "REFUND_ISSUED", at: later + .seconds(60)))
        #expect(try await world.ledger.openTasks(["main"]) == [])
        try await world.record(.notice(uid: 4, type: "A_Z_CLAIM_RESPONDENT_NOTIFY", at: later))
        try await world.record(
            .notice(uid: 5, type: "A_Z_CLAIM_RESPONDENT_CLOSE", at: later + .seconds(60), fields: ["decision": "won"]))
        #expect(try await world.ledger.openTasks(["main"]) == [])
        let done = try await events(world, .taskDone)
        #expect(done.count == 3)
        #expect(done.allSatisfy { $0.fields["in_time"] == .flag(true) })
    }

    @Test("A notice that is read after the one that settles it opens nothing")
    func lateReading() async throws {
        let world = try World()
        try await world.record(
            .notice(uid: 2, type: "A_Z_CLAIM_RESPONDENT_CLOSE", at: .noon + .seconds(60), fields: ["decision": "won"]))
        try await world.record(.notice(uid: 1, type: "A_Z_CLAIM_RESPONDENT_NOTIFY", at: .noon))
        #expect(try await world.ledger.openTasks(["main"]) == [])
    }

    @Test("A reminder comes once, a quarter of the time before the end")
    func reminder() async throws {
        let world = try World()
        try await world.record(.notice(uid: 1, type: "RETURN_REQUEST", at: .noon))
        #expect(try await world.ledger.nextReminder(["main"]) == .noon + .seconds(18 * 3600))
        #expect(try await world.ledger.remindOfTasks("main", at: .noon + .seconds(18 * 3600 - 1)) == 0)
        #expect(try await world.ledger.remindOfTasks("main", at: .noon + .seconds(18 * 3600)) == 1)
        #expect(try await world.ledger.remindOfTasks("main", at: .noon + .seconds(30 * 3600)) == 0)
        #expect(try await events(world, .taskDue).count == 1)
    }

    @Test("A person closes it by its number, or by moving the mail, also the second copy of a notice")
    func byPerson() async throws {
        let world = try World()
        try await world.record(.notice(uid: 1, type: "BRC_SELLER_NOTIFICATION", at: .noon))
        let id = try #require(try await world.ledger.openTasks(["main"]).first?.id)
        #expect(try await world.ledger.closeTask(id, by: "root", at: .noon))
        #expect(try await !world.ledger.closeTask(id, by: "root", at: .noon))

        try await world.record(.notice(uid: 3, type: "RETURN_REQUEST", at: .noon))
        let again = try await world.record(.notice(uid: 4, type: "RETURN_REQUEST", at: .noon))
        guard case .recorded(let key, _, _) = again[0] else { throw Missing() }
        #expect(try await world.ledger.closeTasks(forMessage: key, by: "a move to Done", at: .noon) == 1)
        #expect(try await world.ledger.openTasks(["main"]) == [])
    }

    @Test("A day that a reply names is a promise once the reply is out, and kept by the next answer")
    func promise() async throws {
        let world = try World()
        let day = Instant.noon + .seconds(2 * 86_400)
        let id = try await world.scheduled()
        try await world.ledger.notePromise(id, until: day, at: .noon)
        #expect(try await world.ledger.openTasks(["main"]) == [])
        _ = try await world.ledger.beginSending(id, messageID: "r@x", mail: World.mail, inFlight: 1, at: .noon)
        try await world.ledger.finish(id, .sent(receipt: "250 Ok"), at: .noon)
        let task = try #require(try await world.ledger.openTasks(["main"]).first)
        #expect(task.kind == .promise && task.due == day && task.reply == id)
        #expect(try await events(world, .promiseMade).first?.fields["due"] == .time(day))
        #expect(try await world.ledger.remindOfTasks("main", at: task.warnAt) == 1)
        #expect(try await events(world, .promiseDue).count == 1)

        let next = try await world.scheduled(uid: 2, at: .noon + .seconds(86_400))
        _ = try await world.ledger.beginSending(next, messageID: "s@x", mail: World.mail, inFlight: 1, at: .noon)
        try await world.ledger.finish(next, .sent(receipt: "250 Ok"), at: .noon + .seconds(90_000))
        #expect(try await events(world, .promiseKept).first?.fields["in_time"] == .flag(true))
        #expect(try await world.ledger.openTasks(["main"]) == [])
    }

    @Test("A promise of a reply that never went out is none")
    func notMade() async throws {
        let world = try World()
        let id = try await world.scheduled()
        try await world.ledger.notePromise(id, until: .noon + .seconds(86_400), at: .noon)
        try await world.ledger.drop(id, by: "root", at: .noon)
        #expect(try await world.ledger.openTasks(["main"]) == [])
        #expect(try await events(world, .promiseMade) == [])
    }
}

@Suite("The holding answer in the ledger")
struct HoldingTests {
    private func held(_ world: World, uid: UInt32 = 1) async throws -> Int64 {
        let results = try await world.ledger.record([.buyer(uid: uid)], at: .noon, decide: World.hold)
        guard case .recorded(_, let id?, _) = results[0] else { throw Missing() }
        return id
    }

    @Test("It goes out beside the held reply, and the mail stays open")
    func beside() async throws {
        let world = try World()
        let id = try await held(world)
        let deadline = try #require(try await world.ledger.reply(id)?.deadline)
        #expect(try await world.ledger.heldUntil(deadline - .seconds(1), "main") == [])
        #expect(try await world.ledger.heldUntil(deadline, "main").map(\.id) == [id])
        let holding = try #require(try await world.ledger.scheduleHolding(id, at: .noon))
        _ = try await world.ledger.beginSending(holding, messageID: "h@x", mail: World.mail, inFlight: 1, at: .noon)
        try await world.ledger.finish(holding, .sent(receipt: "250 Ok"), at: .noon)
        #expect(try await world.ledger.reply(id)?.state.name == "held")
        #expect(try await world.ledger.waiting(["main"]).map { $0.reply?.id } == [id])
        // And the person's answer still goes out.
        try await world.ledger.release(id, by: "root", at: .noon)
        #expect(try await world.ledger.due(at: .noon, limit: 9, mailboxes: ["main"], drafts: false).map(\.id) == [id])
    }

    @Test("Never twice in a conversation")
    func once() async throws {
        let world = try World()
        let id = try await held(world)
        let holding = try #require(try await world.ledger.scheduleHolding(id, at: .noon))
        #expect(try await world.ledger.scheduleHolding(id, at: .noon) == nil)
        _ = try await world.ledger.beginSending(holding, messageID: "h@x", mail: World.mail, inFlight: 1, at: .noon)
        try await world.ledger.finish(holding, .sent(receipt: "250 Ok"), at: .noon)
        let second = try await held(world, uid: 2)
        #expect(try await world.ledger.scheduleHolding(second, at: .noon) == nil)
        #expect(try await world.ledger.heldUntil(.distantFuture, "main") == [])
    }
}
