/// The seller's own clock for one kind of mail, and when in it a reply goes out (design section 5).
///
/// A deadline is an instant plus a duration and nothing else; ``SendingHours`` only choose when inside it.
public struct ResponseWindow: Hashable, Sendable {
    /// Not before: from the buyer's newest mail (photos follow).
    public var replyAfter: Duration
    /// Not later: from the earliest unanswered mail.
    public var replyWithin: Duration
    /// How long before the deadline `guard` replies.
    public var guardBefore: Duration
    /// What `send` does where no sending hour lies inside the window.
    public var outsideHours: OutsideHours
    public var hours: SendingHours

    public enum OutsideHours: String, Codable, Hashable, Sendable, CaseIterable { case send, hold }

    public init(
        replyAfter: Duration, replyWithin: Duration, guardBefore: Duration, outsideHours: OutsideHours,
        hours: SendingHours
    ) {
        self.replyAfter = replyAfter
        self.replyWithin = replyWithin
        self.guardBefore = guardBefore
        self.outsideHours = outsideHours
        self.hours = hours
    }

    /// The last instant for an answer to a conversation whose earliest unanswered mail came at `earliest`.
    public func deadline(earliest: Instant) -> Instant { earliest + replyWithin }

    /// When `guard` replies.
    public func guardTime(earliest: Instant) -> Instant { deadline(earliest: earliest) - guardBefore }

    /// When a reply goes out by `action`; `nil` where it waits for a person.
    ///
    /// - Parameters:
    ///   - earliest: the conversation's earliest unanswered mail.
    ///   - newest: its newest mail, from which `reply_after` counts.
    public func due(_ action: Action, earliest: Instant, newest: Instant) -> Instant? {
        let notBefore = newest + replyAfter
        let atGuard = guardTime(earliest: earliest)
        switch action {
        case .hold: return nil
        case .draft: return notBefore
        case .guardDeadline: return max(atGuard, notBefore)
        case .send:
            if let opening = hours.firstOpening(notBefore: notBefore), opening <= deadline(earliest: earliest) {
                return opening
            }
            switch outsideHours {
            case .send: return max(atGuard, notBefore)
            case .hold: return nil
            }
        }
    }
}
