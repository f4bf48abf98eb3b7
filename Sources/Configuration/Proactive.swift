import Correspondence
import Foundation

extension Configuration {
    /// `[proactive]`: mail that the shop writes first.
    public struct Proactive: Hashable, Sendable {
        /// One for each campaign, in the order of their weight.
        public internal(set) var policies: [CampaignPolicy]
        /// What the seller says of late orders.
        public internal(set) var delays: String?
        /// Whom the shop never writes to first.
        public internal(set) var doNotContact: String?
        /// No other program, nor the marketplace's own button, asks for reviews.
        public internal(set) var soleReviewTool: Bool
        /// Why a buyer of a German site may be asked at all.
        public internal(set) var consentBasis: String?

        public subscript(_ campaign: Campaign) -> CampaignPolicy {
            policies.first { $0.campaign == campaign } ?? CampaignPolicy(campaign)
        }

        public var enabled: [CampaignPolicy] { policies.filter(\.enabled) }
    }
}

extension Configuration.Proactive {
    init(_ scope: Scope) {
        delays = scope.read("delays", .absolutePath(example: "\"/etc/replyd/delays.csv\""))
        doNotContact = scope.read("do_not_contact", .absolutePath(example: "\"/etc/replyd/do-not-contact.txt\""))
        let checkIn = scope.child(Campaign.checkIn.rawValue)
        soleReviewTool = checkIn.read("sole_review_tool", .flag) ?? false
        consentBasis = checkIn.read("consent_basis", .text(example: "\"opt-in at the newsletter form\""))
        policies = Campaign.allCases.map { CampaignPolicy($0, scope.child($0.rawValue)) }
        check(scope)
    }

    private func check(_ scope: Scope) {
        for policy in enabled {
            let table = scope.child(policy.campaign.rawValue)
            guard let place = table.origin(of: "enabled") else { continue }
            if policy.campaign == .outOfStock, delays == nil {
                scope.problems.report(
                    place, "nothing says what is out of stock",
                    "set proactive.delays, a file whose date column says never for it")
            }
            if policy.campaign.needsNewDate, delays == nil {
                scope.problems.warn(
                    place, "a new date comes from a report alone, and few reports have one",
                    "set proactive.delays to say it yourself")
            }
            guard policy.campaign == .checkIn else { continue }
            if !soleReviewTool {
                scope.problems.report(
                    place, "a second request for the same order is forbidden, and the marketplace's own counts too",
                    "let the marketplace ask (its Request a Review), or, if nothing else asks, add "
                        + "sole_review_tool = true")
            }
            if consentBasis == nil, policy.sites.isEmpty || policy.sites.contains("amazon.de") {
                scope.problems.report(
                    place, "a request that the buyer has not agreed to is unlawful advertising in Germany",
                    "add consent_basis = \"why the buyer agreed\", or name other sites in marketplaces")
            }
        }
    }
}

extension CampaignPolicy {
    init(_ campaign: Campaign, _ scope: Scope) {
        self.init(campaign)
        if campaign == .checkIn { week = Self.daytime }
        let afterKey = campaign == .checkIn ? "after_delivery" : "after"
        enabled = scope.read("enabled", .flag) ?? false
        action = scope.read("action", .word()) ?? .draft
        after = scope.read(afterKey, .signedDuration(example: "\"\(DurationText.write(after))\"")) ?? after
        before = scope.read("before", .duration(example: "\"\(DurationText.write(before))\"")) ?? before
        if let list = scope.read("fulfilment", .list(of: .word(Fulfilment.self))) { fulfilment = Set(list) }
        business = scope.read("business", .word()) ?? .include
        skus = Set(scope.read("skus", Self.texts("\"LAMP-1\"")) ?? [])
        withoutSKUs = Set(scope.read("without_skus", Self.texts("\"LAMP-1\"")) ?? [])
        sites = Set((scope.read("marketplaces", Self.texts("\"amazon.fr\"")) ?? []).map { $0.lowercased() })
        switch scope.read("hours", .hours) {
        case .always: week = Self.allDay
        case .week(let hours): week = hours
        case nil: break
        }
        template = scope.read("template", .text(example: "\"\(campaign.template)\"")) ?? campaign.template
        perDay = scope.read("per_day", .number(1...100_000, example: 50)) ?? perDay
        onlyOrdersYoungerThan =
            scope.read("only_orders_younger_than", .duration(example: "\"90d\"")) ?? onlyOrdersYoungerThan
        backfill = scope.read("backfill", .durationOrNone) ?? .zero
        quietAfterContact =
            scope.read("quiet_after_contact", .duration(example: "\"14d\"")) ?? quietAfterContact
        check(scope, afterKey)
    }

    private func check(_ scope: Scope, _ afterKey: String) {
        let place = { (key: String) in scope.origin(of: key) ?? scope.home.appending(key) }
        if action == .guardDeadline {
            scope.problems.report(
                place("action"), "\"guard\" has no meaning where no buyer waits", "write send, draft or hold")
        }
        if after >= before {
            scope.problems.report(
                place(afterKey), "its time ends before it begins", "make \(afterKey) shorter or before longer")
        }
        if campaign == .checkIn {
            let allowed = Self.checkInDays
            let (least, most) = (DurationText.write(allowed.lowerBound), DurationText.write(allowed.upperBound))
            if !allowed.contains(after) {
                scope.problems.report(
                    place(afterKey), "the marketplace allows a request from \(least) to \(most) after delivery",
                    "write for example \"7d\"")
            }
            if before > allowed.upperBound {
                scope.problems.report(
                    place("before"), "the marketplace allows no request later than \(most) after delivery",
                    "write at most \"\(most)\"")
            }
        } else if fulfilment.contains(.amazon) {
            scope.problems.report(
                place("fulfilment"), "the marketplace itself tells buyers of the orders that it dispatches",
                "write [\"merchant\"]")
        }
    }

    private static func texts(_ example: String) -> Wanted<[String]> { .list(of: .text(example: example)) }

    private static let allDay = week(0, 1440)
    /// When a request disturbs nobody.
    private static let daytime = week(10 * 60, 18 * 60)

    private static func week(_ start: Int, _ end: Int) -> [[SendingHours.Hours]] {
        (0..<7).map { _ in [SendingHours.Hours(start: start, end: end)].compactMap(\.self) }
    }
}

extension Wanted<Duration> {
    /// With `-` before it: earlier.
    static func signedDuration(example: String) -> Wanted {
        Wanted(noun: "a duration", example: example) { value in
            guard case .text(let text) = value, text.hasPrefix("-") else {
                return Wanted.duration(example: example).convert(value)
            }
            guard let duration = DurationText.parse(String(text.dropFirst())) else {
                return .wrong(problem: "\"\(text)\" is no duration", remedy: "write for example \"-12h\" or \"2d\"")
            }
            return .right(.zero - duration)
        }
    }

    /// A duration, or `"none"` for none at all.
    static let durationOrNone = Wanted(noun: "a duration", example: "\"7d\"") { value in
        if case .text("none") = value { return .right(.zero) }
        return Wanted.duration(example: "\"none\" or \"7d\"").convert(value)
    }
}

extension Configuration.Proactive {
    /// The same for the same settings, at any time.
    public var fingerprint: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(dump)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    var dump: Dump {
        var entries: [String: Dump] = [
            "delays": .optional(delays), "do_not_contact": .optional(doNotContact),
        ]
        for policy in policies {
            var table = policy.entries
            if policy.campaign == .checkIn {
                table["sole_review_tool"] = .flag(soleReviewTool)
                table["consent_basis"] = .optional(consentBasis)
            }
            entries[policy.campaign.rawValue] = .table(table)
        }
        return .table(entries)
    }
}

extension CampaignPolicy {
    fileprivate var entries: [String: Dump] {
        let hours = week.flatMap { SendingHours(week: $0, timeZone: .gmt, holidays: []) }
        let early = after < .zero
        return [
            "enabled": .flag(enabled), "action": .text(action.rawValue),
            campaign == .checkIn ? "after_delivery" : "after": early
                ? .text("-\(DurationText.write(.zero - after))") : .duration(after),
            "before": .duration(before), "fulfilment": .texts(fulfilment.map(\.rawValue).sorted()),
            "business": .text(business.rawValue), "skus": .texts(skus.sorted()),
            "without_skus": .texts(withoutSKUs.sorted()), "marketplaces": .texts(sites.sorted()),
            "hours": hours.map { .texts(HoursText.write($0)) } ?? .text("those of [windows]"),
            "template": .text(template), "per_day": .number(Double(perDay)),
            "only_orders_younger_than": .duration(onlyOrdersYoungerThan), "backfill": .duration(backfill),
            "quiet_after_contact": .duration(quietAfterContact),
        ]
    }
}
