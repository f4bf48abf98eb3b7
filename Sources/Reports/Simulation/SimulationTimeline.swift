import Correspondence
import Foundation

/// The mails of each day: windows as bars over two days, answers as marks, sending hours as the ground behind them.
struct SimulationTimeline {
    private static let width = 960.0
    private static let top = 18.0
    private static let lane = 9.0

    private let clock: LocalClock
    private let hours: SendingHours
    private let mails: [SimulatedMail]

    /// - Parameter mails: those that want an answer, in the order of their clocks.
    init(_ mails: [SimulatedMail], hours: SendingHours) {
        self.mails = mails
        self.hours = hours
        clock = LocalClock(hours.timeZone)
    }

    var html: String {
        let days = Dictionary(grouping: mails) { clock.startOfDay($0.clockStart) }
        return days.keys.sorted().map { day in "<h3>\(heading(day))</h3>\n\(drawing(day, days[day] ?? []))" }
            .joined(separator: "\n")
    }

    private func heading(_ day: Instant) -> String {
        let date = clock.weekday(day)
        let parts = clock.calendar.dateComponents([.year, .month, .day], from: day.date)
        let isHoliday = hours.holidays.contains(
            SendingHours.Day(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
        let length = (clock.nextDay(day) - day).inMilliseconds / 60_000
        var notes = isHoliday ? ["holiday"] : []
        if length != 1440 { notes.append("the clock changes: \(waiting(length * 60))") }
        return date + (notes.isEmpty ? "" : " <small>\(notes.joined(separator: ", "))</small>")
    }

    private func drawing(_ day: Instant, _ mails: [SimulatedMail]) -> String {
        let next = clock.nextDay(day)
        let scale = Scale(from: day, to: clock.nextDay(next), width: Self.width)
        let height = Self.top + Double(mails.count) * Self.lane + 4
        var parts = [day, next].flatMap { hours.openings(onDayOf: $0) }.map { opening in
            let (from, to) = (scale.x(opening.lowerBound), scale.x(opening.upperBound))
            return SVG.rect("open-hours", from, Self.top, to - from, height - Self.top)
        }
        parts += ticks(day, scale, height) + ticks(next, scale, height)
        parts += mails.enumerated().map { index, mail in
            row(mail, scale, Self.top + (Double(index) + 0.5) * Self.lane + 2)
        }
        let label = "\(clock.weekday(day)): \(mails.count) mails with their windows and answers"
        return SVG.drawing("day", width: Self.width, height: height, label: label, parts)
    }

    private func ticks(_ day: Instant, _ scale: Scale, _ height: Double) -> [String] {
        [0, 6, 12, 18].flatMap { hour -> [String] in
            guard let date = clock.calendar.date(bySettingHour: hour, minute: 0, second: 0, of: day.date) else {
                return []
            }
            let x = scale.x(Instant(date))
            return [
                SVG.line(hour == 0 ? "midnight" : "tick", x, Self.top, x, height),
                SVG.text(x + 3, 12, hour == 0 ? clock.weekday(day) : "\(hour):00"),
            ]
        }
    }

    private func row(_ mail: SimulatedMail, _ scale: Scale, _ y: Double) -> String {
        let start = scale.x(mail.clockStart)
        var parts = ["<title>\(HTML.escape(told(mail)))</title>"]
        if let deadline = mail.deadline ?? mail.marketplaceDeadline {
            parts.append(SVG.rect("window \(mail.ownWindow.rawValue)", start, y - 3, scale.x(deadline) - start, 6))
        }
        if let answered = mail.answeredAt {
            parts.append(SVG.rect("wait \(mail.outcome.rawValue)", start, y - 1, scale.x(answered) - start, 2))
        }
        if let day = mail.marketplaceDeadline {
            let x = scale.x(day)
            parts.append(SVG.line("limit", x, y - 4, x, y + 4))
        }
        let at = mail.answeredAt ?? mail.reply?.at ?? mail.arrived
        parts.append(SVG.mark(mail.outcome, scale.x(at), y))
        return "<g class=\"mail\">\(parts.joined())</g>"
    }

    /// What a pointer over the bar shows, and a screen reader reads.
    private func told(_ mail: SimulatedMail) -> String {
        var lines = [
            [mail.kind?.rawValue ?? "no kind", mail.order, mail.buyer].compactMap { $0 }.joined(separator: ", "),
            "written \(clock.minute(mail.clockStart))",
        ]
        if let deadline = mail.deadline {
            lines.append("own window to \(clock.minute(deadline)): \(mail.ownWindow.rawValue)")
        }
        if let reply = mail.reply {
            lines.append(
                "replyd: \(reply.state) \(reply.at.map(clock.minute) ?? "") \(reply.language)/\(reply.template)")
        }
        if let person = mail.person { lines.append("person: \(clock.minute(person.at)), \(person.place)") }
        if let reason = mail.heldBecause { lines.append("held: \(reason)") }
        lines.append(mail.file)
        return lines.joined(separator: "\n")
    }
}

/// Time as a place on the paper; what lies outside stays at the edge.
private struct Scale {
    let from: Instant
    let to: Instant
    let width: Double

    func x(_ instant: Instant) -> Double {
        let share = Double((instant - from).inMilliseconds) / Double((to - from).inMilliseconds)
        return min(max(share, 0), 1) * width
    }
}

/// One column a day: how its mails ended above the line, the windows that were missed below it.
struct SimulationOverview {
    private static let rise = 120.0
    private static let fall = 50.0
    private static let top = 16.0

    private let clock: LocalClock
    private let days: [Instant]
    private let mails: [Instant: [SimulatedMail]]

    init(_ mails: [SimulatedMail], time: Range<Instant>, hours: SendingHours) {
        let clock = LocalClock(hours.timeZone)
        self.clock = clock
        self.mails = Dictionary(grouping: mails) { clock.startOfDay($0.arrived) }
        var days: [Instant] = []
        var day = clock.startOfDay(time.lowerBound)
        while day < time.upperBound {
            days.append(day)
            day = clock.nextDay(day)
        }
        self.days = days
    }

    var svg: String {
        let column = max(2.4, min(40, 940 / Double(max(1, days.count))))
        let width = max(960, column * Double(days.count) + 20)
        let most = Double(max(1, mails.values.map(\.count).max() ?? 1))
        let zero = Self.top + Self.rise
        var parts = [SVG.text(4, 11, "\(Int(most)) mails a day at most")]
        for (index, day) in days.enumerated() {
            let x = 10 + Double(index) * column
            if clock.isWeekend(day) { parts.append(SVG.rect("weekend", x, Self.top, column, Self.rise + Self.fall)) }
            if let mails = mails[day] { parts.append(stack(mails, day, x, zero, column, most)) }
            if index == 0 || isMarked(day) {
                parts.append(SVG.line("tick", x, Self.top, x, zero + Self.fall))
                parts.append(SVG.text(x + 2, zero + Self.fall + 12, clock.day(day)))
            }
        }
        parts.append(SVG.line("zero", 10, zero, 10 + column * Double(days.count), zero))
        return SVG.drawing(
            "overview", width: width, height: zero + Self.fall + 18,
            label: "How the mails of each day ended; below the line the missed windows", parts)
    }

    private func stack(
        _ mails: [SimulatedMail], _ day: Instant, _ x: Double, _ zero: Double, _ column: Double, _ most: Double
    ) -> String {
        var y = zero
        let counts = Dictionary(grouping: mails, by: \.outcome).mapValues(\.count)
        let missed = mails.count { $0.ownWindow == .missed }
        var parts: [String] = []
        let gap = column > 6 ? 1.0 : 0.2
        for outcome in SimulatedMail.Outcome.allCases {
            guard let count = counts[outcome] else { continue }
            let height = Double(count) / most * Self.rise
            y -= height
            parts.append(SVG.rect("part \(outcome.rawValue)", x + gap, y, column - 2 * gap, height))
        }
        if missed > 0 {
            let height = max(2, Double(missed) / most * Self.fall)
            parts.append(SVG.rect("part missed", x + gap, zero + 1, column - 2 * gap, height))
        }
        let said = SimulatedMail.Outcome.allCases.compactMap { outcome in
            counts[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        let title = "\(clock.weekday(day)): \(said.joined(separator: ", ")); \(missed) missed"
        return "<g class=\"column\"><title>\(HTML.escape(title))</title>\(parts.joined())</g>"
    }

    /// Dates are written where there is room: each week of a month, the first of the months of a year.
    private func isMarked(_ day: Instant) -> Bool {
        let date = clock.calendar.dateComponents([.weekday, .day], from: day.date)
        return days.count <= 70 ? date.weekday == 2 && day != days.first : date.day == 1
    }
}
