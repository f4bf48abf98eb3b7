import Foundation

/// When mail may go out that need not go out at once: opening ranges by weekday, a time zone, holidays.
///
/// They govern `send` and proactive mail only and never move a deadline (design section 5).
///
/// Wall-clock times that do not exist (the spring gap) open with the first instant after the gap; times that exist twice
/// (the autumn overlap) open with the first and close with the second.
public struct SendingHours: Hashable, Sendable {
    /// One opening: minutes of the local day, `0..<1440` to at most `2880`; an end past midnight runs into the next day.
    public struct Hours: Hashable, Sendable {
        public let start: Int
        public let end: Int

        /// `nil` unless `0 ≤ start < 1440` and `start < end ≤ start + 1440`.
        public init?(start: Int, end: Int) {
            guard (0..<1440).contains(start), end > start, end <= start + 1440 else { return nil }
            self.start = start
            self.end = end
        }
    }

    /// A day of the local calendar.
    public struct Day: Hashable, Sendable, Comparable {
        public let year: Int
        public let month: Int
        public let day: Int

        public init(year: Int, month: Int, day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }

        public static func < (a: Day, b: Day) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }
    }

    /// Ranges of each weekday, Monday first; `nil`: always open.
    public let week: [[Hours]]?
    public let timeZone: TimeZone
    /// Days on which no range begins.
    public let holidays: Set<Day>

    /// Open at every hour.
    public static func always(in timeZone: TimeZone) -> SendingHours {
        SendingHours(timeZone: timeZone)
    }

    private init(timeZone: TimeZone) {
        week = nil
        self.timeZone = timeZone
        holidays = []
    }

    /// `nil` unless `week` has seven days and at least one range: hours that never open are an error, not "now".
    public init?(week: [[Hours]], timeZone: TimeZone, holidays: Set<Day>) {
        guard week.count == 7, week.contains(where: { !$0.isEmpty }) else { return nil }
        self.week = week
        self.timeZone = timeZone
        self.holidays = holidays
    }

    public func isOpen(at instant: Instant) -> Bool { firstOpening(notBefore: instant) == instant }

    /// `instant` itself where that is open, else the next opening; `nil` where there is none within 400 days.
    public func firstOpening(notBefore instant: Instant) -> Instant? {
        guard week != nil else { return instant }
        let calendar = self.calendar
        // A range of the day before may still be open past midnight.
        var day = calendar.startOfDay(for: instant.date.addingTimeInterval(-86_400))
        for _ in 0..<402 {
            let opening = openings(on: day, in: calendar)
                .compactMap { span in span.upperBound > instant ? max(span.lowerBound, instant) : nil }
                .min()
            if let opening { return opening }
            guard let next = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
            day = calendar.startOfDay(for: next)
        }
        return nil
    }

    /// The open spans that begin on the local day of `day`, in order, as instants.
    public func openings(onDayOf day: Instant) -> [Range<Instant>] {
        openings(on: calendar.startOfDay(for: day.date), in: calendar)
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return calendar
    }

    private func openings(on day: Date, in calendar: Calendar) -> [Range<Instant>] {
        guard let week else { return [] }
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
        guard let year = parts.year, let month = parts.month, let number = parts.day, let weekday = parts.weekday,
            !holidays.contains(Day(year: year, month: month, day: number))
        else { return [] }
        return week[(weekday + 5) % 7].compactMap { range in
            let start = instant(minute: range.start, of: day, in: calendar, repeated: .first)
            let end = instant(minute: range.end, of: day, in: calendar, repeated: .last)
            guard let start, let end, start < end else { return nil }
            return Instant(start)..<Instant(end)
        }
    }

    /// The instant at which the local clock shows `minute` of the day that begins at `day`.
    private func instant(
        minute: Int, of day: Date, in calendar: Calendar, repeated: Calendar.RepeatedTimePolicy
    ) -> Date? {
        var midnight = day
        var minute = minute
        if minute >= 1440 {
            guard let next = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
            midnight = calendar.startOfDay(for: next)
            minute -= 1440
        }
        if minute == 0 { return midnight }
        return calendar.date(
            bySettingHour: minute / 60, minute: minute % 60, second: 0, of: midnight, matchingPolicy: .nextTime,
            repeatedTimePolicy: repeated)
    }
}
