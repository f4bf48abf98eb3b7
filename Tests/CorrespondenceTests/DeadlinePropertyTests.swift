import Correspondence
import Foundation
import Testing

/// Deadlines against a calculation that shares no line with the code it judges: a walk over the minutes of a clock on
/// the wall, which knows neither offsets nor transitions.
@Suite("Deadlines, minute by minute")
struct DeadlinePropertyTests {
    /// Ten zones, each with a day on which its clock does something: an hour on or back, half an hour, at midnight, a
    /// minute past it, a day that is missing, and never; leap days and years ahead.
    static let places = [
        ("Europe/Berlin", "2026-03-29"), ("America/New_York", "2031-11-02"), ("Australia/Lord_Howe", "2026-04-05"),
        ("Africa/Cairo", "2026-04-24"), ("America/Sao_Paulo", "2018-11-04"), ("Asia/Kathmandu", "2028-02-29"),
        ("America/St_Johns", "2010-11-07"), ("Pacific/Apia", "2011-12-30"), ("Europe/London", "2032-02-29"),
        ("Asia/Tehran", "2022-03-22"),
    ]
    static let casesPerPlace = 10_000

    @Test("when a reply goes out, of 100,000 random windows, weeks, holidays and mails", arguments: places)
    func due(zone: String, day: String) {
        var random = Seeded(state: (day + zone).utf8.reduce(11) { $0 &* 31 &+ UInt64($1) })
        let around = time("\(day)T00:00:00Z")
        let table = MinuteTable(zone: zone, around: around, days: 7)
        var wrong: [String] = []
        // A week serves a hundred mails, since laying it over the minutes costs more than they do.
        for _ in 0..<(Self.casesPerPlace / 100) {
            let hours = SendingHoursPropertyTests.week(in: zone, around: around, &random)
            let open = table.open(hours)
            for _ in 0..<100 {
                let mail = RandomMail(hours, around: around, &random)
                for action in [Action.send, .guardDeadline, .draft, .hold] {
                    let expected = mail.oracle(action, open: open, from: table.start)
                    let found = mail.window.due(action, earliest: mail.earliest, newest: mail.newest)
                    guard found != expected, wrong.count < 5 else { continue }
                    wrong.append(
                        "\(action) earliest \(mail.earliest.iso8601) newest \(mail.newest.iso8601) of \(mail.window): "
                            + "\(found?.iso8601 ?? "none") instead of \(expected?.iso8601 ?? "none")")
                }
            }
        }
        #expect(wrong.isEmpty, "\(zone) \(wrong)")
    }
}

/// One mail and one window, both by chance, in whole minutes.
private struct RandomMail {
    let window: ResponseWindow
    let earliest: Instant
    let newest: Instant

    init(_ hours: SendingHours, around: Instant, _ random: inout Seeded) {
        let within = Int.random(in: 1...1440, using: &random)
        window = ResponseWindow(
            replyAfter: .seconds(Int.random(in: 0..<within, using: &random) * 60), replyWithin: .seconds(within * 60),
            guardBefore: .seconds(Int.random(in: 0..<within, using: &random) * 60),
            outsideHours: Bool.random(using: &random) ? .send : .hold, hours: hours)
        earliest = around + .seconds(Int.random(in: -4320...4320, using: &random) * 60)
        newest = earliest + .seconds(Int.random(in: 0...within, using: &random) * 60)
    }

    /// The rule of the house plan, section 5, said again as a walk from minute to minute.
    func oracle(_ action: Action, open: [Bool], from start: Instant) -> Instant? {
        let minutes = { (instant: Instant) in Int((instant.milliseconds - start.milliseconds) / 60_000) }
        let deadline = minutes(earliest) + minutesOf(window.replyWithin)
        let allowed = minutes(newest) + minutesOf(window.replyAfter)
        switch action {
        case .hold: return nil
        case .draft: return start + .seconds(allowed * 60)
        case .send:
            var minute = allowed
            while minute <= deadline {
                if open[minute] { return start + .seconds(minute * 60) }
                minute += 1
            }
            guard window.outsideHours == .send else { return nil }
        case .guardDeadline: break
        }
        var last = deadline - minutesOf(window.guardBefore)
        while last < allowed, allowed < deadline { last += 1 }
        return start + .seconds(last * 60)
    }

    private func minutesOf(_ duration: Duration) -> Int { Int(duration.components.seconds / 60) }
}
