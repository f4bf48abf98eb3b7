import NIOCore
import Synchronization

/// What has come for a session and was not taken yet: the client's bytes, and calls from other threads. One task takes.
final class Inbox: Sendable {
    /// What a session wakes up to.
    enum Arrival: Sendable {
        /// The client has sent this.
        case bytes(ByteBuffer)

        /// A test wants this said to the client.
        case say(String)

        /// The mail store has changed.
        case poke

        /// A test ends a stall.
        case release

        /// The client has closed, or the connection broke; nothing follows.
        case end(String?)
    }

    private struct State {
        var bytes = ByteBuffer()
        var says: [String] = []
        var poked = false
        var released = false

        /// Set once nothing more comes; the reason where it is not the client's own wish.
        var ended: String??

        /// The task that waits, if it does.
        var waiting: CheckedContinuation<Void, Never>?

        /// Whether it waits for other things than bytes.
        var leavingBytes = false

        var hasSomething: Bool {
            (bytes.readableBytes > 0 && !leavingBytes) || !says.isEmpty || poked || released || ended != nil
        }
    }

    private let state = Mutex(State())

    /// Waits for the next arrival. Calls out of turn come before bytes, and bytes before the end.
    func next(leavingBytes: Bool) async -> Arrival {
        while true {
            let arrival = state.withLock { state in
                state.leavingBytes = leavingBytes
                return Inbox.take(from: &state)
            }
            if let arrival { return arrival }
            await withCheckedContinuation { continuation in
                let already = state.withLock { state in
                    if state.hasSomething { return true }
                    state.waiting = continuation
                    return false
                }
                if already { continuation.resume() }
            }
        }
    }

    /// Adds bytes, and returns how many now wait.
    func add(_ bytes: ByteBuffer) -> Int {
        change { state in
            var bytes = bytes
            if state.bytes.readableBytes == 0 { state.bytes = bytes } else { state.bytes.writeBuffer(&bytes) }
            return state.bytes.readableBytes
        }
    }

    var waitingBytes: Int { state.withLock { $0.bytes.readableBytes } }

    func say(_ text: String) { change { $0.says.append(text) } }

    func poke() { change { $0.poked = true } }

    func release() { change { $0.released = true } }

    func end(_ reason: String?) { change { if $0.ended == nil { $0.ended = .some(reason) } } }

    /// Drops what the client has sent: what came in the clear must not count under TLS (RFC 3501 section 6.2.1).
    func dropBytes() { change { $0.bytes.clear() } }

    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        let (result, waiting) = state.withLock { state in
            let result = body(&state)
            let waiting = state.hasSomething ? state.waiting : nil
            if waiting != nil { state.waiting = nil }
            return (result, waiting)
        }
        waiting?.resume()
        return result
    }

    private static func take(from state: inout State) -> Arrival? {
        if !state.says.isEmpty { return .say(state.says.removeFirst()) }
        if state.released {
            state.released = false
            return .release
        }
        if state.poked {
            state.poked = false
            return .poke
        }
        if state.bytes.readableBytes > 0 && !state.leavingBytes {
            let bytes = state.bytes
            state.bytes = ByteBuffer()
            return .bytes(bytes)
        }
        return state.ended.map { .end($0) }
    }
}
