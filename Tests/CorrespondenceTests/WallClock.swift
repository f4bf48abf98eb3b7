import Correspondence
import Foundation

/// An oracle for ``SendingHours`` that knows only what a clock on the wall shows, minute by minute, from Foundation's
/// calendar: slow, simple, and without a line in common with the code it judges.
struct WallClock {
    let hours: SendingHours
    let calendar: Calendar

    init(_ hours: SendingHours) {
        self.hours = hours
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = hours.timeZone
        self.calendar = calendar
    }

    func isOpen(_ instant: Instant) -> Bool {
        guard let week = hours.week else { return true }
        let now = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute], from: instant.date)
        // The day before by the calendar's own count, not by the clock: noon is far from every change.
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = .gmt
        let noon = utc.date(from: DateComponents(year: now.year, month: now.month, day: now.day, hour: 12))!
        let before = utc.dateComponents([.year, .month, .day, .weekday], from: noon.addingTimeInterval(-86_400))
        let minute = now.hour! * 60 + now.minute!
        return opens(now, week, at: minute) || opens(before, week, at: minute + 1440)
    }

    /// The first open minute not before `instant`, a whole minute; `nil` where none is near.
    func firstOpening(notBefore instant: Instant, within minutes: Int) -> Instant? {
        (0..<minutes).lazy.map { instant + .seconds($0 * 60) }.first(where: isOpen)
    }

    private func opens(_ day: DateComponents, _ week: [[SendingHours.Hours]], at minute: Int) -> Bool {
        let date = SendingHours.Day(year: day.year!, month: day.month!, day: day.day!)
        if hours.holidays.contains(date) { return false }
        return week[(day.weekday! + 5) % 7].contains { $0.start <= minute && minute < $0.end }
    }
}

/// A small generator with a fixed seed: the same cases on every machine (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func time(_ text: String) -> Instant { Instant(iso8601: text)! }

/// Hours for tests: pairs of minutes by weekday, Monday 0.
func hours(
    _ days: [Int: [(Int, Int)]], in zone: String, holidays: Set<SendingHours.Day> = []
) -> SendingHours {
    let week = (0..<7).map { day in (days[day] ?? []).map { SendingHours.Hours(start: $0.0, end: $0.1)! } }
    return SendingHours(week: week, timeZone: TimeZone(identifier: zone)!, holidays: holidays)!
}
