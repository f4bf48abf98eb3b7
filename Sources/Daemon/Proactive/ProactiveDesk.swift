import Configuration
import Correspondence
import Foundation
import Ledger

/// Thinks of orders whenever something new is known of them, or the clock says so, and plans what is written unasked.
struct ProactiveDesk: Sendable {
    private let contexts: [MailboxContext]

    /// Also where no policy is enabled: what one planned before must be withdrawn.
    init(_ contexts: [MailboxContext]) { self.contexts = contexts }

    private var ledger: any Ledger { contexts[0].ledger }
    private var clock: any WallClock { contexts[0].clock }

    /// Until cancelled.
    func run() async {
        var told: Set<String> = []
        var judgedBy: String?
        while !Task.isCancelled {
            do {
                for trouble in contexts.flatMap({ $0.lists.current().troubles }) where told.insert(trouble).inserted {
                    contexts[0].live.note(error: "proactive: \(trouble)", at: clock.now)
                    LastResort.tell("proactive: \(trouble)")
                }
                try await lookAnewIfChanged(&judgedBy)
                try await review()
            } catch {
                if Task.isCancelled { break }
                if told.insert("\(error)").inserted { contexts[0].storeFailed(error) }
            }
            let next = isIdle ? nil : (try? await ledger.nextReview()) ?? nil
            let until = min(next ?? .distantFuture, clock.now + .seconds(60))
            try? await race {
                try await self.clock.sleep(until: max(until, self.clock.now + .milliseconds(200)))
            } _: {
                await self.contexts[0].ordersNudge.wait()
            }
        }
    }

    private var isIdle: Bool { contexts.allSatisfy { $0.settings.proactive.enabled.isEmpty } }

    /// All orders whose time has come, a few at a time: the ledger is never busy with them for long.
    func review() async throws {
        guard !isIdle else { return }
        let now = clock.now
        let clerks = contexts.map { ProactiveClerk($0, now: now) }
        let reviewer = OrderReviewer(clerks: clerks, now: now)
        while !Task.isCancelled {
            let outcome = try await ledger.reviewOrders(at: now, limit: Self.atOnce) { order, desk in
                try reviewer.review(order, desk)
            }
            if outcome.planned > 0 {
                for context in contexts {
                    context.dispatchNudge()
                    context.watcherNudge()
                }
            }
            if outcome.orders < Self.atOnce { return }
        }
    }

    /// Where the policies, or the seller's lists, are not those that the orders were last judged by, all are judged anew.
    func lookAnewIfChanged(_ judgedBy: inout String?) async throws {
        let rules = contexts.map { context -> String in
            "\(context.name) \(context.settings.proactive.fingerprint) \(context.lists.current().fingerprint)"
        }
        let digest = Digest(of: Array(rules.joined(separator: "\n").utf8)).description
        guard digest != judgedBy else { return }
        for context in contexts {
            let enabled = Set(context.settings.proactive.enabled.map(\.campaign))
            try await ledger.beginCampaigns(context.name, enabled, at: clock.now)
        }
        if isIdle { try await ledger.withdrawProactive(because: "its policy is no longer enabled", at: clock.now) }
        judgedBy = digest
        guard try await ledger.rulesOfReview != digest else { return }
        var last: Int64? = 0
        while let key = last {
            last = try await ledger.lookAnew(after: key, limit: 1000)
            try Task.checkCancellation()
        }
        try await ledger.setRulesOfReview(digest)
    }

    private static let atOnce = 50
}
