/// Wakes one waiting task; nudges before anybody waits are not lost, many are one.
struct Nudge: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func callAsFunction() { continuation.yield() }

    /// Returns at the next nudge, or when the task is cancelled. One waiter at a time.
    func wait() async {
        for await _ in stream { return }
    }
}
