import NIOCore
import NIOPosix
import NIOSSL

/// One connection as the session's task sees it: an inbox to take from and bytes to send.
final class Wire: Sendable {
    /// How many unread bytes may wait before the socket is no longer read.
    static let readAhead = 1 << 20

    /// From 1, in the order of the connections.
    let number: Int

    let inbox = Inbox()

    private let channel: any Channel

    init(number: Int, channel: any Channel) {
        self.number = number
        self.channel = channel
    }

    /// Waits for what comes next, and lets the socket be read on if it was held back.
    ///
    /// - Parameter leavingBytes: the client's bytes stay where they are, and in the end in the client's own buffers.
    func next(leavingBytes: Bool = false) async -> Inbox.Arrival {
        let arrival = await inbox.next(leavingBytes: leavingBytes)
        if case .bytes(let bytes) = arrival, bytes.readableBytes >= Wire.readAhead { channel.read() }
        return arrival
    }

    /// Returns when the bytes have gone to the socket, so that a client that does not read holds its session back.
    func send(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(bytes).get()
    }

    /// Sends the last bytes in the clear, then begins TLS, with nothing read in between; drops what came before.
    func startTLS(_ context: NIOSSLContext, after last: ByteBuffer) async throws {
        let (channel, inbox) = (self.channel, self.inbox)
        try await channel.eventLoop.submit {
            channel.writeAndFlush(last, promise: nil)
            inbox.dropBytes()
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: context), name: Wire.tlsName, position: .first)
        }.get()
    }

    func close() async { try? await channel.close().get() }

    func halfClose() async { try? await channel.close(mode: .output).get() }

    /// Closes beneath TLS, so that no close_notify goes out; with a TCP reset where wanted.
    func cut(reset: Bool) async {
        let channel = self.channel
        if reset, let socket = channel as? any SocketOptionProvider {
            try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        _ = try? await channel.eventLoop.flatSubmit {
            guard let tls = try? channel.pipeline.syncOperations.context(name: Wire.tlsName) else {
                return channel.close()
            }
            let promise = channel.eventLoop.makePromise(of: Void.self)
            tls.close(promise: promise)
            return promise.futureResult
        }.get()
    }

    fileprivate static let tlsName = "tls"

    /// Puts the connection's handlers in place. On its event loop only.
    func prepare(tls: NIOSSLContext?, begin: @escaping @Sendable (Wire) -> Void) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls), name: Wire.tlsName) }
        try pipeline.addHandler(Receiver(self, begin: begin))
    }
}

/// Brings what the channel reads into the wire's inbox, and stops reading while too much of it waits.
private final class Receiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let wire: Wire
    private let begin: @Sendable (Wire) -> Void

    init(_ wire: Wire, begin: @escaping @Sendable (Wire) -> Void) {
        self.wire = wire
        self.begin = begin
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(wire)
        context.read()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        _ = wire.inbox.add(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if wire.inbox.waitingBytes < Wire.readAhead { context.read() }
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { wire.inbox.end(nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        wire.inbox.end(nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        wire.inbox.end(String(describing: error))
        context.close(promise: nil)
    }
}
