import Correspondence
import Synchronization

/// What the running parts know of themselves, for `status` and the watchdog.
final class LiveState: Sendable {
    enum Connection: String, Sendable { case connecting, connected, lost, refused }

    private struct State {
        var connections: [String: Connection] = [:]
        var errors: [String] = []
        /// When each connection last showed that it lives.
        var progress: [String: Instant] = [:]
        /// What is not heard of each mailbox.
        var silent: [String: String] = [:]
    }

    private let state = Mutex(State())

    func set(_ connection: Connection, mailbox: String) { state.withLock { $0.connections[mailbox] = connection } }

    func connection(_ mailbox: String) -> Connection? { state.withLock { $0.connections[mailbox] } }

    func forget(mailbox: String) {
        state.withLock { state in
            state.connections[mailbox] = nil
            state.progress[mailbox] = nil
            state.silent[mailbox] = nil
        }
    }

    /// The server answered.
    func progressed(_ mailbox: String, at instant: Instant) { state.withLock { $0.progress[mailbox] = instant } }

    func progress(_ mailbox: String) -> Instant? { state.withLock { $0.progress[mailbox] } }

    func set(silent reason: String?, mailbox: String) { state.withLock { $0.silent[mailbox] = reason } }

    func silent(_ mailbox: String) -> String? { state.withLock { $0.silent[mailbox] } }

    /// Keeps the last ten.
    func note(error: String, at instant: Instant) {
        state.withLock { state in
            state.errors.append("\(instant.iso8601) \(error)")
            if state.errors.count > 10 { state.errors.removeFirst() }
        }
    }

    var errors: [String] { state.withLock { $0.errors } }

    /// `3 of 4 mailboxes connected`.
    var summary: String {
        state.withLock { state in
            let connected = state.connections.values.count { $0 == .connected }
            return "\(connected) of \(state.connections.count) mailboxes connected"
        }
    }
}
