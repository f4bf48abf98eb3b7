import Correspondence
import Foundation

/// The longest stretch of a week in which a mail comes that finds no sending hour inside its window.
struct MissedHours {
    /// `Fri 18:00`, the local clock.
    var from: String
    var to: String

    /// `nil` where every mail of a common week finds one.
    init?(_ window: ResponseWindow) {
        guard let week = window.hours.week,
            let hours = SendingHours(week: week, timeZone: .gmt, holidays: [])
        else { return nil }
        var longest: ClosedRange<Int>?
        var start: Int?
        // Two weeks in quarters of an hour, so that a stretch over the week's end is seen whole.
        for quarter in 0..<(2 * 7 * 96) {
            let came = Self.monday + .seconds(quarter * 900)
            let opening = hours.firstOpening(notBefore: came + window.replyAfter)
            let missed = opening.map { $0 > window.deadline(earliest: came) } ?? true
            if missed {
                let first = start ?? quarter
                start = first
                if quarter - first > longest.map({ $0.upperBound - $0.lowerBound }) ?? -1 { longest = first...quarter }
            } else {
                start = nil
            }
        }
        guard let longest else { return nil }
        from = Self.clock(longest.lowerBound)
        to = Self.clock(longest.upperBound)
    }

    /// 2024-01-01, a Monday.
    private static let monday = Instant(milliseconds: 1_704_067_200_000)

    private static func clock(_ quarter: Int) -> String {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return "\(days[quarter / 96 % 7]) \(HoursText.clock(quarter % 96 * 15))"
    }
}
