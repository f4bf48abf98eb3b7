import Correspondence
import Foundation

/// The hours of a digest, by the clock on the wall: each day of the week, holidays too.
struct DigestSchedule: Sendable, Hashable {
    /// Minutes of the local day.
    let at: [Int]
    let timeZone: TimeZone

    /// The latest hour that is not after `now`.
    func last(notAfter now: Instant) -> Instant? { around(now).last { $0 <= now } }

    func next(after now: Instant) -> Instant? { around(now).first { $0 > now } }

    /// An hour that the clock leaves out in spring comes right after the gap, one that it shows twice the first time only.
    private func around(_ now: Instant) -> [Instant] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let today = calendar.startOfDay(for: now.date)
        return (-2...2).flatMap { offset -> [Instant] in
            guard let day = calendar.date(byAdding: .day, value: offset, to: today) else { return [] }
            let parts = calendar.dateComponents([.year, .month, .day], from: day)
            return at.compactMap { minute in
                var wanted = parts
                (wanted.hour, wanted.minute) = (minute / 60, minute % 60)
                return calendar.date(from: wanted).map { Instant($0) }
            }
        }.sorted()
    }
}
