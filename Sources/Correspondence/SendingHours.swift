import Foundation

/// When mail may go out that need not go out at once: opening ranges by weekday, a time zone, holidays.
///
/// They govern `send` and proactive mail only and never move a deadline (design section 5).
///
/// Open is exactly when the clock on the wall says so. In the spring a range that begins in the gap opens with the first
/// instant after it, and one that lies in it does not open; in the autumn a range inside the hour that comes twice is
/// open both times.
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
    /// The same as days since 1970-01-01.
    private let holidayNumbers: Set<Int64>

    /// Open at every hour.
    public static func always(in timeZone: TimeZone) -> SendingHours {
        SendingHours(timeZone: timeZone)
    }

    private init(timeZone: TimeZone) {
        week = nil
        self.timeZone = timeZone
        holidays = []
        holidayNumbers = []
    }

    /// `nil` unless `week` has seven days and at least one range: hours that never open are an error, not "now".
    public init?(week: [[Hours]], timeZone: TimeZone, holidays: Set<Day>) {
        guard week.count == 7, week.contains(where: { !$0.isEmpty }) else { return nil }
        self.week = week
        self.timeZone = timeZone
        self.holidays = holidays
        holidayNumbers = Set(holidays.map(\.number))
    }

    public func isOpen(at instant: Instant) -> Bool { firstOpening(notBefore: instant) == instant }

    /// `instant` itself where that is open, else the next opening; `nil` where there is none within 400 days.
    public func firstOpening(notBefore instant: Instant) -> Instant? {
        guard week != nil else { return instant }
        // A range of the day before may still be open past midnight, and a clock set back may show that day again.
        let first = localDay(of: instant) - 2
        var best: Instant?
        for day in first..<(first + 403) {
            let opening =
                spans(on: day)
                .compactMap { span in span.upperBound > instant ? max(span.lowerBound, instant) : nil }
                .min()
            // One day more: a clock that is set back over midnight mixes the ranges of two days.
            if let best { return opening.map { min($0, best) } ?? best }
            if opening == instant { return instant }
            best = opening
        }
        return best
    }

    /// The open spans of the ranges that begin on the local day of `day`, in order, as instants.
    public func openings(onDayOf day: Instant) -> [Range<Instant>] {
        spans(on: localDay(of: day)).sorted { $0.lowerBound < $1.lowerBound }
    }

    // MARK: - The clock on the wall

    private static let dayLength: Int64 = 86_400_000

    /// Days since 1970-01-01 on the local calendar.
    private func localDay(of instant: Instant) -> Int64 {
        Day.floorDivide(instant.milliseconds + offset(at: instant.milliseconds), Self.dayLength)
    }

    /// How far the local clock is ahead of UTC, in milliseconds.
    private func offset(at milliseconds: Int64) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: Instant(milliseconds: milliseconds).date)) * 1000
    }

    /// The spans of the ranges that begin on a local day.
    ///
    /// A range is the same span of local time under each offset that is in force around it, cut to the time for which
    /// that offset is in force. Around one day there are at most two.
    private func spans(on day: Int64) -> [Range<Instant>] {
        guard let ranges = week?[Int((day % 7 + 10) % 7)], !ranges.isEmpty, !holidayNumbers.contains(day) else {
            return []
        }
        let midnight = day * Self.dayLength
        // No place is more than 15 hours from UTC, and a range ends before the second midnight after its day.
        let lower = midnight - Self.dayLength
        let upper = midnight + 3 * Self.dayLength
        let before = offset(at: lower)
        let after = offset(at: upper)
        let change = before == after ? upper : transition(from: lower, to: upper, leaving: before)
        return ranges.flatMap { range in
            let start = midnight + Int64(range.start) * 60_000
            let end = midnight + Int64(range.end) * 60_000
            let early = Swift.min(start - before, change)..<Swift.min(end - before, change)
            let late = Swift.max(start - after, change)..<Swift.max(end - after, change)
            return (before == after ? [early] : [early, late]).filter { !$0.isEmpty }.map { span in
                Instant(milliseconds: span.lowerBound)..<Instant(milliseconds: span.upperBound)
            }
        }
    }

    /// The first millisecond at which `offset` is no longer in force.
    private func transition(from lower: Int64, to upper: Int64, leaving offset: Int64) -> Int64 {
        var last = lower
        var first = upper
        while first - last > 1 {
            let middle = last + (first - last) / 2
            if self.offset(at: middle) == offset { last = middle } else { first = middle }
        }
        return first
    }
}

extension SendingHours.Day {
    /// Days since 1970-01-01 of the proleptic Gregorian calendar; the year is counted from March, so that the leap day
    /// is its last.
    fileprivate var number: Int64 {
        let marchYear = Int64(month > 2 ? year : year - 1)
        let marchMonth = Int64((month + 9) % 12)
        let era = Self.floorDivide(marchYear, 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * marchMonth + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    fileprivate static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : (a - b + 1) / b }
}
