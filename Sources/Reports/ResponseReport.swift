import Correspondence
import Foundation
import Ledger

/// How buyers were answered in a stretch of time: as the marketplace counts, and by the seller's own windows. Pure.
public struct ResponseReport: Sendable {
    /// Of some mails.
    public struct Figures: Hashable, Sendable {
        public var mails = 0
        public var answered = 0
        /// Answered, and over 24 hours: weekends included, the first answer counts (domain facts 2).
        public var late = 0
        /// Not answered, and 24 hours are over.
        public var none = 0
        /// Answered past the seller's own deadline, or not at all and it is over.
        public var outsideOwn = 0
        public var byPerson = 0
        public var average: Duration?
        public var longest: Duration?

        /// The marketplace wants under 10 % of mails late or without an answer.
        public var lateShare: Double? { mails == 0 ? nil : Double(late + none) / Double(mails) }

        init(_ mails: [ReportedMail], now: Instant) {
            self.mails = mails.count
            var waits: [Duration] = []
            for mail in mails {
                guard let answered = mail.answered else {
                    if now - mail.began > ResponseTimes.marketplaceClock { none += 1 }
                    if mail.deadline < now { outsideOwn += 1 }
                    continue
                }
                self.answered += 1
                if mail.byPerson { byPerson += 1 }
                let wait = max(.zero, answered - mail.began)
                waits.append(wait)
                if wait > ResponseTimes.marketplaceClock { late += 1 }
                if answered > mail.deadline { outsideOwn += 1 }
            }
            if !waits.isEmpty {
                average = .milliseconds(waits.map(\.inMilliseconds).reduce(0, +) / Int64(waits.count))
                longest = waits.max()
            }
        }
    }

    public struct Row: Hashable, Sendable {
        public var name: String
        public var figures: Figures
    }

    public let from: Instant
    public let to: Instant
    public let all: Figures
    /// As the marketplace shows them: the last 7, 30 and 90 days before the end.
    public let rolling: [Row]
    public let kinds: [Row]
    public let languages: [Row]
    /// [weekday, Monday first][hour]: mails that came, by the seller's clock.
    public let hours: [[Int]]
    /// The same, of those late or without an answer.
    public let lateHours: [[Int]]
    public let holds: [(name: String, count: Int)]
    public let templates: [(name: String, count: Int)]
    /// Corrected mails, and those of them that the classifier had right.
    public let corrected: Int
    public let confirmed: Int
    /// Limits that were reached, by their words.
    public let limits: [(name: String, count: Int)]

    /// - Parameters:
    ///   - mails: also those of the 90 days before `to`, for the rolling figures.
    ///   - limits: the words of each `limit.reached` in the time.
    public init(
        _ mails: [ReportedMail], from: Instant, to: Instant, now: Instant, timeZone: TimeZone, limits: [String]
    ) {
        let end = min(to, now)
        let own = mails.filter { $0.began >= from && $0.began < to }
        self.from = from
        self.to = to
        all = Figures(own, now: now)
        rolling = [7, 30, 90].map { days in
            Row(
                name: "\(days) days",
                figures: Figures(
                    mails.filter { $0.began < end && $0.began >= end - .seconds(days * 86_400) }, now: now))
        }
        kinds = Self.rows(own, now) { $0.kind?.rawValue ?? "none" }
        languages = Self.rows(own, now) { $0.language ?? "unknown" }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        var hours = [[Int]](repeating: [Int](repeating: 0, count: 24), count: 7)
        var lateHours = hours
        for mail in own {
            let parts = calendar.dateComponents([.weekday, .hour], from: mail.began.date)
            let (day, hour) = (((parts.weekday ?? 2) + 5) % 7, parts.hour ?? 0)
            hours[day][hour] += 1
            let figures = Figures([mail], now: now)
            lateHours[day][hour] += figures.late + figures.none
        }
        self.hours = hours
        self.lateHours = lateHours
        holds = Self.counted(own.compactMap(\.held).map(Self.short))
        templates = Self.counted(own.compactMap(\.template))
        let labelled = own.filter { $0.corrected != nil }
        corrected = labelled.count
        confirmed = labelled.count { ($0.kind?.rawValue ?? "other") == $0.corrected }
        self.limits = Self.counted(limits)
    }

    private static func rows(_ mails: [ReportedMail], _ now: Instant, by name: (ReportedMail) -> String) -> [Row] {
        Dictionary(grouping: mails, by: name).map { Row(name: $0, figures: Figures($1, now: now)) }
            .sorted { ($1.figures.mails, $0.name) < ($0.figures.mails, $1.name) }
    }

    private static func counted(_ names: [String]) -> [(String, Int)] {
        Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ($0.key, $0.value) }
    }

    /// A reason without what is one mail's: numbers, and what follows a colon.
    private static func short(_ reason: String) -> String {
        let head = reason.split(separator: ":", maxSplits: 1).first.map(String.init) ?? reason
        return head.replacing(/[0-9][0-9.,:TZ\-]*/, with: "…")
    }
}
