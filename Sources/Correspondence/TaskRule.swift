/// Which notice opens and closes which task: a table (domain facts 3, 4, 5).
public struct TaskRule: Sendable {
    /// The marketplace's type of the notice.
    let notice: String
    /// A fact that the notice must have, or must not have; `nil`: any notice of the type.
    let condition: Condition?
    /// What it opens, and until when that is to be done.
    let opens: (kind: SellerTaskKind, deadline: Deadline)?
    /// What of the same order is done with it.
    let closes: Set<SellerTaskKind>

    enum Condition: Sendable {
        case has(String, String?)
        case lacks(String, String?)
    }

    /// Counted from the notice.
    enum Deadline: Sendable {
        case now
        case within(hours: Int)
        /// As many hours as the notice's fact says.
        case hours(fact: String, otherwise: Int)
        /// As many days.
        case days(fact: String, otherwise: Int)
    }

    static let table = [
        TaskRule("BRC_SELLER_NOTIFICATION", opens: (.cancellation, .now)),
        // The seller has 24 hours for a return that the marketplace has not authorised itself.
        TaskRule(
            "RETURN_REQUEST", .lacks("authorised", "amazon"), opens: (.returnRequest, .within(hours: 24))),
        TaskRule(
            "RETURN_REQUEST", .has("authorised", "amazon"), opens: (.returnedItem, .within(hours: 30 * 24)),
            closes: [.returnRequest]),
        // With a parcel under way it is nearer: two weeks for its journey and the look at it are the house's own guess.
        TaskRule(
            "RETURN_REQUEST", .has("tracking", nil), opens: (.returnedItem, .within(hours: 14 * 24)),
            closes: [.returnRequest]),
        TaskRule(
            "A_Z_CLAIM_RESPONDENT_NOTIFY", opens: (.claim, .hours(fact: "deadline_hours", otherwise: 48))),
        TaskRule(
            "A_Z_CLAIM_RESPONDENT_CLOSE", .has("decision", "lost"),
            opens: (.appeal, .days(fact: "appeal_days", otherwise: 30)), closes: [.claim]),
        TaskRule("A_Z_CLAIM_RESPONDENT_CLOSE", .lacks("decision", "lost"), closes: [.claim, .appeal]),
        TaskRule("REFUND_ISSUED", closes: [.returnedItem, .returnRequest, .cancellation]),
    ]

    private init(
        _ notice: String, _ condition: Condition? = nil, opens: (kind: SellerTaskKind, deadline: Deadline)? = nil,
        closes: Set<SellerTaskKind> = []
    ) {
        self.notice = notice
        self.condition = condition
        self.opens = opens
        self.closes = closes
    }
}

extension Notice {
    /// What is to be done because of this notice, which came at `time`, and what is done with it.
    public func work(at time: Instant) -> NoticeWork {
        var work = NoticeWork()
        for rule in TaskRule.table where rule.notice == type && holds(rule.condition) {
            work.closes.formUnion(rule.closes)
            guard let (kind, deadline) = rule.opens else { continue }
            let due = time + self.span(deadline)
            work.opens[kind] = min(work.opens[kind] ?? due, due)
        }
        // A parcel that is under way needs no word on whether it may come.
        for kind in work.closes { work.opens[kind] = nil }
        return work
    }

    private func holds(_ condition: TaskRule.Condition?) -> Bool {
        switch condition {
        case nil: true
        case .has(let fact, let value): fields[fact].map { value == nil || $0 == value } ?? false
        case .lacks(let fact, let value): !(fields[fact].map { value == nil || $0 == value } ?? false)
        }
    }

    private func span(_ deadline: TaskRule.Deadline) -> Duration {
        func number(_ fact: String, _ otherwise: Int) -> Int {
            fields[fact].flatMap { Int($0) }.map { min(max($0, 1), 24 * 365) } ?? otherwise
        }
        return switch deadline {
        case .now: .zero
        case .within(let hours): .seconds(hours * 3600)
        case .hours(let fact, let otherwise): .seconds(number(fact, otherwise) * 3600)
        case .days(let fact, let otherwise): .seconds(number(fact, otherwise) * 86_400)
        }
    }
}

/// What one notice means for the seller's tasks on its order.
public struct NoticeWork: Hashable, Sendable {
    /// With the time until which it is to be done.
    public var opens: [SellerTaskKind: Instant] = [:]
    public var closes: Set<SellerTaskKind> = []
}

extension SellerTaskKind {
    /// The types of notices that close a task of this kind: one that came later than the opening notice was, though it was
    /// read earlier, leaves nothing to do.
    public var closingNotices: Set<String> {
        Set(TaskRule.table.filter { $0.closes.contains(self) }.map(\.notice))
    }
}
