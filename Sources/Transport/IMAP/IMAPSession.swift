import Foundation

/// One logged-in IMAP connection.
///
/// Commands given at the same time take turns; one given while the session idles ends the IDLE. A command that the
/// server refuses throws `serverRefused` and leaves the session usable. A lost connection, a broken protocol, a wait
/// that took too long, or a task cancelled in the middle of a command ends the session: every later call throws.
public actor IMAPSession {
    public nonisolated let endpoint: Endpoint
    /// What the server can do, asked anew after the login.
    public internal(set) var capabilities: Set<String> = []
    /// The open folder.
    public internal(set) var selected: SelectedFolder?
    /// What the server told unasked and nobody has taken yet.
    var news = FolderNews()
    /// The last texts the server wants shown to people (`[ALERT]`), at most 20.
    public internal(set) var alerts: [String] = []

    let connection: Connection
    let timeouts: IMAPTimeouts
    let limits: ResponseLimits
    var parser: ResponseParser
    /// Why the session has ended.
    var ended: TransportError?
    /// The server's BYE.
    private var farewell: String?
    private var lastTag = 0

    /// Whose turn it is: see `turn()`.
    private var busy = false
    private var queue: [CheckedContinuation<Void, Never>] = []
    var idling = false

    private init(_ connection: Connection, timeouts: IMAPTimeouts, limits: ResponseLimits) {
        self.connection = connection
        self.timeouts = timeouts
        self.limits = limits
        endpoint = connection.endpoint
        parser = ResponseParser(limits: limits)
    }

    /// Connects, protects, logs in, and asks for the capabilities.
    /// - Throws: `TransportError`, with the server's words; `CancellationError`.
    public static func connect(
        _ endpoint: Endpoint, tls: TLSPolicy, credentials: Credentials, timeouts: IMAPTimeouts = IMAPTimeouts(),
        limits: ResponseLimits = ResponseLimits(), on thread: NetworkThread
    ) async throws -> IMAPSession {
        guard endpoint.scheme.isIMAP else { throw TransportError(.unacceptable("not an IMAP address"), at: endpoint) }
        let connection: Connection
        do {
            connection = try await thread.open(
                endpoint, tls: tls, credentials: credentials, timeout: timeouts.connect)
        } catch let failure as NetworkFailure {
            throw failure.asError(at: endpoint, doing: "connecting", after: timeouts.connect)
        }
        let session = IMAPSession(connection, timeouts: timeouts, limits: limits)
        try await session.perform(IMAPCommand("CAPABILITY"))
        return session
    }

    /// Whether the session can still be used.
    public var isUsable: Bool { ended == nil }

    public func has(_ capability: String) -> Bool { capabilities.contains(capability) }

    /// Hands over what the server told unasked, and forgets it.
    public func takeNews() -> FolderNews {
        defer { news = FolderNews() }
        return news
    }

    /// Closes without a word; whoever waits gets an error.
    public func close() {
        if ended == nil { ended = TransportError(.connectionLost("closed here"), at: endpoint) }
        connection.close()
    }

    // MARK: - Turns

    /// Waits until no other command runs. Must be followed by `endTurn()`.
    func turn() async {
        guard busy else { return busy = true }
        if idling { connection.interrupt() }
        await withCheckedContinuation { queue.append($0) }
    }

    func endTurn() {
        if queue.isEmpty { busy = false } else { queue.removeFirst().resume() }
    }

    var othersWait: Bool { !queue.isEmpty }

    // MARK: - Dialogue

    /// Runs one command in its turn; `data` sees each response that comes before its end.
    @discardableResult
    func perform(
        _ command: IMAPCommand, budget: Int = 256 << 20, _ data: (Response) throws -> Void = { _ in }
    ) async throws -> StatusResponse {
        await turn()
        defer { endTurn() }
        return try await run(command, budget: budget, data)
    }

    /// The same within a turn.
    func run(
        _ command: IMAPCommand, budget: Int = 256 << 20, _ data: (Response) throws -> Void = { _ in }
    ) async throws -> StatusResponse {
        var wait = ProgressWait(timeouts.response, budget: budget)
        let tag = nextTag()
        if let refused = try await write(command, tag: tag, wait: &wait, data) {
            return try accepted(refused, command)
        }
        while true {
            let response = try await read(&wait, doing: command.name)
            if case .completed(let answered, let status) = response {
                guard answered == tag else { throw await violation("an answer to “\(answered)”, which is no command") }
                return try accepted(status, command)
            }
            try data(response)
        }
    }

    func nextTag() -> String {
        lastTag += 1
        return "r\(lastTag)"
    }

    /// Sends a command, waiting for the server's leave before each literal where that is needed.
    /// Returns the refusal where the server did not let a literal come.
    func write(
        _ command: IMAPCommand, tag: String, wait: inout ProgressWait, _ data: (Response) throws -> Void = { _ in }
    ) async throws -> StatusResponse? {
        var line = Array("\(tag) ".utf8)
        for part in command.parts {
            switch part {
            case .text(let bytes): line += bytes
            case .literal(let bytes):
                let free = has("LITERAL+") || (has("LITERAL-") && bytes.count <= 4096)
                line += Array("{\(bytes.count)\(free ? "+" : "")}\r\n".utf8)
                if !free {
                    try await send(line, doing: command.name)
                    line = []
                    if let refusal = try await leave(tag, &wait, command.name, data) { return refusal }
                }
                line += bytes
            }
        }
        try await send(line + [Grammar.cr, Grammar.lf], doing: command.name)
        return nil
    }

    /// Waits for `+`; the status where the command ends instead.
    func leave(
        _ tag: String, _ wait: inout ProgressWait, _ doing: String, _ data: (Response) throws -> Void = { _ in }
    ) async throws -> StatusResponse? {
        while true {
            let response = try await read(&wait, doing: doing)
            switch response {
            case .proceed: return nil
            case .completed(tag, let status):
                guard status.condition != .ok else { throw await violation("OK before the command was whole") }
                return status
            case .completed: throw await violation("an answer to no command")
            default: try data(response)
            }
        }
    }

    func send(_ bytes: [UInt8], doing: String) async throws {
        if let ended { throw ended }
        do {
            try await connection.send(bytes, timeout: timeouts.send, doing: doing)
        } catch {
            throw end(error, doing)
        }
    }

    /// The next response, already noted in the session's state.
    func read(_ wait: inout ProgressWait, doing: String) async throws -> Response {
        while true {
            if let response = try parsed() { return response }
            let received: Received
            do {
                received = try await connection.receive(timeout: wait.left)
            } catch {
                throw end(error, doing)
            }
            switch received {
            case .bytes(let bytes):
                guard wait.received(bytes.count) else { throw await violation("no end of responses to \(doing)") }
                parser.feed(bytes)
            case .timedOut:
                throw end(
                    TransportError(
                        .timedOut(doing: "waiting for the answer to \(doing)", after: timeouts.response), at: endpoint),
                    doing)
            case .interrupted: continue
            }
        }
    }

    /// The next response of what has been received; nil where there is none.
    func parsed() throws -> Response? {
        if let ended { throw ended }
        do throws(GrammarError) {
            guard let response = try parser.next() else { return nil }
            note(response)
            return response
        } catch {
            let excerpt = connection.mask.line(error.excerpt, limit: 80)
            throw end(TransportError(.protocolViolation(error.what, excerpt: excerpt), at: endpoint), "")
        }
    }

    func violation(_ what: String) async -> any Error {
        end(TransportError(.protocolViolation(what, excerpt: ""), at: endpoint), "")
    }

    /// Ends the session for this reason; what is to be thrown.
    func end(_ error: any Error, _ doing: String) -> any Error {
        var thrown = error
        if let farewell, case .connectionLost = (error as? TransportError)?.kind {
            thrown = TransportError(.connectionLost("the server said goodbye: \(farewell)"), at: endpoint)
        }
        if ended == nil {
            ended =
                (thrown as? TransportError)
                ?? TransportError(.connectionLost("given up in the middle of \(doing)"), at: endpoint)
        }
        connection.close()
        return thrown
    }

    private func accepted(_ status: StatusResponse, _ command: IMAPCommand) throws -> StatusResponse {
        guard status.condition == .ok else { throw refusal(status, command.name) }
        return status
    }

    func refusal(_ status: StatusResponse, _ command: String) -> TransportError {
        let line = "\(status.condition.rawValue) \(connection.mask.line(status.text))"
        return TransportError(.serverRefused(command: command, reply: line), at: endpoint)
    }

    // MARK: - State

    /// Takes in what a response tells about the session, whoever asked for it.
    private func note(_ response: Response) {
        switch response {
        case .capability(let names): capabilities = names
        case .status(let status), .completed(_, let status): note(status)
        case .exists(let count):
            // Some servers repeat the number at each IDLE; only a change is news.
            if let selected, selected.exists != count { news.existsChanged = true }
            selected?.exists = count
        case .expunge:
            news.expunged += 1
            if let selected, selected.exists > 0 { self.selected?.exists -= 1 }
        case .vanished(let set, earlier: false):
            news.vanished = UIDSet(ranges: news.vanished.ranges + set.ranges.prefix(1000))
            selected?.exists -= min(selected?.exists ?? 0, UInt32(clamping: set.count))
        default: break
        }
    }

    private func note(_ status: StatusResponse) {
        if status.condition == .bye { farewell = connection.mask.line(status.text) }
        switch status.code {
        case .alert:
            if alerts.count == 20 { alerts.removeFirst() }
            alerts.append(connection.mask.line(status.text))
        case .capability(let names): capabilities = names
        case .uidNext(let uid): selected?.uidNext = uid
        case .highestModSeq(let value): selected?.highestModSeq = value
        default: break
        }
    }

    /// A FETCH response that no command asked for.
    func note(unasked data: FetchResponse) {
        guard let flags = data.flags else { return }
        if let uid = data.uid, news.flags.count < 10_000 || news.flags[uid] != nil {
            news.flags[uid] = flags
        } else {
            news.otherFlags = true
        }
    }
}
