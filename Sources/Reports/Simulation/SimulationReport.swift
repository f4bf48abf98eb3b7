import Correspondence
import Foundation

/// A stretch of the past, played through today's configuration: what `replyd simulate` tells.
public struct SimulationReport: Sendable {
    public var mailbox: String
    /// The configuration file.
    public var configuration: String
    /// The mails that arrived in it are told of; those before and after it only count for what they do to these.
    public var time: Range<Instant>
    /// Up to when the past is known.
    public var known: Instant
    /// The mailbox's sending hours, for its days and its calendar.
    public var hours: SendingHours
    public var mails: [SimulatedMail]
    public var totals: SimulationTotals
    /// How often `replies_per_hour` would have put replies off.
    public var putOff: Int
    /// Replies that replyd itself sent in that past; they are left out, the simulated ones take their place.
    public var ownReplies: Int
    /// Unanswered mails that somebody marked as answered, nobody knows when.
    public var markedAnswered: Int
    public var unreadable: [Unreadable]

    public struct Unreadable: Encodable, Hashable, Sendable {
        public var file: String
        public var why: String

        public init(file: String, why: String) {
            self.file = file
            self.why = why
        }
    }

    public init(
        mailbox: String, configuration: String, time: Range<Instant>, known: Instant, hours: SendingHours,
        mails: [SimulatedMail], putOff: Int = 0, ownReplies: Int = 0, markedAnswered: Int = 0,
        unreadable: [Unreadable] = []
    ) {
        self.mailbox = mailbox
        self.configuration = configuration
        self.time = time
        self.known = known
        self.hours = hours
        self.mails = mails
        totals = SimulationTotals(mails)
        self.putOff = putOff
        self.ownReplies = ownReplies
        self.markedAnswered = markedAnswered
        self.unreadable = unreadable
    }

    /// `2026-10-01 to 2026-11-01, Europe/Berlin`.
    var heading: String {
        let clock = LocalClock(hours.timeZone)
        return "\(clock.short(time.lowerBound)) to \(clock.short(time.upperBound)), \(hours.timeZone.identifier)"
    }
}

// MARK: - JSON

extension SimulationReport: Encodable {
    private enum Keys: String, CodingKey {
        case mailbox, configuration, from, to, known, timezone, totals, putOff, ownReplies, markedAnswered, unreadable
        case mails
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(mailbox, forKey: .mailbox)
        try container.encode(configuration, forKey: .configuration)
        try container.encode(time.lowerBound, forKey: .from)
        try container.encode(time.upperBound, forKey: .to)
        try container.encode(known, forKey: .known)
        try container.encode(hours.timeZone.identifier, forKey: .timezone)
        try container.encode(totals, forKey: .totals)
        try container.encode(putOff, forKey: .putOff)
        try container.encode(ownReplies, forKey: .ownReplies)
        try container.encode(markedAnswered, forKey: .markedAnswered)
        try container.encode(unreadable, forKey: .unreadable)
        try container.encode(mails, forKey: .mails)
    }
}

/// Instants on the clock of one place.
struct LocalClock {
    let calendar: Calendar

    init(_ timeZone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        self.calendar = calendar
    }

    func startOfDay(_ instant: Instant) -> Instant { Instant(calendar.startOfDay(for: instant.date)) }

    func nextDay(_ start: Instant) -> Instant {
        // Noon is far from every change of the clock.
        let noon = calendar.date(bySettingHour: 12, minute: 0, second: 0, of: start.date) ?? start.date
        return Instant(calendar.startOfDay(for: noon.addingTimeInterval(86_400)))
    }

    /// `2026-10-01`.
    func day(_ instant: Instant) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: instant.date)
        return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    /// `Thu 2026-10-01`.
    func weekday(_ instant: Instant) -> String {
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        return "\(names[calendar.component(.weekday, from: instant.date) - 1]) \(day(instant))"
    }

    func isWeekend(_ instant: Instant) -> Bool { [1, 7].contains(calendar.component(.weekday, from: instant.date)) }

    /// `2026-10-01 09:30`.
    func minute(_ instant: Instant) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: instant.date)
        return day(instant) + String(format: " %02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
    }

    /// The day alone where it is its beginning.
    func short(_ instant: Instant) -> String { startOfDay(instant) == instant ? day(instant) : minute(instant) }
}

/// How long something took, for people: `3h 05m`, `2d 4h`, `45m`.
func waiting(_ seconds: Int64?) -> String {
    guard let seconds else { return "–" }
    let minutes = (seconds + 30) / 60
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 2 * 1440 { return String(format: "%dh %02dm", minutes / 60, minutes % 60) }
    return "\(minutes / 1440)d \(minutes % 1440 / 60)h"
}
