import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An authorisation server on loopback (RFC 6749, 7636, 7662, 8628): whoever asks is given what they ask for, unless the
/// test says otherwise.
public final class AuthorizationServer: Sendable {
    /// How it behaves.
    public struct Behaviour: Sendable {
        public var clientID = "replyd"
        public var clientSecret: String?
        public var user = "support@shop.example"
        /// Refresh tokens that are good.
        public var refreshTokens: Set<String> = []
        /// Each refresh gives another refresh token, and the old one is good no more.
        public var rotates = false
        /// Of access tokens, in seconds.
        public var lifetime = 3600
        /// What the next requests to the token endpoint get in place of an answer: status and body.
        public var refusals: [(status: Int, body: String)] = []
        public init() {}
    }

    private struct State {
        var behaviour: Behaviour
        var count = 0
        var requests: [[String: String]] = []
        /// Codes that were given out, with the challenge that their holder must prove.
        var codes: [String: String] = [:]
        var accessTokens: Set<String> = []
    }

    private let state: Mutex<State>
    private let issued: @Sendable (String) -> Void
    private let channel = Mutex<(any Channel)?>(nil)

    /// - Parameter issued: told of each access token that is given out.
    public init(_ behaviour: Behaviour = Behaviour(), issued: @escaping @Sendable (String) -> Void = { _ in }) {
        state = Mutex(State(behaviour: behaviour))
        self.issued = issued
    }

    /// - Returns: its port.
    public func start() async throws -> Int {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: self))
                }
            }
        let bound = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = bound }
        return bound.localAddress?.port ?? 0
    }

    public func stop() async {
        try? await channel.withLock { $0 }?.close().get()
    }

    public func change(_ change: @Sendable (inout Behaviour) -> Void) { state.withLock { change(&$0.behaviour) } }

    /// The forms that the token endpoint was sent.
    public var requests: [[String: String]] { state.withLock { $0.requests } }

    /// No access token that was given out so far is good any more.
    public func forgetAccessTokens() { state.withLock { $0.accessTokens = [] } }

    // MARK: Answers

    fileprivate struct Answer {
        var status = 200
        var body = ""
        var location: String?
    }

    fileprivate func answer(_ method: HTTPMethod, _ uri: String, _ body: String) -> Answer {
        let address = URLComponents(string: uri)
        let form = Self.fields(method == .GET ? address?.percentEncodedQuery ?? "" : body)
        switch address?.path {
        case "/authorize": return authorize(form)
        case "/device": return device(form)
        case "/token": return token(form)
        case "/introspect": return introspect(form)
        default: return Answer(status: 404, body: "nothing here")
        }
    }

    /// The person agrees at once.
    private func authorize(_ form: [String: String]) -> Answer {
        guard let back = form["redirect_uri"], let challenge = form["code_challenge"],
            form["code_challenge_method"] == "S256"
        else { return Answer(status: 400, body: "no redirect_uri, or no proof key") }
        return state.withLock { state in
            state.count += 1
            let code = "code-\(state.count)"
            state.codes[code] = challenge
            return Answer(status: 302, location: "\(back)/?code=\(code)&state=\(form["state"] ?? "")")
        }
    }

    private func device(_ form: [String: String]) -> Answer {
        Answer(
            body: """
                {"device_code": "device-1", "user_code": "WDJB-MJHT", "verification_uri": "http://127.0.0.1/device",
                "expires_in": 900, "interval": 1}
                """)
    }

    private func token(_ form: [String: String]) -> Answer {
        let (answer, token) = state.withLock { state -> (Answer, String?) in
            state.requests.append(form)
            if !state.behaviour.refusals.isEmpty {
                let refusal = state.behaviour.refusals.removeFirst()
                return (Answer(status: refusal.status, body: refusal.body), nil)
            }
            let behaviour = state.behaviour
            guard form["client_id"] == behaviour.clientID, form["client_secret"] == behaviour.clientSecret else {
                return (Self.refusal("invalid_client"), nil)
            }
            var refresh: String?
            state.count += 1
            switch form["grant_type"] {
            case "refresh_token":
                guard let old = form["refresh_token"], behaviour.refreshTokens.contains(old) else {
                    return (Self.refusal("invalid_grant"), nil)
                }
                if behaviour.rotates {
                    state.behaviour.refreshTokens.remove(old)
                    refresh = "refresh-\(state.count)"
                }
            case "authorization_code":
                guard let challenge = form["code"].flatMap({ state.codes.removeValue(forKey: $0) }),
                    challenge == form["code_verifier"].flatMap(Self.challenge)
                else { return (Self.refusal("invalid_grant"), nil) }
                refresh = "refresh-\(state.count)"
            case "urn:ietf:params:oauth:grant-type:device_code":
                guard form["device_code"] == "device-1" else { return (Self.refusal("invalid_grant"), nil) }
                refresh = "refresh-\(state.count)"
            default: return (Self.refusal("unsupported_grant_type"), nil)
            }
            if let refresh { state.behaviour.refreshTokens.insert(refresh) }
            let access = "access-\(state.count)"
            state.accessTokens.insert(access)
            let more = refresh.map { ", \"refresh_token\": \"\($0)\"" } ?? ""
            let body =
                "{\"access_token\": \"\(access)\", \"token_type\": \"Bearer\", \"expires_in\": \(behaviour.lifetime)\(more)}"
            return (Answer(body: body), access)
        }
        if let token { issued(token) }
        return answer
    }

    /// RFC 7662: what a mail server asks.
    private func introspect(_ form: [String: String]) -> Answer {
        state.withLock { state in
            let isGood = form["token"].map(state.accessTokens.contains) ?? false
            return Answer(body: "{\"active\": \(isGood), \"username\": \"\(state.behaviour.user)\"}")
        }
    }

    private static func refusal(_ code: String) -> Answer {
        Answer(status: 400, body: "{\"error\": \"\(code)\", \"error_description\": \"as the test wants it\"}")
    }

    private static func fields(_ query: String) -> [String: String] {
        var components = URLComponents()
        components.percentEncodedQuery = query.replacingOccurrences(of: "+", with: "%20")
        let items = (components.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        return Dictionary(items, uniquingKeysWith: { first, _ in first })
    }

    private static func challenge(_ verifier: String) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = ["dgst", "-sha256", "-binary"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        guard (try? process.run()) != nil else { return nil }
        input.fileHandleForWriting.write(Data(verifier.utf8))
        input.fileHandleForWriting.closeFile()
        let digest = output.fileHandleForReading.readDataToEndOfFile()
        return digest.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: AuthorizationServer
    private var head: HTTPRequestHead?
    private var body = ""

    init(server: AuthorizationServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let buffer): body += String(buffer: buffer)
        case .end:
            guard let head else { return }
            let answer = server.answer(head.method, head.uri, body)
            var headers = HTTPHeaders([
                ("Content-Type", "application/json"), ("Content-Length", "\(answer.body.utf8.count)"),
                ("Connection", "close"),
            ])
            if let location = answer.location { headers.add(name: "Location", value: location) }
            let status = HTTPResponseStatus(statusCode: answer.status)
            context.write(
                wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
