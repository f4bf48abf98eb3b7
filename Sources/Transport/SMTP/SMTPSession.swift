import Foundation

/// One SMTP connection, logged in where credentials were given, for many mails one after another.
///
/// Calls made at the same time take turns. After a lost connection, a broken protocol or a wait that took too long the
/// session has ended, and every later mail is `notSent`.
public actor SMTPSession {
    public nonisolated let endpoint: Endpoint
    /// The keywords of the EHLO reply in capitals, with their parameters.
    public private(set) var extensions: [String: String] = [:]

    let connection: Connection
    let timeouts: SMTPTimeouts
    private var parser = ReplyParser()
    /// Why the session has ended.
    private(set) var ended: TransportError?
    private var busy = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    private init(_ connection: Connection, timeouts: SMTPTimeouts) {
        self.connection = connection
        self.timeouts = timeouts
        endpoint = connection.endpoint
    }

    /// Connects, protects, logs in, and greets once more, so that the extensions are those after the login.
    /// - Parameter ehloName: how this machine calls itself: a host name or an address literal.
    /// - Throws: `TransportError`, with the server's words; `CancellationError`.
    public static func connect(
        _ endpoint: Endpoint, tls: TLSPolicy, credentials: Credentials, ehloName: String = "localhost",
        timeouts: SMTPTimeouts = SMTPTimeouts(), on thread: NetworkThread
    ) async throws -> SMTPSession {
        guard !endpoint.scheme.isIMAP else { throw TransportError(.unacceptable("not an SMTP address"), at: endpoint) }
        guard !ehloName.isEmpty, ehloName.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw TransportError(.unacceptable("an EHLO name with spaces or foreign letters"), at: endpoint)
        }
        let connection: Connection
        do {
            connection = try await thread.open(
                endpoint, tls: tls, credentials: credentials, ehloName: ehloName, timeout: timeouts.connect)
        } catch let failure as NetworkFailure {
            throw failure.asError(at: endpoint, doing: "connecting", after: timeouts.connect)
        }
        let session = SMTPSession(connection, timeouts: timeouts)
        try await session.begin(ehloName, credentials)
        return session
    }

    /// Whether another mail can be sent.
    public var isUsable: Bool { ended == nil }

    /// The largest message the server takes, in bytes; nil where it does not say.
    public var sizeLimit: UInt64? { extensions["SIZE"].flatMap { UInt64($0) }.flatMap { $0 > 0 ? $0 : nil } }

    /// Asks whether the server is still there.
    public func noop() async throws {
        await turn()
        defer { endTurn() }
        let reply = try await command("NOOP")
        guard reply.isPositive else {
            throw TransportError(.serverRefused(command: "NOOP", reply: "\(reply)"), at: endpoint)
        }
    }

    /// Says goodbye and closes. Never fails: after it the connection is gone in any case.
    public func quit() async {
        await turn()
        defer { endTurn() }
        if ended == nil { _ = try? await command("QUIT", timeout: timeouts.quit) }
        close()
    }

    /// Closes without a word; a mail on its way is `notSent` or `ambiguous`.
    public func close() {
        if ended == nil { ended = TransportError(.connectionLost("closed here"), at: endpoint) }
        connection.close()
    }

    private func begin(_ name: String, _ credentials: Credentials) async throws {
        // libcurl goes on without a login where the server offers none.
        if credentials.secret != nil, !connection.loginWords.contains(where: { $0.hasPrefix("235") }) {
            close()
            throw TransportError(
                .loginRefused(serverLine: "the server offers no AUTH here", .other), at: endpoint,
                serverWords: connection.loginWords.suffix(3))
        }
        let reply = try await command("EHLO \(name)")
        guard reply.isPositive else {
            close()
            throw TransportError(.serverRefused(command: "EHLO", reply: "\(reply)"), at: endpoint)
        }
        for line in reply.lines.dropFirst() {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            if let keyword = words.first { extensions[keyword.uppercased()] = words.count > 1 ? words[1] : "" }
        }
    }

    // MARK: - Turns

    func turn() async {
        guard busy else { return busy = true }
        await withCheckedContinuation { queue.append($0) }
    }

    func endTurn() {
        if queue.isEmpty { busy = false } else { queue.removeFirst().resume() }
    }

    // MARK: - Dialogue

    func command(_ line: String, timeout: Duration? = nil) async throws -> ServerReply {
        try await send(Array("\(line)\r\n".utf8), doing: line)
        return try await reply(to: String(line.prefix { $0 != " " }), timeout: timeout ?? timeouts.reply)
    }

    func send(_ bytes: [UInt8], doing: String) async throws {
        if let ended { throw ended }
        guard parser.isEmpty else { throw end(.protocolViolation("a reply to nothing", excerpt: "")) }
        do {
            try await connection.send(bytes, timeout: timeouts.send, doing: doing)
        } catch {
            throw end(error)
        }
    }

    /// Gives a message to the socket; the error says whether a byte of the final dot may have gone.
    func send(_ data: MailData) async throws(SendFailure) {
        if let ended { throw SendFailure(error: ended, dotMayHaveGone: false) }
        guard parser.isEmpty else {
            throw SendFailure(error: end(.protocolViolation("a reply to nothing", excerpt: "")), dotMayHaveGone: false)
        }
        do {
            try await connection.send(data.bytes, decisiveFrom: data.decisive, timeout: timeouts.send)
        } catch {
            var offered = 0
            var cause = error
            if let failure = error as? NetworkFailure {
                switch failure {
                case .lost(_, let count), .sendTimedOut(let count), .cancelled(let count): offered = count
                case .opening: break
                }
                cause = failure.asError(at: endpoint, doing: "sending the message", after: timeouts.send)
            }
            throw SendFailure(error: end(cause), dotMayHaveGone: offered > data.decisive)
        }
    }

    /// The next reply. 421 answers the command like any 4xx, and ends the session (RFC 5321 section 3.8).
    func reply(to command: String, timeout: Duration) async throws -> ServerReply {
        if let ended { throw ended }
        let deadline = ContinuousClock.now + timeout
        while true {
            if let reply = try parsed() {
                if reply.code == 421 { end(.connectionLost("the server said goodbye: \(reply)")) }
                return reply
            }
            let received: Received
            do {
                received = try await connection.receive(timeout: max(.zero, deadline - ContinuousClock.now))
            } catch {
                throw end(error)
            }
            switch received {
            case .bytes(let bytes): parser.feed(bytes)
            case .timedOut: throw end(.timedOut(doing: "waiting for the reply to \(command)", after: timeout))
            case .interrupted: continue
            }
        }
    }

    private func parsed() throws -> ServerReply? {
        do throws(GrammarError) {
            guard let (code, lines) = try parser.next() else { return nil }
            return ServerReply(code: code, lines: lines.map { connection.mask.line($0) })
        } catch {
            throw end(.protocolViolation(error.what, excerpt: connection.mask.line(error.excerpt, limit: 80)))
        }
    }

    @discardableResult
    func end(_ kind: TransportError.Kind) -> TransportError { end(TransportError(kind, at: endpoint)) }

    @discardableResult
    func end(_ error: any Error) -> TransportError {
        let error = error as? TransportError ?? TransportError(.cancelled, at: endpoint)
        if ended == nil { ended = error }
        connection.close()
        return error
    }
}

/// A message that could not be given to the socket whole.
struct SendFailure: Error {
    let error: TransportError
    let dotMayHaveGone: Bool
}
