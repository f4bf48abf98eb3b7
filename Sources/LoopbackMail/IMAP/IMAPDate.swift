import Foundation

/// Dates as IMAP writes them: `17-Jul-1996 02:44:25 -0700` and `17-Jul-1996` (RFC 3501 section 9, date-time and date).
enum IMAPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A date-time in UTC.
    static func text(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let clock = seconds - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        return "\(two(dayOfMonth, " "))-\(months[month - 1])-\(year) "
            + "\(two(clock / 3_600)):\(two(clock / 60 % 60)):\(two(clock % 60)) +0000"
    }

    /// A date-time in any zone.
    static func parse(_ text: String) -> Date? {
        let parts = text.trimmingBlanks.split(separator: " ")
        guard parts.count == 3, let day = parseDay(String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]),
            parts[2].count == 5, let zone = Int(parts[2]), abs(zone) % 100 < 60
        else { return nil }
        let offset = (zone / 100 * 60 + zone % 100) * 60
        return Date(timeIntervalSince1970: Double(day * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2] - offset))
    }

    /// A date, as days since 1 January 1970.
    static func parseDay(_ text: String) -> Int? {
        let parts = text.split(separator: "-")
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]), (1...31).contains(day),
            (1...9999).contains(year),
            let month = months.firstIndex(where: { $0.lowercased() == parts[1].lowercased() })
        else { return nil }
        return days(year, month + 1, day)
    }

    /// The day of an instant in UTC, which is where SEARCH looks.
    static func day(of date: Date) -> Int { Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }

    /// Days since the epoch; H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted + (shifted < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func two(_ number: Int, _ pad: String = "0") -> String {
        number < 10 ? "\(pad)\(number)" : "\(number)"
    }
}
