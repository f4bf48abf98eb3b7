import Correspondence
import Synchronization

/// A clock that goes only when it is told to: a year takes as long as its mails do.
final class SimulatedClock: WallClock {
    private let time: Mutex<Instant>

    init(_ start: Instant) { time = Mutex(start) }

    var now: Instant { time.withLock { $0 } }

    /// On to `instant`; never back.
    func advance(to instant: Instant) { time.withLock { $0 = max($0, instant) } }

    /// Whoever sleeps on it is at the end of the sleep at once.
    func sleep(until instant: Instant) async throws {
        try Task.checkCancellation()
        advance(to: instant)
    }
}
