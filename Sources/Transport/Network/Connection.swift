import Foundation

/// A logged-in byte stream to a mail server. One send and one receive may wait at the same time.
///
/// Nothing is read ahead: what nobody receives stays with the kernel, so a slow reader slows the server.
public final class Connection: Sendable {
    public let endpoint: Endpoint
    let mask: Mask
    /// What the server said while libcurl logged in, masked.
    public let loginWords: [String]
    private let id: UInt64
    private let thread: NetworkThread

    init(_ id: UInt64, to endpoint: Endpoint, credentials: Credentials, login: Login, on thread: NetworkThread) {
        self.id = id
        self.endpoint = endpoint
        self.thread = thread
        let mask = Mask(credentials)
        self.mask = mask
        loginWords = login.lines.map { mask.line($0) }
    }

    deinit { thread.submit(.close(connection: id)) }

    /// Gives all bytes to the kernel. After a failure or a cancellation the connection is closed.
    public nonisolated(nonsending) func send(_ bytes: [UInt8], timeout: Duration, doing: String) async throws {
        do {
            try await send(bytes, decisiveFrom: bytes.count, timeout: timeout)
        } catch let failure as NetworkFailure {
            throw failure.asError(at: endpoint, doing: doing, after: timeout)
        }
    }

    /// The same where it matters how far it got: throws `NetworkFailure` with the number of bytes offered.
    nonisolated(nonsending) func send(_ bytes: [UInt8], decisiveFrom: Int, timeout: Duration) async throws {
        let number = thread.number()
        let sending = Sending(
            number: number, bytes: bytes, decisive: decisiveFrom, deadline: ContinuousClock.now + timeout)
        try await thread.order(number, cancelled: .cancel(connection: id, order: number)) {
            .send(connection: id, sending, $0)
        }
    }

    /// The next bytes, as many as are there (at most 256 KB). A cancellation takes nothing from the stream.
    /// - Parameter interruptible: whether `interrupt()` ends the wait.
    public nonisolated(nonsending) func receive(timeout: Duration, interruptible: Bool = false) async throws -> Received
    {
        let number = thread.number()
        let receiving = Receiving(
            number: number, deadline: ContinuousClock.now + timeout, interruptible: interruptible)
        do {
            return try await thread.order(number, cancelled: .cancel(connection: id, order: number)) {
                .receive(connection: id, receiving, $0)
            }
        } catch let failure as NetworkFailure {
            throw failure.asError(at: endpoint, doing: "receiving", after: timeout)
        }
    }

    /// Ends the present interruptible receive, or the next one if none waits.
    public func interrupt() {
        thread.submit(.interrupt(connection: id))
    }

    /// Closes at once; whoever waits gets `connectionLost`. Harmless when already closed.
    public func close() {
        thread.submit(.close(connection: id))
    }
}

extension NetworkFailure {
    func asError(at endpoint: Endpoint, doing: String, after: Duration) -> any Error {
        switch self {
        case .opening(let error): error
        case .lost(let why, _): TransportError(.connectionLost(why), at: endpoint)
        case .sendTimedOut: TransportError(.timedOut(doing: doing, after: after), at: endpoint)
        case .cancelled: CancellationError()
        }
    }
}
