import Correspondence
import Testing

@testable import Ledger

@Suite("Changed rules over what waits")
struct ReplanningTests {
    @Test("another time, deadline and action are one event with what it was; the same again is none")
    func rescheduled() async throws {
        let world = try World()
        let id = try await world.scheduled()
        let before = try #require(await world.ledger.reply(id))
        let decide: @Sendable (Reply, StoredMessage, ConversationState) -> Decision? = { _, _, state in
            Decision(
                .guardDeadline, because: "the action for inquiry is guard",
                due: (state.earliestUnanswered ?? .noon) + .seconds(7000),
                deadline: (state.earliestUnanswered ?? .noon) + .seconds(7200))
        }
        #expect(try await world.ledger.replan("main", at: .noon, decide: decide) == 1)
        let after = try #require(await world.ledger.reply(id))
        #expect(after.action == .guardDeadline)
        #expect(after.due == .noon + .seconds(7000))
        #expect(after.deadline == .noon + .seconds(7200))
        let event = try #require(await world.ledger.events(after: 0, limit: 99).last?.event)
        #expect(event.name == .replyRescheduled)
        #expect(event.fields["was_due"] == before.due.map(EventValue.time))
        #expect(event.fields["was_deadline"] == .time(before.deadline))
        #expect(event.fields["was_action"] == .text("send"))
        #expect(event.fields["due"] == .time(.noon + .seconds(7000)))
        #expect(try await world.ledger.replan("main", at: .noon, decide: decide) == 0)
    }

    @Test("a rule that says hold holds what waits, for a person")
    func held() async throws {
        let world = try World()
        let id = try await world.scheduled()
        let changed = try await world.ledger.replan("main", at: .noon) { _, _, _ in Decision(.hold, because: "hold") }
        #expect(changed == 1)
        #expect(try await world.ledger.reply(id)?.state == .held(reason: "the configuration changed: hold"))
        #expect(try await world.ledger.reply(id)?.due == nil)
    }

    @Test("what a person released, what is held, what is out, and other mailboxes are not asked about")
    func untouched() async throws {
        let world = try World()
        _ = try await world.sent(uid: 1, conversation: "a")
        let held = try await world.scheduled(uid: 2, conversation: "b")
        try await world.ledger.hold(held, because: "test", at: .noon)
        let released = try await world.scheduled(uid: 3, conversation: "c")
        try await world.ledger.hold(released, because: "test", at: .noon)
        try await world.ledger.release(released, by: "ann", at: .noon)
        let changed = try await world.ledger.replan("main", at: .noon) { _, _, _ in Decision(.hold, because: "no") }
        #expect(changed == 0)
        _ = try await world.scheduled(uid: 4, conversation: "d")
        #expect(try await world.ledger.replan("other", at: .noon) { _, _, _ in Decision(.hold, because: "no") } == 0)
    }
}
