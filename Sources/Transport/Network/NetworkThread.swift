import CCurl
import Foundation

/// The process's one thread for network traffic: it connects through one libcurl multi handle and waits for all
/// established sockets at once, so that no cooperative thread ever blocks and no connection costs a thread.
///
/// Make one for the process and pass it to every session. `stop()` closes all connections.
public final class NetworkThread: Sendable {
    private let queue: NetworkQueue

    /// Starts the thread.
    public init() {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        let queue = NetworkQueue(multi: curl_multi_init())
        self.queue = queue
        let thread = Thread { NetworkLoop(queue)?.run() }
        thread.name = "network"
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit { queue.submit(.stop) }

    /// Ends the thread; every wait on its connections fails with `connectionLost`.
    public func stop() {
        queue.submit(.stop)
    }

    /// Opens a connection: name lookup, TCP, TLS, greeting and login, all by libcurl.
    public func open(
        _ endpoint: Endpoint, tls: TLSPolicy, credentials: Credentials, ehloName: String? = nil, timeout: Duration
    ) async throws -> Connection {
        if tls == .none, !endpoint.scheme.hasTLS, !endpoint.isLoopback {
            throw TransportError(
                .tlsFailure(.clearTextRefused, detail: "no TLS was asked for"), at: endpoint)
        }
        let number = number()
        let opening = Opening(
            endpoint: endpoint, tls: tls, credentials: credentials, ehloName: ehloName, timeout: timeout)
        let opened = try await order(number, cancelled: .cancel(connection: number, order: number)) {
            .open(number, opening, $0)
        }
        return Connection(number, to: endpoint, credentials: credentials, login: opened, on: self)
    }

    func number() -> UInt64 { queue.number() }

    func submit(_ order: NetworkOrder) { queue.submit(order) }

    /// Gives the thread an order and waits for its answer; a cancelled task takes the order back.
    nonisolated(nonsending) func order<Answer: Sendable>(
        _ number: UInt64, cancelled: NetworkOrder,
        _ make: (CheckedContinuation<Answer, any Error>) -> NetworkOrder
    ) async throws -> Answer {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit(make(continuation))
                // Cancelled before the order was given: the handler below has run too early.
                if Task.isCancelled { submit(cancelled) }
            }
        } onCancel: {
            submit(cancelled)
        }
    }
}
