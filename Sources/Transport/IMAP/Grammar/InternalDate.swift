import Foundation

/// The date-time of INTERNALDATE and APPEND: `17-Jul-1996 02:44:25 -0700` (RFC 9051 section 9).
enum InternalDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Nil for what is no such date.
    static func parse(_ bytes: [UInt8]) -> Date? {
        guard bytes.count == 26, bytes[2] == 45, bytes[6] == 45, bytes[11] == 32, bytes[14] == 58, bytes[17] == 58,
            bytes[20] == 32, bytes[21] == 43 || bytes[21] == 45,
            let month = months.firstIndex(of: String(decoding: bytes[3..<6], as: UTF8.self).lowercased()),
            let day = number(bytes[0] == 32 ? bytes[1..<2] : bytes[0..<2]), (1...31).contains(day),
            let year = number(bytes[7..<11]),
            let hour = number(bytes[12..<14]), hour < 24, let minute = number(bytes[15..<17]), minute < 60,
            let second = number(bytes[18..<20]), second <= 60,
            let zoneHours = number(bytes[22..<24]), let zoneMinutes = number(bytes[24..<26]), zoneMinutes < 60
        else { return nil }
        let zone = (zoneHours * 60 + zoneMinutes) * (bytes[21] == 45 ? -60 : 60)
        let seconds = days(year, month + 1, day) * 86400 + hour * 3600 + minute * 60 + second - zone
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// The date in UTC.
    static func format(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let day = (Double(seconds) / 86400).rounded(.down)
        let time = seconds - Int(day) * 86400
        let (year, month, dayOfMonth) = civil(Int(day))
        let name = months[month - 1].capitalized
        return String(
            format: "%2d-\(name)-%04d %02d:%02d:%02d +0000", dayOfMonth, year, time / 3600, time / 60 % 60, time % 60)
    }

    /// The day in UTC as SEARCH wants it: `17-Jul-1996`.
    static func day(_ date: Date) -> String {
        String(format(date).prefix(11)).trimmingCharacters(in: .whitespaces)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Days since 1970 of a date in the Gregorian calendar; years begin in March, so that the leap day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
