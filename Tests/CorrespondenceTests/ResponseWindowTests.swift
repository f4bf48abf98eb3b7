import Correspondence
import Foundation
import Testing

@Suite("The response window")
struct ResponseWindowTests {
    private let wednesday = time("2026-11-25T10:00:00Z")

    private func window(
        after: Duration = .seconds(900), within: Duration = .seconds(23 * 3600),
        outside: ResponseWindow.OutsideHours = .send
    ) -> ResponseWindow {
        let office = hours(
            Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, [(9 * 60, 18 * 60)]) }), in: "UTC")
        return ResponseWindow(
            replyAfter: after, replyWithin: within, guardBefore: .seconds(1800), outsideHours: outside, hours: office)
    }

    @Test("send replies when reply_after has passed, inside the hours")
    func send() {
        #expect(window().due(.send, earliest: wednesday, newest: wednesday) == time("2026-11-25T10:15:00Z"))
    }

    @Test("a newer mail counts reply_after anew and leaves the deadline where it was")
    func newer() {
        let photos = wednesday + .seconds(600)
        #expect(window().due(.send, earliest: wednesday, newest: photos) == time("2026-11-25T10:25:00Z"))
        #expect(window().deadline(earliest: wednesday) == time("2026-11-26T09:00:00Z"))
    }

    @Test("in the evening send waits for the morning, if the deadline allows")
    func evening() {
        let evening = time("2026-11-25T18:00:00Z")
        #expect(window().due(.send, earliest: evening, newest: evening) == time("2026-11-26T09:00:00Z"))
    }

    @Test("at the weekend send replies at the guard time, or holds, as outside_hours says")
    func weekend() {
        let friday = time("2026-11-27T18:00:00Z")
        #expect(window().due(.send, earliest: friday, newest: friday) == time("2026-11-28T16:30:00Z"))
        #expect(window(outside: .hold).due(.send, earliest: friday, newest: friday) == nil)
    }

    @Test("guard replies before the deadline at any hour")
    func guarding() {
        #expect(
            window().due(.guardDeadline, earliest: wednesday, newest: wednesday) == time("2026-11-26T08:30:00Z"))
    }

    @Test("where a newer mail's reply_after would miss the deadline, the deadline wins")
    func lastMinute() {
        let late = wednesday + .seconds(23 * 3600 - 60)
        #expect(window().due(.guardDeadline, earliest: wednesday, newest: late) == time("2026-11-26T08:30:00Z"))
    }

    @Test("draft does not wait for hours, hold waits for a person")
    func draftAndHold() {
        let friday = time("2026-11-27T23:00:00Z")
        #expect(window().due(.draft, earliest: friday, newest: friday) == time("2026-11-27T23:15:00Z"))
        #expect(window().due(.hold, earliest: friday, newest: friday) == nil)
    }

    @Test("random windows: never after the deadline, never before reply_after unless the deadline forces it")
    func properties() {
        var random = Seeded(state: 2026)
        for _ in 0..<2000 {
            let (zone, day) = SendingHoursPropertyTests.places.randomElement(using: &random)!
            let around = time("\(day)T00:00:00Z")
            let within = Int.random(in: 60...1440, using: &random) * 60
            let window = ResponseWindow(
                replyAfter: .seconds(Int.random(in: 0..<within, using: &random)), replyWithin: .seconds(within),
                guardBefore: .seconds(Int.random(in: 0..<within, using: &random)),
                outsideHours: Bool.random(using: &random) ? .send : .hold,
                hours: SendingHoursPropertyTests.week(in: zone, around: around, &random))
            let earliest = around + .seconds(Int.random(in: -200_000...200_000, using: &random))
            let newest = earliest + .seconds(Int.random(in: 0...within, using: &random))
            let deadline = window.deadline(earliest: earliest)
            let atGuard = window.guardTime(earliest: earliest)
            #expect(deadline - earliest == window.replyWithin)
            for action in [Action.send, .guardDeadline] {
                guard let due = window.due(action, earliest: earliest, newest: newest) else {
                    #expect(action == .send && window.outsideHours == .hold)
                    continue
                }
                #expect(due <= deadline)
                #expect(due >= newest + window.replyAfter || due == atGuard)
                if action == .send, due != atGuard, due != newest + window.replyAfter {
                    #expect(window.hours.isOpen(at: due))
                }
                if action == .guardDeadline { #expect(due >= atGuard) }
            }
        }
    }
}
