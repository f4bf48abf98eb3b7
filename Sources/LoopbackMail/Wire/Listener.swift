import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// How a server speaks.
public enum Security: Sendable {
    /// In the clear.
    case none

    /// In the clear until the client asks for TLS.
    case startTLS(ServerIdentity)

    /// TLS from the first byte.
    case implicit(ServerIdentity)
}

/// The port of a server on 127.0.0.1 and the sessions on it.
public final class Listener: Sendable {
    private struct State {
        var channel: (any Channel)?
        var port: Int?
        var connections = 0

        /// False from the moment the server stops; a connection accepted later is cut at once.
        var isOpen = false
    }

    /// What each session does wrong.
    let player: ScriptPlayer

    let log = StepLog()

    let security: Security

    private let state = Mutex(State())

    /// The connections that stand, by number.
    private let wires = Watched<[Int: Wire]>([:])

    /// Runs one session to its end.
    private let serve: @Sendable (Conversation) async -> Void

    init(security: Security, script: Script, serve: @escaping @Sendable (Conversation) async -> Void) {
        self.security = security
        self.serve = serve
        player = ScriptPlayer(script)
    }

    /// Nil while not started.
    var port: Int? { state.withLock { $0.port } }

    func start(port: Int) async throws -> Int {
        let tls: NIOSSLContext? =
            switch security {
            case .implicit(let identity): identity.context
            case .startTLS, .none: nil
            }
        state.withLock { $0.isOpen = true }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = state.withLock { state in
                        state.connections += 1
                        return state.connections
                    }
                    try Wire(number: number, channel: channel).prepare(tls: tls) { self.begin($0) }
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        let port = channel.localAddress?.port ?? port
        state.withLock { state in
            state.channel = channel
            state.port = port
        }
        return port
    }

    /// Stops listening, cuts all connections, and returns when the last session has ended.
    func stop() async {
        let channel = state.withLock { state in
            defer { (state.channel, state.port, state.isOpen) = (nil, nil, false) }
            return state.channel
        }
        try? await channel?.close().get()
        await cutAll(reset: false)
        try? await wires.wait(for: "the last session's end", within: .seconds(30)) { $0.isEmpty }
    }

    func cutAll(reset: Bool) async {
        for wire in wires.read({ Array($0.values) }) { await wire.cut(reset: reset) }
    }

    func releaseStalled() { for wire in wires.read({ $0.values }) { wire.inbox.release() } }

    func say(_ text: String) { for wire in wires.read({ $0.values }) { wire.inbox.say(text) } }

    var sessions: Int { wires.read { $0.count } }

    private func begin(_ wire: Wire) {
        wires.update { $0[wire.number] = wire }
        let isOpen = state.withLock { $0.isOpen }
        Task {
            if !isOpen { await wire.cut(reset: false) }
            await serve(Conversation(wire: wire, player: player, log: log))
            await wire.close()
            wires.update { $0[wire.number] = nil }
        }
    }
}

/// What the loopback servers have in common. They listen on 127.0.0.1 only.
public protocol LoopbackServer: Sendable {
    var listener: Listener { get }
}

extension LoopbackServer {
    /// Begins to listen, and returns the port. May be called again after `stop()`, with the same port or another.
    ///
    /// - Parameter port: 0 takes any that is free.
    /// - Throws: `IOError` where the port can't be had.
    @discardableResult
    public func start(port: Int = 0) async throws -> Int { try await listener.start(port: port) }

    /// Cuts all connections and listens no more; returns when nothing of it runs.
    public func stop() async { await listener.stop() }

    /// Nil while it does not run.
    public var port: Int? { listener.port }

    /// How many sessions stand now.
    public var sessions: Int { listener.sessions }

    /// All that the server has seen.
    public var log: StepLog { listener.log }

    /// Goes by another script from now on; its counting starts at zero.
    public func play(_ script: Script) { listener.player.play(script) }

    /// Lets all sessions go on that stall now.
    public func releaseStalled() { listener.releaseStalled() }

    /// Says lines, unasked and as they are, in all sessions, between two commands, in IDLE, or where one stalls.
    public func say(_ lines: String...) { listener.say(lines.map { $0 + "\r\n" }.joined()) }

    /// Breaks all connections, with a TCP reset or without; goes on listening.
    public func cutConnections(reset: Bool = false) async { await listener.cutAll(reset: reset) }
}
