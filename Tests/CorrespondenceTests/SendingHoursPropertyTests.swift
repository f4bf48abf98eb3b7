import Correspondence
import Foundation
import Testing

@Suite("Sending hours are what the clock on the wall shows")
struct SendingHoursPropertyTests {
    /// Zones and a day each near which something happens: clocks that change by an hour, by half an hour, at midnight,
    /// by a minute past it, never; a day that is missing.
    static let places = [
        ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("America/New_York", "2026-03-08"),
        ("America/New_York", "2026-11-01"), ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"), ("Africa/Cairo", "2026-04-24"), ("Africa/Cairo", "2026-10-29"),
        ("America/Sao_Paulo", "2018-02-18"), ("America/Sao_Paulo", "2018-11-04"), ("Asia/Kolkata", "2026-06-01"),
        ("UTC", "2028-02-29"), ("Europe/London", "2024-02-29"), ("America/St_Johns", "2010-11-07"),
        ("Pacific/Apia", "2011-12-30"), ("Asia/Kathmandu", "2026-12-31"),
    ]

    @Test("a random week, holidays and instant: the same opening as the oracle's, minute by minute", arguments: places)
    func sameAsOracle(zone: String, day: String) {
        var random = Seeded(state: (zone + day).utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        let around = time("\(day)T00:00:00Z")
        for _ in 0..<200 {
            let hours = Self.week(in: zone, around: around, &random)
            let oracle = WallClock(hours)
            let start = around + .seconds(Int.random(in: -2160...2160, using: &random) * 60)
            let expected = oracle.firstOpening(notBefore: start, within: 600)
            let found = hours.firstOpening(notBefore: start)
            if let expected {
                #expect(found == expected, "\(zone) \(start.iso8601) \(hours.week ?? [])")
            } else {
                #expect(found.map { $0 >= start + .seconds(600 * 60) } ?? true, "\(zone) \(start.iso8601)")
            }
        }
    }

    @Test("nothing between an instant and its opening is open, and asking again at the opening changes nothing")
    func idempotent() {
        var random = Seeded(state: 42)
        for (zone, day) in Self.places {
            let around = time("\(day)T00:00:00Z")
            for _ in 0..<100 {
                let hours = Self.week(in: zone, around: around, &random)
                let start = around + .milliseconds(Int64.random(in: -500_000_000...500_000_000, using: &random))
                guard let opening = hours.firstOpening(notBefore: start) else { continue }
                #expect(opening >= start)
                #expect(hours.isOpen(at: opening))
                #expect(hours.firstOpening(notBefore: opening) == opening)
                if opening > start { #expect(!hours.isOpen(at: opening - .milliseconds(1))) }
            }
        }
    }

    /// Up to three ranges on some days, over midnight and to 24:00 too, and up to three holidays near a day.
    static func week(in zone: String, around: Instant, _ random: inout Seeded) -> SendingHours {
        var days: [Int: [(Int, Int)]] = [:]
        repeat {
            for day in 0..<7 where Bool.random(using: &random) {
                days[day] = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    let start = Int.random(in: 0..<144, using: &random) * 10
                    let length = [10, 30, 60, 200, 480, 1440 - start, 1440].randomElement(using: &random)!
                    return (start, start + max(1, length))
                }
            }
        } while days.isEmpty
        let holidays = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let day = around + .seconds(Int.random(in: -3...3, using: &random) * 86_400)
            let parts = day.iso8601.prefix(10).split(separator: "-").map { Int($0)! }
            return SendingHours.Day(year: parts[0], month: parts[1], day: parts[2])
        }
        return hours(days, in: zone, holidays: Set(holidays))
    }
}
