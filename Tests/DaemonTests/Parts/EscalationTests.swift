import Correspondence
import Testing

@testable import Daemon
@testable import Ledger

@Suite("When a conversation goes to a person")
struct EscalationTests {
    private static let now = Instant(milliseconds: 1_790_000_000_000)

    private func reason(_ change: (inout ConversationFacts) -> Void) -> String? {
        var facts = ConversationFacts(
            conversation: ConversationKey(alias: "a"), earliestUnanswered: Self.now, newest: Self.now,
            closedByLaterAnswer: false, personWroteSince: nil, heldBefore: [], lastReplies: [:],
            openClaim: false, repliesCopied: [:], firstStart: nil)
        change(&facts)
        return Escalation.reason(facts, clockStart: Self.now, after: 3)
    }

    @Test("not at first, nor while it has had fewer answers than escalate_after")
    func not() {
        #expect(reason { _ in } == nil)
        #expect(reason { $0.answers = 2 } == nil)
        #expect(reason { $0.saidBefore = true } == nil, "an impatient buyer who had no answer yet")
        #expect(reason { $0.lastOwnReply = Self.now - .seconds(20) } == nil)
        #expect(reason { $0.lastOwnReply = Self.now + .seconds(5) } == nil, "it came before our reply went out")
    }

    @Test("after so many answers, ours or people's")
    func long() {
        #expect(reason { $0.answers = 3 }?.contains("has had 3 answers") == true)
    }

    @Test("two machines end after the first turn: an answer within seconds, or the same words again")
    func machines() {
        #expect(reason { $0.lastOwnReply = Self.now - .seconds(2) }?.contains("2 s after our reply") == true)
        #expect(
            reason {
                $0.saidBefore = true
                $0.answers = 1
            }?.contains("the same as a mail that was answered already") == true)
    }
}
