import Correspondence
import Foundation

/// The dates that reports have: ISO 8601 with an offset, `2025-07-30`, `10-Jul-2025`, `2025-07-30 08:34:47 UTC`,
/// `30.07.2025 08:34:47 UTC` (domain facts 7). One without an hour is its day's beginning in UTC; where it is a promise,
/// its end.
enum ReportDate {
    static func parse(_ text: String, endOfDay: Bool = false) -> Instant? {
        var words = text.utf8.split(separator: 0x20).map { Array($0)[...] }
        // The T of ISO 8601 stands before an hour, that of OCT does not.
        if let date = words.first, let cut = date.firstIndex(of: 0x54), cut + 1 < date.endIndex, isDigit(date[cut + 1])
        {
            words[0] = date[..<cut]
            words.insert(date[(cut + 1)...], at: 1)
        }
        guard let first = words.first, let day = day(first) else { return nil }
        guard words.count > 1 else { return Instant(milliseconds: (day * 86_400 + (endOfDay ? 86_399 : 0)) * 1000) }
        guard let seconds = clock(words[1]) else { return nil }
        var offset = 0
        if words.count > 2 {
            guard let known = zones[String(decoding: words[2], as: UTF8.self)] else { return nil }
            offset = known
        }
        return words.count > 3 ? nil : Instant(milliseconds: (day * 86_400 + seconds - Int64(offset) * 3600) * 1000)
    }

    private static let zones = [
        "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2,
        "EET": 2, "EEST": 3, "JST": 9, "PST": -8, "PDT": -7, "EST": -5, "EDT": -4,
    ]

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Days since 1970.
    private static func day(_ text: ArraySlice<UInt8>) -> Int64? {
        let parts = text.split(whereSeparator: { $0 == 0x2D || $0 == 0x2E || $0 == 0x2F })
        guard parts.count == 3 else { return nil }
        let month =
            number(parts[1])
            ?? months.firstIndex(of: String(decoding: parts[1], as: UTF8.self).lowercased())
            .map { $0 + 1 }
        let slashed = text.contains(0x2F)
        guard let month, let first = number(parts[0]), let last = number(parts[2]) else { return nil }
        if parts[0].count == 4 { return days(first, month, last) }
        // 07/30/2025 and 30/07/2025 cannot be told apart: only the year first is read with slashes.
        return parts[2].count == 4 && !slashed ? days(last, month, first) : nil
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        guard (2000...2100).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] else { return nil }
        // Days from the civil date, with years that begin in March.
        let shifted = month <= 2 ? year - 1 : year
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return Int64(shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468)
    }

    /// Seconds of the day in UTC, from `08:34:47+02:00`; may be below 0 or over a day.
    private static func clock(_ text: ArraySlice<UInt8>) -> Int64? {
        var text = text
        var offset = 0
        if text.last == UInt8(ascii: "Z") {
            text = text.dropLast()
        } else if let sign = text.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }) {
            let digits = text[(sign + 1)...].filter { $0 != 0x3A }
            guard digits.count == 4, let value = number(digits[...]) else { return nil }
            offset = (value / 100 * 3600 + value % 100 * 60) * (text[sign] == 0x2B ? 1 : -1)
            text = text[..<sign]
        }
        let whole = text.prefix(while: { $0 != 0x2E })
        let parts = whole.split(separator: 0x3A)
        guard (2...3).contains(parts.count), let hour = number(parts[0]), let minute = number(parts[1]), hour < 24,
            minute < 60
        else { return nil }
        guard let second = parts.count == 3 ? number(parts[2]) : 0, second <= 60 else { return nil }
        return Int64(hour * 3600 + minute * 60 + second - offset)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        var value = 0
        for digit in digits {
            guard isDigit(digit) else { return nil }
            value = value * 10 + Int(digit - 48)
        }
        return value
    }
}
