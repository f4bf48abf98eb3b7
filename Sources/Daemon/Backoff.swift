/// Waiting times after failures: doubling, bounded, with jitter so that many mailboxes do not return at once.
struct Backoff: Sendable {
    /// What the last failure was decides how patient to be.
    enum Cause: Sendable {
        /// Connection, name or TLS trouble: the network may be back any moment.
        case network
        /// The server said "not now".
        case busy
        /// The password was refused: trying faster locks accounts. Never more than one attempt a minute.
        case refused
    }

    private var failures: Int

    /// - Parameter failures: how many there have been already.
    init(failures: Int = 0) { self.failures = failures }

    /// How long to wait before the next attempt.
    mutating func next(after cause: Cause, jitter: Double = Double.random(in: 0...1)) -> Duration {
        let (first, longest): (Double, Double) =
            switch cause {
            case .network: (1, 300)
            case .busy: (15, 900)
            case .refused: (60, 3600)
            }
        let wait = min(first * Double(1 << min(failures, 20)), longest)
        failures += 1
        // Up to half as long again, never shorter than the rule.
        return .milliseconds(Int64(wait * 1000 * (1 + jitter / 2)))
    }
}
