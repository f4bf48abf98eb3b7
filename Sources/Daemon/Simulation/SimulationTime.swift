import Correspondence
import Foundation

/// `--from` and `--to`.
enum SimulationTime {
    /// - Parameter timeZone: whose midnight a day without a time begins at.
    static func read(_ text: String, option: String, in timeZone: TimeZone) throws -> Instant {
        if let instant = Instant(iso8601: text) { return instant }
        if let day = day(text, in: timeZone) { return day }
        throw CommandEnd.usage(
            "\(option) \(text) is no date: write 2026-10-01 for the beginning of that day, or 2026-10-01T09:30:00Z")
    }

    static func range(from: Instant, to: Instant) throws -> Range<Instant> {
        guard from < to else {
            throw CommandEnd.usage(
                "--from \(from.iso8601) is not before --to \(to.iso8601): --to is the first instant that is left out")
        }
        return from..<to
    }

    private static func day(_ text: String, in timeZone: TimeZone) -> Instant? {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        guard words.map(\.count) == [4, 2, 2], words.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let numbers = words.compactMap { Int($0) }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        // Noon, since in some zones a day has no midnight.
        let parts = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2], hour: 12)
        guard let noon = calendar.date(from: parts),
            calendar.dateComponents([.year, .month, .day], from: noon)
                == DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])
        else { return nil }
        return Instant(calendar.startOfDay(for: noon))
    }
}
