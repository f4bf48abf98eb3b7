/// What a session asks of the network thread. Each order is answered exactly once.
enum NetworkOrder: Sendable {
    case open(UInt64, Opening, CheckedContinuation<Login, any Error>)
    case send(connection: UInt64, Sending, CheckedContinuation<Void, any Error>)
    case receive(connection: UInt64, Receiving, CheckedContinuation<Received, any Error>)
    /// Takes back the order of that number, if it still waits.
    case cancel(connection: UInt64, order: UInt64)
    /// Ends the present, else the next, interruptible receive.
    case interrupt(connection: UInt64)
    case close(connection: UInt64)
    case stop

    /// Answers for a thread that has ended.
    func refuse() {
        let failure = NetworkFailure.lost("the network thread has ended", offered: 0)
        switch self {
        case .open(_, _, let continuation): continuation.resume(throwing: failure)
        case .send(_, _, let continuation): continuation.resume(throwing: failure)
        case .receive(_, _, let continuation): continuation.resume(throwing: failure)
        case .cancel, .interrupt, .close, .stop: break
        }
    }
}

/// How a connection is to be opened.
struct Opening: Sendable {
    let endpoint: Endpoint
    let tls: TLSPolicy
    let credentials: Credentials
    let ehloName: String?
    let timeout: Duration
}

/// What the server said until libcurl had logged in.
struct Login: Sendable {
    /// The server's last lines, unmasked: `Connection` masks what it passes on.
    let lines: [[UInt8]]
}

struct Sending: Sendable {
    let number: UInt64
    let bytes: [UInt8]
    /// From this offset on the bytes are decisive: none of them is offered to the socket before it has taken all before.
    let decisive: Int
    let deadline: ContinuousClock.Instant
}

struct Receiving: Sendable {
    let number: UInt64
    let deadline: ContinuousClock.Instant
    let interruptible: Bool
}

/// The answer to a receive.
public enum Received: Sendable {
    case bytes([UInt8])
    case timedOut
    case interrupted
}

/// What can happen to an order on the thread; sessions turn it into a `TransportError`.
enum NetworkFailure: Error {
    /// libcurl could not connect or log in.
    case opening(TransportError)
    /// `offered`: how many bytes of the send the socket may have.
    case lost(String, offered: Int)
    case sendTimedOut(offered: Int)
    case cancelled(offered: Int)
}
