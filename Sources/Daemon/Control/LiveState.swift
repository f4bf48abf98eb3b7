import Correspondence
import Synchronization

/// What the running parts know of themselves, for `status` and the watchdog.
final class LiveState: Sendable {
    enum Connection: String, Sendable { case connecting, connected, lost, refused }

    private struct State {
        var connections: [String: Connection] = [:]
        /// Since when a mailbox has no connection, by a clock that nobody sets.
        var away: [String: ContinuousClock.Instant] = [:]
        var errors: [String] = []
        /// When each connection last showed that it lives.
        var progress: [String: Instant] = [:]
        /// When each mailbox's clock was last looked at, by a clock that nobody sets.
        var beats: [String: ContinuousClock.Instant] = [:]
        /// What is not heard of each mailbox.
        var silent: [String: String] = [:]
        /// Why a changed configuration is not in force.
        var refusal: String?
        /// What was told last of each thing, so that the same is told once.
        var told: [String: String] = [:]
        /// When a server's clock was last told to be ahead of ours.
        var toldOfClock: Instant?
    }

    private let state = Mutex(State())

    func set(_ connection: Connection, mailbox: String) {
        state.withLock { state in
            state.connections[mailbox] = connection
            state.away[mailbox] = connection == .connected ? nil : state.away[mailbox] ?? .now
        }
    }

    /// For how long a mailbox has had no connection; `nil` while it has one.
    func away(_ mailbox: String) -> Duration? { state.withLock { $0.away[mailbox].map { .now - $0 } } }

    func connection(_ mailbox: String) -> Connection? { state.withLock { $0.connections[mailbox] } }

    func forget(mailbox: String) {
        state.withLock { state in
            state.connections[mailbox] = nil
            state.away[mailbox] = nil
            state.progress[mailbox] = nil
            state.beats[mailbox] = nil
            state.silent[mailbox] = nil
        }
    }

    /// What the clock alone makes happen has been looked at.
    func beat(_ mailbox: String) { state.withLock { $0.beats[mailbox] = .now } }

    /// Mailboxes whose clock nobody has looked at for longer than `limit`, though somebody had before.
    func stuck(longerThan limit: Duration) -> [String] {
        state.withLock { state in state.beats.filter { .now - $0.value > limit }.keys.sorted() }
    }

    /// The server answered.
    func progressed(_ mailbox: String, at instant: Instant) { state.withLock { $0.progress[mailbox] = instant } }

    func progress(_ mailbox: String) -> Instant? { state.withLock { $0.progress[mailbox] } }

    func set(silent reason: String?, mailbox: String) { state.withLock { $0.silent[mailbox] = reason } }

    func silent(_ mailbox: String) -> String? { state.withLock { $0.silent[mailbox] } }

    /// `nil`: the one in force is the file's.
    func set(refusal: String?) { state.withLock { $0.refusal = refusal } }

    /// Keeps the last ten.
    func note(error: String, at instant: Instant) {
        state.withLock { state in
            state.errors.append("\(instant.iso8601) \(error)")
            if state.errors.count > 10 { state.errors.removeFirst() }
        }
    }

    /// True where `words` about a thing are not what was said of it last.
    func isNews(_ thing: String, _ words: String) -> Bool {
        state.withLock { $0.told.updateValue(words, forKey: thing) != words }
    }

    /// The latest of `arrivals` where it lies so far in our future that a clock must be wrong; once an hour.
    func futureArrival(_ arrivals: [Instant], now: Instant) -> Instant? {
        guard let latest = arrivals.max(), latest - now > .seconds(300) else { return nil }
        return state.withLock { state in
            // A clock set back must not silence it for ever.
            if let told = state.toldOfClock, (.zero..<(.seconds(3600))).contains(now - told) { return nil }
            state.toldOfClock = now
            return latest
        }
    }

    var errors: [String] { state.withLock { $0.errors } }

    /// `3 of 4 mailboxes connected`, and before it what is wrong with a changed configuration.
    var summary: String {
        state.withLock { state in
            let connected = state.connections.values.count { $0 == .connected }
            let words = "\(connected) of \(state.connections.count) mailboxes connected"
            return state.refusal.map { "the changed configuration is refused, the old one goes on: \($0); \(words)" }
                ?? words
        }
    }
}
