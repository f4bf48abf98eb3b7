import Foundation
import Testing

@testable import Correspondence

@Suite("What becomes of a mail")
struct PolicyTests {
    private static let noon = Instant(iso8601: "2026-10-07T12:00:00Z")!

    private func rules(_ action: Action, minConfidence: Double = 0.9, whenLate: KindRules.WhenLate = .send) -> KindRules
    {
        KindRules(
            action: action, minConfidence: minConfidence,
            window: ResponseWindow(
                replyAfter: .seconds(900), replyWithin: .seconds(23 * 3600), guardBefore: .seconds(1800),
                outsideHours: .send, hours: .always(in: TimeZone(identifier: "UTC")!)),
            repeatAfter: .seconds(7 * 86_400), whenLate: whenLate)
    }

    private let buyer = Understanding(
        recognition: .buyer(
            BuyerMessage(
                replyTo: EmailAddress("abcdefgh@marketplace.amazon.de")!, alias: "abcdefgh",
                conversation: ConversationKey(alias: "abcdefgh"))))

    private func decide(
        _ mail: Understanding? = nil,
        _ classification: Classification? = Classification(kind: .inquiry, confidence: 0.95),
        rules: KindRules?, _ change: (inout Circumstances) -> Void = { _ in }
    ) -> Decision {
        var circumstances = Circumstances(now: Self.noon, earliestUnanswered: Self.noon, newest: Self.noon)
        change(&circumstances)
        return Policy.decide(mail ?? buyer, classification, rules: rules, in: circumstances)
    }

    @Test(
        "only a buyer's mail is ever answered",
        arguments: [
            Recognition.notice(Notice(type: "RETURN_REQUEST")), .ownCopy(OwnCopy()), .autoReply, .bounce(Bounce()),
            .list, .other,
        ])
    func notBuyers(recognition: Recognition) {
        #expect(decide(Understanding(recognition: recognition), nil, rules: nil).course == .ignore)
    }

    @Test(
        "each action at its time",
        arguments: [
            (Action.send, Decision.Course.send, "2026-10-07T12:15:00Z"),
            (.guardDeadline, .guardDeadline, "2026-10-08T10:30:00Z"),
            (.draft, .draft, "2026-10-07T12:15:00Z"),
        ])
    func actions(action: Action, course: Decision.Course, due: String) {
        let decision = decide(rules: rules(action))
        #expect(decision.course == course)
        #expect(decision.due == Instant(iso8601: due))
        #expect(decision.deadline == Instant(iso8601: "2026-10-08T11:00:00Z"))
    }

    @Test("hold, and every reason to hold, leaves it to a person with the deadline named")
    func holds() {
        let sure = Classification(kind: .inquiry, confidence: 0.95)
        #expect(decide(rules: rules(.hold)).course == .hold)
        let unsure = decide(nil, Classification(kind: .inquiry, confidence: 0.899), rules: rules(.send))
        #expect(unsure.course == .hold && unsure.reason == "confidence 89 % is below 90 %" && unsure.due == nil)
        let matter = decide(nil, Classification(kind: .problem, confidence: 1, matters: [.injury]), rules: rules(.send))
        #expect(matter.course == .hold && matter.reason.contains("injury"))
        var unproven = buyer
        unproven.authenticationFailure = "dmarc=fail"
        #expect(decide(unproven, sure, rules: rules(.send)).course == .hold)
        #expect(decide(rules: rules(.send)) { $0.backlog = .hold }.course == .hold)
        #expect(decide(nil, Classification(kind: nil, confidence: 0.9), rules: nil).course == .hold)
        #expect(decide(nil, nil, rules: nil).course == .hold)
        #expect(decide(rules: rules(.send)).deadline == decide(rules: rules(.hold)).deadline)
    }

    @Test("backlog can make drafts, and a mail that a person marked answered waits for the guard time")
    func softened() {
        #expect(decide(rules: rules(.send)) { $0.backlog = .draft }.course == .draft)
        #expect(decide(rules: rules(.send)) { $0.backlog = .act }.course == .send)
        let marked = decide(rules: rules(.send)) { $0.markedAnswered = true }
        #expect(marked.course == .guardDeadline && marked.due == Instant(iso8601: "2026-10-08T10:30:00Z"))
    }

    @Test("past the deadline when_late decides, and nothing is due before now")
    func late() {
        let later = Self.noon + .seconds(30 * 3600)
        let sent = decide(rules: rules(.send)) { $0.now = later }
        #expect(sent.course == .send && sent.due == later)
        #expect(decide(rules: rules(.send, whenLate: .hold)) { $0.now = later }.course == .hold)
    }

    @Test("the clock starts at the mail's Date where that is plausible")
    func clock() {
        let arrived = Self.noon
        #expect(Policy.clockStart(date: arrived - .seconds(3600), arrived: arrived) == arrived - .seconds(3600))
        #expect(Policy.clockStart(date: arrived + .seconds(1), arrived: arrived) == arrived)
        #expect(Policy.clockStart(date: arrived - .seconds(49 * 3600), arrived: arrived) == arrived)
        #expect(Policy.clockStart(date: nil, arrived: arrived) == arrived)
    }
}
