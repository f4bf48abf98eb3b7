import NIOCore
import NIOPosix
import Synchronization

/// Sits on the line between a client and a server on loopback, below TLS, and spoils connections.
///
/// ```swift
/// let proxy = FaultProxy(to: imapPort, faults: [.alert(after: 500)])   // the first connection; later ones are whole
/// let port = try await proxy.start()
/// ```
public final class FaultProxy: Sendable {
    /// What happens to one connection. Counts are of bytes from the server.
    public enum Fault: Hashable, Sendable {
        case none
        /// Both sides are closed after so many bytes.
        case cut(after: Int)
        /// Nothing more goes either way, and nobody is told: a half-open connection.
        case silence(after: Int)
        /// A fatal TLS alert (RFC 8446, 6) in the server's name, then the end.
        case alert(after: Int)
        /// Random bytes in the server's name; then it goes on.
        case garbage(after: Int)
        /// Each chunk comes late.
        case late(Duration)
        /// Each byte in a packet of its own.
        case byteByByte
        /// The connection goes to another port: a server with another certificate, say.
        case elsewhere(port: Int)
    }

    private struct State {
        var channel: (any Channel)?
        var connections = 0
    }

    private let target: Int
    private let faults: [Fault]
    private let state = Mutex(State())

    /// - Parameter faults: the n-th connection's is the n-th; those after the last are whole.
    public init(to port: Int, faults: [Fault]) {
        target = port
        self.faults = faults
    }

    /// How many connections came.
    public var connections: Int { state.withLock { $0.connections } }

    /// Begins to listen on 127.0.0.1, and returns the port.
    public func start(port: Int = 0) async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [self] client in connect(client) }
            .bind(host: "127.0.0.1", port: port).get()
        state.withLock { $0.channel = channel }
        return channel.localAddress?.port ?? port
    }

    public func stop() async { try? await state.withLock { $0.channel }?.close().get() }

    /// Both channels live on one event loop, so that the two handlers can share what they know.
    private func connect(_ client: any Channel) -> EventLoopFuture<Void> {
        let number = state.withLock { state in
            state.connections += 1
            return state.connections
        }
        let fault = number <= faults.count ? faults[number - 1] : .none
        var port = target
        if case .elsewhere(let other) = fault { port = other }
        return ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port)
            .flatMapThrowing { server in
                let spoiler = Spoiler(fault)
                try client.pipeline.syncOperations.addHandler(Forwarder(to: server, spoiler, isServer: false))
                try server.pipeline.syncOperations.addHandler(Forwarder(to: client, spoiler, isServer: true))
                for channel in [client, server] { channel.setOption(.autoRead, value: true).whenFailure { _ in } }
            }
    }
}

/// What one connection has come to; used on its event loop only.
private final class Spoiler {
    let fault: FaultProxy.Fault
    private var bytes = 0
    private(set) var isSilent = false

    init(_ fault: FaultProxy.Fault) { self.fault = fault }

    /// What becomes of bytes from the server: those to pass on, and whether the connection ends after them.
    func spoil(_ buffer: ByteBuffer) -> (pass: ByteBuffer, ends: Bool) {
        var buffer = buffer
        let before = bytes
        bytes += buffer.readableBytes
        func head(_ limit: Int) -> ByteBuffer? {
            guard bytes >= limit, before <= limit else { return nil }
            return buffer.readSlice(length: limit - before) ?? ByteBuffer()
        }
        switch fault {
        case .none, .late, .byteByByte, .elsewhere: return (buffer, false)
        case .cut(let limit):
            guard let head = head(limit) else { return (buffer, false) }
            return (head, true)
        case .silence(let limit):
            guard let head = head(limit) else { return (buffer, false) }
            isSilent = true
            return (head, false)
        case .alert(let limit):
            guard var head = head(limit) else { return (buffer, false) }
            head.writeBytes([0x15, 3, 3, 0, 2, 2, 40])
            return (head, true)
        case .garbage(let limit):
            guard var head = head(limit) else { return (buffer, false) }
            var generator = SeededGenerator(seed: 7)
            head.writeBytes((0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) })
            head.writeBuffer(&buffer)
            return (head, false)
        }
    }
}

/// Passes on what comes from one side.
private final class Forwarder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let spoiler: Spoiler
    private let isServer: Bool

    init(to peer: any Channel, _ spoiler: Spoiler, isServer: Bool) {
        self.peer = peer
        self.spoiler = spoiler
        self.isServer = isServer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !spoiler.isSilent else { return }
        let buffer = unwrapInboundIn(data)
        guard isServer else { return peer.writeAndFlush(buffer, promise: nil) }
        let (pass, ends) = spoiler.spoil(buffer)
        switch spoiler.fault {
        case .late(let time):
            let peer = peer
            let wait =
                TimeAmount.nanoseconds(time.components.attoseconds / 1_000_000_000)
                + .seconds(time.components.seconds)
            context.eventLoop.scheduleTask(in: wait) { peer.writeAndFlush(pass, promise: nil) }
        case .byteByByte:
            for byte in pass.readableBytesView { peer.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil) }
        default:
            peer.writeAndFlush(pass, promise: nil)
        }
        if ends {
            peer.close(promise: nil)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !spoiler.isSilent { peer.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
