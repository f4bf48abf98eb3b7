/// How long an IMAP session waits.
public struct IMAPTimeouts: Sendable {
    /// For name, connection, TLS, greeting and login together.
    public var connect: Duration = .seconds(60)
    /// For the next response, or for 4 KB of a long one.
    public var response: Duration = .seconds(120)
    /// For the kernel to take what is sent.
    public var send: Duration = .seconds(60)
    /// For the answers to IDLE, DONE and LOGOUT.
    public var short: Duration = .seconds(30)
    public init() {}
}

/// A wait that goes on as long as enough comes: each 4 KB renew it, single bytes do not.
struct ProgressWait {
    private let limit: Duration
    private var deadline: ContinuousClock.Instant
    private var fresh = 0
    /// How much more may come before the server is taken for broken.
    private var budget: Int

    init(_ limit: Duration, budget: Int) {
        self.limit = limit
        self.budget = budget
        deadline = ContinuousClock.now + limit
    }

    var left: Duration { max(.zero, deadline - ContinuousClock.now) }

    /// Begins anew, after time that was not the server's.
    mutating func renew() { deadline = ContinuousClock.now + limit }

    /// False where too much has come.
    mutating func received(_ count: Int) -> Bool {
        fresh += count
        if fresh >= 4096 {
            fresh = 0
            deadline = ContinuousClock.now + limit
        }
        budget -= count
        return budget >= 0
    }
}
