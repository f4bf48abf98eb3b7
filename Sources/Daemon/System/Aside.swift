import Configuration
@preconcurrency import Dispatch

/// Does what waits for something outside on a thread that may: a cooperative one has no time to give.
func aside<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}

extension SecretSource {
    /// The secret as it is now; its command may take half a minute.
    func read(credentialsDirectory: String?) async throws -> String {
        try await aside { try resolve(credentialsDirectory: credentialsDirectory).reveal() }
    }
}
