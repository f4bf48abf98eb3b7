import Correspondence

/// What three clocks show at one moment.
struct ClockReading: Hashable, Sendable {
    /// The wall clock, which people and time servers set.
    var wall: Instant
    /// Runs evenly, also while the machine sleeps.
    var running: Duration
    /// Runs evenly, and stands still while the machine sleeps.
    var awake: Duration

    static func now(_ clock: any WallClock, since beginning: Beginning) -> ClockReading {
        ClockReading(
            wall: clock.now, running: beginning.continuous.duration(to: .now),
            awake: beginning.suspending.duration(to: .now))
    }

    /// Where the two even clocks began to be read.
    struct Beginning: Sendable {
        let continuous = ContinuousClock.now
        let suspending = SuspendingClock.now
    }
}

/// What happened to the clock between two readings; `nil` parts: nothing worth telling.
struct ClockChange: Hashable, Sendable {
    /// How far the wall clock was set: ahead is positive.
    var jump: Duration?
    /// How long the machine slept.
    var sleep: Duration?

    init(from old: ClockReading, to new: ClockReading) {
        let elapsed = new.running - old.running
        let set = (new.wall - old.wall) - elapsed
        let slept = elapsed - (new.awake - old.awake)
        jump = abs(set.inMilliseconds) >= Self.worthTelling.inMilliseconds ? set : nil
        sleep = slept >= Self.worthTelling ? slept : nil
    }

    /// Time servers nudge a clock by less.
    private static let worthTelling = Duration.seconds(30)
}

/// Notices that the wall clock was set or that the machine slept: tells it, and has everything that waits look again.
///
/// Deadlines are instants of the wall clock, so that a jump makes replies late or early: what becomes of late ones is
/// `when_late`'s to say.
struct ClockWatch: Sendable {
    let clock: any WallClock
    let tell: @Sendable (ClockChange) async -> Void

    /// Until cancelled.
    func run() async {
        let beginning = ClockReading.Beginning()
        var last = ClockReading.now(clock, since: beginning)
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            let now = ClockReading.now(clock, since: beginning)
            let change = ClockChange(from: last, to: now)
            last = now
            if change.jump != nil || change.sleep != nil { await tell(change) }
        }
    }

    private static let interval = Duration.seconds(10)
}
