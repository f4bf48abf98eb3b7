import Correspondence
import Foundation

/// Sending hours as the file writes them: `"Mon-Fri 09:00-18:00"`, `"Sat 10:00-12:00 13:00-16:00"`, `"always"`.
///
/// Days are `Mon` … `Sun`, a span (`Sat-Mon` goes over the week's end) or several with commas. A range that ends before
/// it starts runs over midnight; `24:00` may stand at an end.
enum HoursText {
    /// What `hours` says.
    enum Hours: Hashable, Sendable {
        case always
        /// Monday first.
        case week([[SendingHours.Hours]])
    }

    private static let example = "write for example \"Mon-Fri 09:00-18:00\""
    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The ranges of one entry, added to those of its days.
    static func add(_ text: String, to week: inout [[SendingHours.Hours]]) throws(Flaw) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first, words.count > 1 else {
            throw Flaw(problem: "\"\(text)\" is not days and a range of hours", remedy: example)
        }
        let days = try weekdays(first, of: text)
        for word in words.dropFirst() {
            let range = try hours(word.hasSuffix(",") ? String(word.dropLast()) : word, of: text)
            for day in days where !week[day].contains(range) { week[day].append(range) }
        }
    }

    /// `HH:MM` as minutes since midnight, `24:00` included; `nil` for anything else.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            text.utf8.allSatisfy({ (48...58).contains($0) }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }

    /// The week as the file would write it, for `check`; days with the same ranges together.
    static func write(_ hours: SendingHours) -> [String] {
        guard let week = hours.week else { return ["always"] }
        let names = days.map { $0.capitalized }
        var texts: [String] = []
        var day = 0
        while day < 7 {
            var last = day
            while last < 6, week[last + 1] == week[day] { last += 1 }
            if !week[day].isEmpty {
                let span = last == day ? names[day] : "\(names[day])-\(names[last])"
                texts.append(([span] + week[day].map(write)).joined(separator: " "))
            }
            day = last + 1
        }
        return texts
    }

    private static func write(_ hours: SendingHours.Hours) -> String {
        "\(clock(hours.start))-\(clock(hours.end > 1440 ? hours.end - 1440 : hours.end))"
    }

    static func clock(_ minutes: Int) -> String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    private static func weekdays(_ text: String, of entry: String) throws(Flaw) -> [Int] {
        var result: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            var numbers: [Int] = []
            for end in ends {
                guard let number = days.firstIndex(of: end.lowercased()) else {
                    let near =
                        Nearest.name(to: String(end), among: days).map { "did you mean \($0.capitalized)? " } ?? ""
                    throw Flaw(
                        problem: "\"\(end)\" in \"\(entry)\" is no day of the week",
                        remedy: "\(near)Days are Mon, Tue, Wed, Thu, Fri, Sat, Sun")
                }
                numbers.append(number)
            }
            guard let first = numbers.first, let last = numbers.last, numbers.count <= 2 else {
                throw Flaw(problem: "\"\(part)\" in \"\(entry)\" is no span of days", remedy: example)
            }
            let count = (last - first + 7) % 7
            result += (0...count).map { (first + $0) % 7 }
        }
        return result
    }

    private static func hours(_ text: String, of entry: String) throws(Flaw) -> SendingHours.Hours {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, let start = minutes(ends[0]), let end = minutes(ends[1]) else {
            throw Flaw(problem: "\"\(text)\" in \"\(entry)\" is no range of hours", remedy: example)
        }
        if start == end {
            throw Flaw(
                problem: "\"\(text)\" in \"\(entry)\" ends as it starts", remedy: "for a whole day write 00:00-24:00")
        }
        guard let hours = SendingHours.Hours(start: start, end: end > start ? end : end + 1440) else {
            throw Flaw(problem: "\"\(text)\" in \"\(entry)\" starts at 24:00", remedy: "write 00:00 and the next day")
        }
        return hours
    }
}

extension Wanted<HoursText.Hours> {
    static let hours = Wanted(noun: "a list of hours", example: "[\"Mon-Fri 09:00-18:00\"]") { value in
        if case .text("always") = value { return .right(.always) }
        if case .text(let text) = value {
            return .wrong(
                problem: "\"\(text)\" is not a list of hours",
                remedy: "write \"always\", or [\"\(text)\"] if you mean that")
        }
        guard case .list(let values) = value else { return .wrongType }
        if values.isEmpty {
            return .wrong(
                problem: "is an empty list: nothing would ever go out",
                remedy: "write [\"Mon-Fri 09:00-18:00\"] or \"always\"")
        }
        var week = [[SendingHours.Hours]](repeating: [], count: 7)
        var flaws: [Flaw] = []
        for value in values {
            guard case .text(let text) = value else { return .wrongType }
            if text == "always" {
                return .wrong(problem: "\"always\" stands in a list", remedy: "write hours = \"always\"")
            }
            do throws(Flaw) {
                try HoursText.add(text, to: &week)
            } catch {
                flaws.append(error)
            }
        }
        return flaws.isEmpty ? .right(.week(week)) : .wrongs(flaws)
    }
}

extension Wanted<TimeZone> {
    /// A place of the time zone database, or UTC: abbreviations and offsets know no summer time.
    static let timeZone = Wanted(noun: "a time zone", example: "\"Europe/Berlin\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        if text == "UTC" || text.contains("/"), let zone = TimeZone(identifier: text) { return .right(zone) }
        let near = Nearest.name(to: text, among: TimeZone.knownTimeZoneIdentifiers)
        return .wrong(
            problem: "\"\(text)\" is no time zone",
            remedy: near.map { "did you mean \"\($0)\"?" } ?? "write a place such as \"Europe/Berlin\", or \"UTC\"")
    }
}

extension Wanted<SendingHours.Day> {
    /// A day of the calendar, as a string or as TOML's own date.
    static let day = Wanted(noun: "a date", example: "\"2026-12-25\"") { value in
        let parts: [Int]
        let shown: String
        switch value {
        case .text(let text):
            shown = text
            let words = text.split(separator: "-", omittingEmptySubsequences: false)
            let digits =
                words.map(\.count) == [4, 2, 2] && words.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
            parts = digits ? words.compactMap { Int($0) } : []
        case .date(let year, let month, let day):
            shown = "\(year)-\(month)-\(day)"
            parts = [year, month, day]
        default: return .wrongType
        }
        guard parts.count == 3, (1...12).contains(parts[1]), (1...days(of: parts[1], in: parts[0])).contains(parts[2])
        else {
            return .wrong(
                problem: "\"\(shown)\" is no day of the calendar",
                remedy: "write year-month-day, such as \"2026-12-25\"")
        }
        return .right(SendingHours.Day(year: parts[0], month: parts[1], day: parts[2]))
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
