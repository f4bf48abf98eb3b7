import Correspondence
import Foundation
import Synchronization

/// The only source of the date: passed in, so that a test or a simulation can say what time it is (design section 5).
public protocol WallClock: Sendable {
    var now: Instant { get }
    /// Returns when the clock shows `instant`, or throws `CancellationError` when the task is cancelled before.
    func sleep(until instant: Instant) async throws
}

/// The machine's clock.
///
/// A sleep is taken in steps of at most a minute, so that a clock that is set, or a machine that slept, is noticed.
public struct SystemClock: WallClock {
    public init() {}

    public var now: Instant { Instant(Date()) }

    public func sleep(until instant: Instant) async throws {
        while true {
            let rest = instant - now
            guard rest > .zero else { return }
            try await Task.sleep(for: min(rest, .seconds(60)))
        }
    }
}
