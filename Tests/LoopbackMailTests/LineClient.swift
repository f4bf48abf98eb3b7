import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends what it is told and reads lines; knows no protocol, so that a test sees each byte.
final class LineClient {
    /// The server has closed, in this way.
    struct Closed: Error {
        /// Nil where it was done in order.
        let error: String?

        /// What came after the last line end.
        let rest: [UInt8]
    }

    private let channel: any Channel
    private var arrivals: AsyncThrowingStream<ByteBuffer, any Error>.Iterator
    private var input = ByteBuffer()

    private init(channel: any Channel, arrivals: AsyncThrowingStream<ByteBuffer, any Error>) {
        self.channel = channel
        self.arrivals = arrivals.makeAsyncIterator()
    }

    /// - Parameter caFile: set for TLS from the first byte.
    static func connect(_ port: Int, caFile: String? = nil) async throws -> LineClient {
        let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        let tls = try caFile.map { try context($0) }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Receiver(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return LineClient(channel: channel, arrivals: stream)
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)).get() }

    /// The next line without its CRLF.
    func line() async throws -> String {
        while true {
            if let end = input.readableBytesView.firstIndex(of: 0x0A) {
                let line = input.readString(length: end - input.readerIndex + 1) ?? ""
                return String(line.dropLast())
            }
            try await fill()
        }
    }

    /// All lines up to the first that begins so.
    func lines(to prefix: String) async throws -> [String] {
        var lines: [String] = []
        while true {
            lines.append(try await line())
            if lines.last?.hasPrefix(prefix) == true { return lines }
        }
    }

    /// Sends a line and returns the lines up to the first that begins so.
    @discardableResult
    func say(_ text: String, to prefix: String) async throws -> [String] {
        try await send(text + "\r\n")
        return try await lines(to: prefix)
    }

    /// Reads to the end.
    ///
    /// - Returns: what came, and how the server closed.
    func rest() async -> Closed {
        while true {
            do {
                try await fill()
            } catch let closed as Closed {
                return closed
            } catch {
                return Closed(error: String(describing: error), rest: Array(input.readableBytesView))
            }
        }
    }

    /// Begins TLS; what came in the clear and was not read is dropped.
    func startTLS(_ caFile: String) async throws {
        let (channel, tls) = (channel, try LineClient.context(caFile))
        input.clear()
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: tls, serverHostname: "localhost"), position: .first)
        }.get()
    }

    func close() async { try? await channel.close().get() }

    private func fill() async throws {
        let arrival: ByteBuffer?
        do {
            arrival = try await arrivals.next()
        } catch {
            throw Closed(error: String(describing: error), rest: Array(input.readableBytesView))
        }
        guard var bytes = arrival else { throw Closed(error: nil, rest: Array(input.readableBytesView)) }
        input.writeBuffer(&bytes)
    }

    private static func context(_ caFile: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(caFile)
        return try NIOSSLContext(configuration: configuration)
    }

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

        init(_ continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            continuation.finish(throwing: error)
            context.close(promise: nil)
        }
    }
}
