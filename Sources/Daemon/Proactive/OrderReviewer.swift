import Configuration
import Correspondence
import Foundation
import Ledger

/// What becomes of one order's proactive mail, over all campaigns and mailboxes. Pure but for its questions to the desk.
struct OrderReviewer: Sendable {
    let clerks: [ProactiveClerk]
    let now: Instant

    /// The policies that are enabled, the weightiest campaign first.
    var policies: [(clerk: ProactiveClerk, policy: CampaignPolicy)] {
        Campaign.allCases.flatMap { campaign in
            clerks.flatMap { clerk in clerk.policies.filter { $0.campaign == campaign }.map { (clerk, $0) } }
        }
    }

    func review(_ order: KnownOrder, _ desk: ReviewDesk) throws -> OrderReview {
        var review = OrderReview()
        var contacts: [String: OrderContact] = [:]
        let seen = try looks(at: order, desk)
        let rows = try desk.pending(on: order.id)
        var isTaken = false
        var judged: Set<Campaign> = []
        for (clerk, policy) in policies {
            let mailbox = clerk.settings.key
            let (verdict, buyer) = try clerk.judge(
                policy, order, seen[mailbox] ?? .init(), desk, contact: &contacts[mailbox])
            let pending = rows.first { $0.campaign == policy.campaign && $0.mailbox == mailbox }
            if pending != nil { judged.insert(policy.campaign) }
            switch verdict {
            case .never(let reason): withdraw(pending, reason, &review)
            case .later(let instant, let reason):
                withdraw(pending, reason, &review)
                lookAgain(instant, &review)
            case .write(let due, let deadline):
                if isTaken {
                    withdraw(pending, .weightier, &review)
                    lookAgain(now + .seconds(86_400), &review)
                } else if pending != nil {
                    isTaken = true
                    lookAgain(deadline + .seconds(1), &review)
                } else if try desk.planned(policy.campaign, mailbox) >= policy.perDay {
                    lookAgain(now + .seconds(3600), &review)
                } else if let buyer {
                    review.plan = clerk.notice(policy, order, buyer, contacts[mailbox], due: due, deadline: deadline)
                    isTaken = true
                    lookAgain(deadline + .seconds(1), &review)
                }
            }
        }
        // What a policy wrote that is no longer enabled.
        for reply in rows where reply.releasedBy == nil {
            guard let campaign = reply.campaign, !judged.contains(campaign) else { continue }
            review.withdraw.append(.init(reply: reply.id, because: "its policy is no longer enabled"))
        }
        return review
    }

    /// By mailbox.
    func looks(at order: KnownOrder, _ desk: ReviewDesk) throws -> [String: ProactiveClerk.Sight] {
        try Dictionary(
            clerks.map { ($0.settings.key, try $0.look(at: order, desk)) }, uniquingKeysWith: { first, _ in first })
    }

    /// What a person released goes out as they wanted it.
    private func withdraw(_ pending: Reply?, _ reason: LeftOut, _ review: inout OrderReview) {
        guard let pending, pending.releasedBy == nil, !review.withdraw.contains(where: { $0.reply == pending.id })
        else { return }
        review.withdraw.append(.init(reply: pending.id, because: "no longer wanted: \(reason.words)"))
    }

    private func lookAgain(_ instant: Instant, _ review: inout OrderReview) {
        let soon = max(instant, now + .seconds(1))
        review.look = min(review.look ?? soon, soon)
    }
}
