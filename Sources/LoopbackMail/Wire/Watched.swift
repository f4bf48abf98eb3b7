import Synchronization

/// A value under a lock that tasks can wait upon: each change looks at who waits and wakes whoever has what they wait
/// for, so that nothing polls and nothing sleeps.
final class Watched<Value: Sendable>: Sendable {
    /// A task that waits for the value to become something.
    private struct Waiter: Sendable {
        let condition: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Void, any Error>

        /// Gives up when the time is over; cancelled when the wait ends.
        let deadline: Task<Void, Never>
    }

    private struct State {
        var value: Value
        var waiters: [Int: Waiter] = [:]
        var observers: [Int: @Sendable () -> Void] = [:]

        /// The number of the next waiter or observer.
        var next = 0
    }

    private let state: Mutex<State>

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    /// Looks at the value under the lock.
    func read<Result: Sendable>(_ body: (Value) throws -> Result) rethrows -> Result {
        try state.withLock { try body($0.value) }
    }

    /// Changes the value, then wakes the waiters it satisfies and calls every observer, outside the lock.
    func update<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        let (result, ready, observers) = try state.withLock { state in
            let result = try body(&state.value)
            let ready = state.waiters.filter { $0.value.condition(state.value) }
            for number in ready.keys { state.waiters[number] = nil }
            return (result, Array(ready.values), Array(state.observers.values))
        }
        for waiter in ready {
            waiter.deadline.cancel()
            waiter.continuation.resume()
        }
        for observer in observers { observer() }
        return result
    }

    /// Calls `observer` after each change until it is removed. It must be quick and may be called on any thread.
    func observe(_ observer: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.next += 1
            state.observers[state.next] = observer
            return state.next
        }
    }

    func removeObserver(_ number: Int) {
        state.withLock { $0.observers[number] = nil }
    }

    /// Returns once `condition` holds.
    ///
    /// - Throws: `WaitTimedOut` after `limit`; `CancellationError` when the task is cancelled.
    func wait(
        for what: String, within limit: Duration, until condition: @escaping @Sendable (Value) -> Bool
    ) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let immediate: Result<Void, any Error>? = state.withLock { state in
                    if condition(state.value) { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    let deadline = Task { [weak self] in
                        guard (try? await Task.sleep(for: limit)) != nil else { return }
                        self?.giveUp(number, WaitTimedOut(what: what, limit: limit))
                    }
                    state.waiters[number] = Waiter(
                        condition: condition, continuation: continuation, deadline: deadline)
                    return nil
                }
                if let immediate { continuation.resume(with: immediate) }
            }
        } onCancel: {
            giveUp(number, CancellationError())
        }
    }

    private func giveUp(_ number: Int, _ error: any Error) {
        guard let waiter = state.withLock({ $0.waiters.removeValue(forKey: number) }) else { return }
        waiter.deadline.cancel()
        waiter.continuation.resume(throwing: error)
    }
}

/// What a test waited for did not come in time.
public struct WaitTimedOut: Error, Sendable, CustomStringConvertible {
    public let what: String
    public let limit: Duration

    public var description: String { "waited \(limit) in vain for \(what)" }
}
