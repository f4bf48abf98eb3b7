import Correspondence
import Foundation
import Testing

@testable import Daemon

@Suite("Whether a reply that is due is still wanted")
struct StillWantedTests {
    private static let deadline = Instant(milliseconds: 1_790_000_000_000)

    private func objection(
        flags: [String] = [], draft: String? = nil, left: Duration, whenLate: KindRules.WhenLate = .send,
        releasedBy: String? = nil
    ) -> Objection? {
        let reply = Reply(
            id: 1, mailbox: "main", message: 1, conversation: ConversationKey(alias: "a"), kind: .inquiry,
            action: .send,
            template: "inquiry", language: "en", due: nil, deadline: Self.deadline, state: .scheduled,
            releasedBy: releasedBy)
        let window = ResponseWindow(
            replyAfter: .zero, replyWithin: .seconds(72_000), guardBefore: .seconds(1800), outsideHours: .send,
            hours: .always(in: .gmt))
        let rules = KindRules(
            action: .send, minConfidence: 0, window: window, repeatAfter: .zero, whenLate: whenLate)
        return StillWanted.objection(
            to: reply, flags: flags, draft: draft, rules: rules, now: Self.deadline - left)
    }

    @Test("nothing stands against a reply to a mail that nobody touched, nor what a person released")
    func wanted() {
        #expect(objection(flags: ["\\Seen", "\\Flagged"], left: .seconds(60)) == nil)
        #expect(objection(flags: ["\\Answered"], draft: "Drafts", left: .seconds(60), releasedBy: "ann") == nil)
    }

    @Test(
        "a sign of a person at work proves no answer: it waits for the guard time, then a person must look",
        arguments: [(["\\Answered"], nil), (["$Forwarded"], nil), ([], "Drafts")] as [([String], String?)])
    func sign(flags: [String], draft: String?) throws {
        guard case .wait(let until, _) = objection(flags: flags, draft: draft, left: .seconds(1801)) else {
            Issue.record("it does not wait")
            return
        }
        #expect(until == Self.deadline - .seconds(1800))
        guard case .hold(let reason) = objection(flags: flags, draft: draft, left: .seconds(1800)) else {
            Issue.record("it is not held")
            return
        }
        #expect(reason.contains("no answer of theirs is known"))
    }

    @Test("what is late goes out or is held, as when_late says")
    func late() {
        #expect(objection(left: .seconds(-1)) == nil)
        #expect(
            objection(left: .seconds(-1), whenLate: .hold) == .hold("the deadline has passed, and when_late is hold"))
    }
}
