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

/// What the clock on the wall shows at each minute around a day, asked of Foundation once, so that a great many cases can
/// be judged minute by minute.
struct MinuteTable {
    /// The first minute, and for each the local day's number in the table, its weekday (Monday 0) and minute.
    let start: Instant
    private let shown: [(day: Int, minute: Int)]
    /// The local days in their order; the day before each is the one before it on the calendar, also where the clock
    /// skips or repeats one.
    private let days: [(date: SendingHours.Day, weekday: Int)]

    init(zone: String, around: Instant, days reach: Int) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone)!
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = .gmt
        start = around - .seconds(reach * 86_400)
        // Day 0 lies before all that the table can show.
        let first = utc.startOfDay(for: (start - .seconds(3 * 86_400)).date)
        let days = (0..<(2 * reach + 8)).map { offset -> (date: SendingHours.Day, weekday: Int) in
            let parts = utc.dateComponents(
                [.year, .month, .day, .weekday], from: first.addingTimeInterval(Double(offset) * 86_400 + 43_200))
            return (SendingHours.Day(year: parts.year!, month: parts.month!, day: parts.day!), (parts.weekday! + 5) % 7)
        }
        var shown: [(day: Int, minute: Int)] = []
        for minute in 0..<(2 * reach * 1440) {
            let now = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute], from: (start + .seconds(minute * 60)).date)
            let date = SendingHours.Day(year: now.year!, month: now.month!, day: now.day!)
            // Most minutes lie on the day of the one before.
            let near = shown.last?.day ?? 0
            let day = days[near].date == date ? near : days.firstIndex { $0.date == date }!
            shown.append((day, now.hour! * 60 + now.minute!))
        }
        self.days = days
        self.shown = shown
    }

    /// Whether the clock at each minute of the table shows a sending hour.
    func open(_ hours: SendingHours) -> [Bool] {
        let ranges = days.map { day in
            hours.holidays.contains(day.date) ? [] : hours.week.map { $0[day.weekday] } ?? []
        }
        let everyDay = hours.week == nil
        return shown.map { now in
            everyDay || ranges[now.day].contains { $0.start <= now.minute && now.minute < $0.end }
                || ranges[now.day - 1].contains { $0.start <= now.minute + 1440 && now.minute + 1440 < $0.end }
        }
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
