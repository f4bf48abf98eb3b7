import Correspondence

/// Whether a reply may be sent now.
public enum SendingPermit: Hashable, Sendable {
    /// The row is in `sending`; the mail must carry this Message-ID.
    case granted(messageID: String)
    case refused(Refusal)

    public enum Refusal: Hashable, Sendable {
        case paused
        /// As many rows as may be are in `sending`.
        case inFlight(Int)
        /// The row is no longer `scheduled`: the word for what it is.
        case notScheduled(String)
    }
}

/// How a sending went.
public enum SendOutcome: Hashable, Sendable {
    /// The server took it: the whole last line.
    case sent(receipt: String)
    /// The server said 4xx: scheduled again, one attempt more.
    case refusedForNow(answer: String, retryAt: Instant)
    /// The server said 5xx, or the mail cannot be made: for a person.
    case failed(reason: String)
    /// Nothing was offered to the server (the connection broke before the final dot): scheduled again.
    case notSent(reason: String, retryAt: Instant)
}

/// What was found out about a row in `sending`.
public enum AmbiguousResolution: Hashable, Sendable {
    /// It went out: where it was seen.
    case found(where: String)
    /// It surely did not: scheduled again, due now.
    case sendAgain
    /// Nobody can know: a person decides.
    case held(reason: String)
}

/// A sent reply that is still to be filed: copied to Sent, its mail flagged `\Answered`.
public struct Filing: Hashable, Sendable {
    public var reply: Reply
    /// The answered mail's place; `nil` where it is unknown since a renumbering.
    public var position: Position?
}
