import Correspondence
import Foundation
import Testing

@Suite("Sending hours")
struct SendingHoursTests {
    private let office = hours(
        Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, [(9 * 60, 18 * 60)]) }), in: "Europe/Berlin")
    private let everyDay = { (start: Int, end: Int, zone: String) in
        hours(Dictionary(uniqueKeysWithValues: (0..<7).map { ($0, [(start, end)]) }), in: zone)
    }

    @Test("an instant inside the hours is its own opening, to the millisecond")
    func inside() {
        let now = time("2026-11-25T10:30:15.250Z")
        #expect(office.firstOpening(notBefore: now) == now)
        #expect(office.isOpen(at: now))
    }

    @Test("the start belongs to the hours, the end does not")
    func edges() {
        #expect(office.isOpen(at: time("2026-11-25T08:00:00.000Z")))
        #expect(office.isOpen(at: time("2026-11-25T16:59:59.999Z")))
        #expect(!office.isOpen(at: time("2026-11-25T17:00:00.000Z")))
    }

    @Test("after Friday's end comes Monday's start")
    func weekend() {
        #expect(office.firstOpening(notBefore: time("2026-11-27T17:00:00Z")) == time("2026-11-30T08:00:00Z"))
    }

    @Test("a holiday is passed over")
    func holiday() {
        let christmas: Set = [SendingHours.Day(year: 2026, month: 12, day: 25)]
        let closed = SendingHours(week: office.week!, timeZone: office.timeZone, holidays: christmas)!
        #expect(closed.firstOpening(notBefore: time("2026-12-24T17:00:00Z")) == time("2026-12-28T08:00:00Z"))
    }

    @Test("a range over midnight belongs to the day on which it begins, holidays too")
    func overnight() {
        let eve: Set = [SendingHours.Day(year: 2026, month: 12, day: 31)]
        let night = hours([3: [(22 * 60, 26 * 60)]], in: "UTC", holidays: eve)
        #expect(night.isOpen(at: time("2026-12-25T01:59:00Z")))
        #expect(!night.isOpen(at: time("2026-12-25T02:00:00Z")))
        #expect(!night.isOpen(at: time("2027-01-01T01:00:00Z")))
    }

    @Test("24:00 is the next midnight, and two whole days touch")
    func wholeDay() {
        let whole = hours([5: [(0, 1440)], 6: [(0, 1440)]], in: "Europe/Berlin")
        #expect(whole.isOpen(at: time("2026-11-28T22:59:59.999Z")))
        #expect(whole.isOpen(at: time("2026-11-28T23:00:00Z")))
        #expect(!whole.isOpen(at: time("2026-11-29T23:00:00Z")))
    }

    @Test("the leap day is a day like others, and 2100 has none")
    func leapDay() {
        let leap = hours([1: [(0, 1440)]], in: "UTC", holidays: [SendingHours.Day(year: 2028, month: 2, day: 29)])
        #expect(!leap.isOpen(at: time("2028-02-29T12:00:00Z")))
        #expect(leap.isOpen(at: time("2028-03-07T12:00:00Z")))
        let century = hours([0: [(0, 1440)]], in: "UTC", holidays: [SendingHours.Day(year: 2100, month: 3, day: 1)])
        #expect(!century.isOpen(at: time("2100-03-01T12:00:00Z")))
    }

    @Test("a range that begins in the spring gap opens with the first instant after it")
    func springGap() {
        let early = everyDay(2 * 60 + 30, 6 * 60, "Europe/Berlin")
        #expect(early.firstOpening(notBefore: time("2026-03-28T23:30:00Z")) == time("2026-03-29T01:00:00Z"))
    }

    @Test("a range inside the spring gap does not open that day")
    func insideGap() {
        let inside = everyDay(2 * 60 + 10, 2 * 60 + 50, "Europe/Berlin")
        #expect(inside.openings(onDayOf: time("2026-03-29T12:00:00Z")).isEmpty)
        #expect(inside.firstOpening(notBefore: time("2026-03-29T00:00:00Z")) == time("2026-03-30T00:10:00Z"))
    }

    @Test("a range inside the hour that comes twice in autumn is open both times")
    func autumnOverlap() {
        let inside = everyDay(2 * 60 + 10, 2 * 60 + 50, "Europe/Berlin")
        let spans = inside.openings(onDayOf: time("2026-10-25T12:00:00Z"))
        #expect(
            spans == [
                time("2026-10-25T00:10:00Z")..<time("2026-10-25T00:50:00Z"),
                time("2026-10-25T01:10:00Z")..<time("2026-10-25T01:50:00Z"),
            ])
    }

    @Test("where midnight does not exist, the day opens at one")
    func noMidnight() {
        let whole = hours([6: [(0, 1440)]], in: "America/Sao_Paulo")
        #expect(whole.firstOpening(notBefore: time("2018-11-03T20:00:00Z")) == time("2018-11-04T03:00:00Z"))
    }

    @Test("a day that a country skipped never opens")
    func skippedDay() {
        let friday = hours([4: [(0, 1440)]], in: "Pacific/Apia")
        #expect(friday.firstOpening(notBefore: time("2011-12-24T12:00:00Z")) == time("2012-01-05T10:00:00Z"))
    }

    @Test("where every day for a year is a holiday there is no opening")
    func never() {
        let days = (0..<410).map { Instant(milliseconds: time("2026-01-01T12:00:00Z").milliseconds + $0 * 86_400_000) }
        let holidays = days.map { day in
            let parts = day.iso8601.prefix(10).split(separator: "-").map { Int($0)! }
            return SendingHours.Day(year: parts[0], month: parts[1], day: parts[2])
        }
        let closed = hours([0: [(0, 1440)]], in: "UTC", holidays: Set(holidays))
        #expect(closed.firstOpening(notBefore: time("2026-01-03T00:00:00Z")) == nil)
    }

    @Test("hours that never open, and ranges that end as they start, cannot be made")
    func impossible() {
        #expect(SendingHours(week: [[], [], [], [], [], [], []], timeZone: .gmt, holidays: []) == nil)
        #expect(SendingHours(week: [], timeZone: .gmt, holidays: []) == nil)
        #expect(SendingHours.Hours(start: 540, end: 540) == nil)
        #expect(SendingHours.Hours(start: 1440, end: 1500) == nil)
        #expect(SendingHours.Hours(start: 600, end: 600 + 1441) == nil)
    }
}
