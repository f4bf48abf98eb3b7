import Correspondence
import Foundation

/// A stretch of coming days in which `send` finds no sending hour between `reply_after` and the deadline: what `check`
/// tells a seller before the first weekend does.
public struct ClosedStretch: Hashable, Sendable {
    /// The mailbox's key.
    public let mailbox: String
    /// The kinds whose windows have it.
    public var kinds: [Kind]
    /// When the mail comes: the first and the last quarter of an hour.
    public let from: Instant
    public let to: Instant
    public let outsideHours: ResponseWindow.OutsideHours
    public let guardBefore: Duration
    public let timeZone: TimeZone

    /// Those that begin within `days` from `now`, in the order of time.
    public static func coming(_ configuration: Configuration, from now: Instant, days: Int = 14) -> [ClosedStretch] {
        var all: [ClosedStretch] = []
        for mailbox in configuration.mailboxes {
            for kind in Kind.allCases where mailbox.rules(kind).action == .send {
                let window = mailbox.rules(kind).window
                for span in spans(window, from: now, days: days) {
                    let stretch = ClosedStretch(
                        mailbox: mailbox.key, kinds: [kind], from: span.lowerBound, to: span.upperBound,
                        outsideHours: window.outsideHours, guardBefore: window.guardBefore,
                        timeZone: window.hours.timeZone)
                    if let same = all.firstIndex(where: { $0.isSame(as: stretch) }) {
                        all[same].kinds.append(kind)
                    } else {
                        all.append(stretch)
                    }
                }
            }
        }
        return all.sorted { ($0.mailbox, $0.from) < ($1.mailbox, $1.from) }
    }

    private static func spans(_ window: ResponseWindow, from now: Instant, days: Int) -> [ClosedRange<Instant>] {
        guard window.hours.week != nil else { return [] }
        let quarter: Int64 = 900_000
        let first = Instant(milliseconds: (now.milliseconds + quarter - 1) / quarter * quarter)
        var spans: [ClosedRange<Instant>] = []
        var start: Instant?
        var last = first
        // A stretch that has begun is followed to its end.
        for step in 0..<((days + 10) * 96) {
            let came = first + .milliseconds(Int64(step) * quarter)
            if step >= days * 96, start == nil { break }
            let opening = window.hours.firstOpening(notBefore: came + window.replyAfter)
            if opening.map({ $0 > window.deadline(earliest: came) }) ?? true {
                start = start ?? came
                last = came
            } else if let begun = start {
                spans.append(begun...last)
                start = nil
            }
        }
        if let start { spans.append(start...last) }
        return spans
    }

    private func isSame(as other: ClosedStretch) -> Bool {
        var same = self
        same.kinds = other.kinds
        return same == other
    }
}

extension ClosedStretch: CustomStringConvertible {
    public var description: String {
        let names = kinds.map(\.rawValue).joined(separator: ", ")
        return "\(mailbox): \(names) mail that comes from \(clock(from)) to \(clock(to)) finds no sending hour in its "
            + "window: \(consequence)"
    }

    /// What will happen then.
    public var consequence: String {
        switch outsideHours {
        case .send: "it is answered \(DurationText.write(guardBefore)) before its deadline, at any hour"
        case .hold: "it is held for a person (outside_hours)"
        }
    }

    /// `Fri 2026-11-27 18:00`, on the window's clock.
    public func clock(_ instant: Instant) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let now = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute], from: instant.date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let day = String(format: "%04d-%02d-%02d", now.year ?? 0, now.month ?? 0, now.day ?? 0)
        return "\(days[(now.weekday ?? 1) - 1]) \(day) \(HoursText.clock((now.hour ?? 0) * 60 + (now.minute ?? 0)))"
    }
}
