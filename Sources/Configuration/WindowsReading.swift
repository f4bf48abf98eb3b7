import Correspondence
import Foundation

extension Configuration.Windows {
    /// What the nearest of the tables say, checked for windows that nothing could keep.
    init(_ scope: Scope) {
        let after = scope.read("reply_after", .duration(example: "\"15m\"")) ?? .seconds(15 * 60)
        let within =
            scope.read("reply_within", .duration(atLeast: .seconds(1), example: "\"23h\"")) ?? .seconds(23 * 3600)
        let guardBefore = scope.read("guard_before", .duration(example: "\"30m\"")) ?? .seconds(30 * 60)
        window = ResponseWindow(
            replyAfter: after, replyWithin: within, guardBefore: guardBefore,
            outsideHours: scope.read("outside_hours", .word()) ?? .send, hours: Self.hours(scope))
        repeatAfter = scope.read("repeat_after", .duration(example: "\"7d\"")) ?? .seconds(7 * 86_400)
        whenLate = scope.read("when_late", .word()) ?? .send
        ifStillHeld = scope.read("if_still_held", .word()) ?? .report
        let longer = scope.read("longer_than_marketplace", .flag) ?? false
        check(scope, longerThanMarketplace: longer)
    }

    /// Monday to Friday, nine to six: what a shop with an office keeps.
    private static let officeHours = HoursText.Hours.week(
        (0..<7).map { $0 < 5 ? [SendingHours.Hours(start: 9 * 60, end: 18 * 60)].compactMap(\.self) : [] })

    private static func hours(_ scope: Scope) -> SendingHours {
        let zone = scope.read("timezone", .timeZone) ?? TimeZone(identifier: "Europe/Berlin") ?? .gmt
        let holidays = scope.read("holidays", .list(of: .day, orEmpty: true)) ?? []
        guard case .week(let week) = scope.read("hours", .hours) ?? officeHours else { return .always(in: zone) }
        return SendingHours(week: week, timeZone: zone, holidays: Set(holidays)) ?? .always(in: zone)
    }

    private func check(_ scope: Scope, longerThanMarketplace longer: Bool) {
        let within = DurationText.write(window.replyWithin)
        if window.replyAfter >= window.replyWithin, let place = scope.origin(of: "reply_within", "reply_after") {
            scope.problems.report(
                place,
                "the window ends before it starts: reply_after \(DurationText.write(window.replyAfter)) is not "
                    + "before reply_within \(within)", "make reply_within longer or reply_after shorter")
        }
        if window.guardBefore >= window.replyWithin, let place = scope.origin(of: "guard_before", "reply_within") {
            scope.problems.report(
                place,
                "guard_before \(DurationText.write(window.guardBefore)) is not shorter than reply_within \(within): "
                    + "people would have no time", "make guard_before shorter")
        }
        if window.replyWithin > .seconds(86_400), !longer, let place = scope.origin(of: "reply_within") {
            scope.problems.report(
                place, "\(within) is longer than the marketplace's own clock of 24h",
                "write at most \"24h\" (\"23h\" leaves a margin), or add longer_than_marketplace = true")
        }
    }
}

extension Configuration.KindTable {
    /// - Parameter levels: the tables that hold `windows` and `kinds`, nearest first.
    init(_ levels: [Scope]) {
        inquiry = Self.settings(.inquiry, levels)
        `return` = Self.settings(.return, levels)
        problem = Self.settings(.problem, levels)
        claim = Self.settings(.claim, levels)
    }

    private static func settings(_ kind: Kind, _ levels: [Scope]) -> Configuration.KindSettings {
        guard let nearest = levels.first else { preconditionFailure("a configuration has at least its own level") }
        let ofKind = levels.map { $0.child("kinds").child(kind.rawValue) }
        let windows = levels.map { $0.child("windows") }
        let home = nearest.home.appending("kinds").appending(kind.rawValue)
        let own = Scope(ofKind.flatMap(\.sections), home: home, problems: nearest.problems)
        let all = Scope(
            zip(ofKind, windows).flatMap { $0.sections + $1.sections }, home: home, problems: nearest.problems)

        let read = Configuration.Windows(all)
        let rules = KindRules(
            action: own.read("action", .word()) ?? defaultAction(kind),
            minConfidence: own.read("min_confidence", .share) ?? 0.90, window: read.window,
            repeatAfter: read.repeatAfter, whenLate: read.whenLate)
        if rules.action == .send { warnOfHours(rules.window, kind, all) }
        return Configuration.KindSettings(rules: rules, ifStillHeld: read.ifStillHeld)
    }

    private static func warnOfHours(_ window: ResponseWindow, _ kind: Kind, _ scope: Scope) {
        guard window.hours.week != nil else { return }
        let place = scope.origin(of: "hours") ?? scope.home
        if !scope.has("timezone") {
            scope.problems.warn(
                place, "the hours for \(kind.rawValue) are taken in Europe/Berlin", "write timezone = \"…\"")
        }
        if window.outsideHours == .hold, let missed = MissedHours(window) {
            scope.problems.warn(
                place,
                "\(kind.rawValue) mail that comes from \(missed.from) to \(missed.to) finds no sending hour before "
                    + "its deadline and is held", "write outside_hours = \"send\", or longer hours")
        }
    }
}
