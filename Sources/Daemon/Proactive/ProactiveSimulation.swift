import Correspondence
import Foundation
import Ledger

/// Who would get which proactive mail when, and who is left out and why.
struct ProactiveSimulation: Encodable, Sendable {
    let at: Instant
    var orders = 0
    /// By campaign: how many mails, and how many are left out for which reason.
    var campaigns: [String: Tally] = [:]
    /// One for each order and campaign that has something to tell.
    var lines: [Line] = []

    struct Tally: Encodable, Sendable, Hashable {
        var writes = 0
        /// Of them: older than a first day today, which `backfill` would leave out.
        var beforeFirstDay = 0
        var leftOut: [String: Int] = [:]
    }

    struct Line: Encodable, Sendable, Hashable {
        var order: String
        var campaign: String
        var mailbox: String
        /// When it would go out; `nil`: it is left out.
        var due: Instant?
        var action: String?
        var language: String?
        /// Why it is left out, and when that may be over.
        var leftOut: LeftOut?
        var until: Instant?
    }

    init(at now: Instant, campaigns: [Campaign]) {
        at = now
        for campaign in campaigns { self.campaigns[campaign.rawValue] = Tally() }
    }

    /// Judges a page of orders, as if the policies had been enabled for long.
    mutating func judge(_ page: [KnownOrder], _ clerks: [ProactiveClerk], in ledger: any Ledger) async throws {
        let now = at
        let judged = try await ledger.consult(at: now) { desk in
            try page.map { try Self.lines($0, clerks, desk, now) }
        }
        orders += page.count
        for (line, isOlder) in judged.flatMap(\.self) {
            if let reason = line.leftOut {
                campaigns[line.campaign]?.leftOut[reason.rawValue, default: 0] += 1
                if reason == .nothingToTell { continue }
            } else {
                campaigns[line.campaign]?.writes += 1
                if isOlder { campaigns[line.campaign]?.beforeFirstDay += 1 }
            }
            lines.append(line)
        }
    }

    private static func lines(
        _ order: KnownOrder, _ clerks: [ProactiveClerk], _ desk: ReviewDesk, _ now: Instant
    ) throws -> [(line: Line, isOlder: Bool)] {
        var contacts: [String: OrderContact] = [:]
        var isTaken = false
        var found: [(line: Line, isOlder: Bool)] = []
        let reviewer = OrderReviewer(clerks: clerks, now: now)
        let seen = try reviewer.looks(at: order, desk)
        for (clerk, policy) in reviewer.policies {
            let mailbox = clerk.settings.key
            let (verdict, buyer) = try clerk.judge(
                policy, order, seen[mailbox] ?? .init(), desk, contact: &contacts[mailbox])
            var line = Line(order: order.id.value, campaign: policy.campaign.rawValue, mailbox: mailbox)
            switch verdict {
            case .never(let reason): line.leftOut = reason
            case .later(let until, let reason): (line.leftOut, line.until) = (reason, until)
            case .write where isTaken: line.leftOut = .weightier
            case .write(let due, _):
                isTaken = true
                line.due = due
                line.action = policy.action.rawValue
                line.language = contacts[mailbox]?.language ?? buyer?.language
            }
            let placed = order.state.time(.placed) ?? order.seen
            found.append((line, placed < now - policy.backfill))
        }
        return found
    }

    // MARK: - As text

    var text: String {
        var parts = ["\(orders) orders, judged as of \(at.iso8601)"]
        for (name, tally) in campaigns.sorted(by: { $0.key < $1.key }) {
            var lines = ["\(name): \(tally.writes) mails"]
            if tally.beforeFirstDay > 0 {
                lines.append(
                    "  \(tally.beforeFirstDay) of them for orders from before today: enabled today, the policy leaves "
                        + "them out unless backfill takes them in")
            }
            for (reason, count) in tally.leftOut.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                let words = LeftOut(rawValue: reason)?.words ?? ""
                lines.append("  \(count) left out, \(reason): \(words)")
            }
            parts.append(lines.joined(separator: "\n"))
        }
        if !lines.isEmpty {
            parts.append(
                lines.map { line -> String in
                    let due = line.due.map { "\($0.iso8601) \(line.action ?? "") \(line.language ?? "")" }
                    let reason = line.leftOut.map { "left out, \($0.rawValue)" } ?? ""
                    let until = line.until.map { ", until \($0.iso8601)" } ?? ""
                    return "\(line.order) \(line.campaign) \(due ?? reason + until)"
                }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}
