import Synchronization

/// A server's options, which a test may change while sessions read them.
final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    var current: Value { value.withLock { $0 } }

    func set(_ value: Value) { self.value.withLock { $0 = value } }
}
