/// Why an IDLE ended.
public enum IdleEnd: Sendable {
    /// `takeNews()` has something.
    case news
    case deadline
    /// Another command wanted the connection.
    case interrupted
}

extension IMAPSession {
    /// Waits in the open folder until the server tells something, at most for `limit`.
    ///
    /// Returns at once where untaken news are there already, so that nothing is missed between two calls. IDLE is
    /// renewed every `renewEvery`, which is kept under the 29 minutes after which servers may hang up (RFC 2177).
    /// A cancelled task ends the IDLE in order, and the session stays usable.
    /// - Throws: `unsupported` on servers without IDLE: poll with `noop()` or `status(_:)`.
    public func idle(for limit: Duration, renewEvery: Duration = .seconds(25 * 60)) async throws -> IdleEnd {
        guard has("IDLE") else { throw TransportError(.unsupported("IDLE"), at: endpoint) }
        await turn()
        defer { endTurn() }
        let end = ContinuousClock.now + limit
        while true {
            if !news.isEmpty { return .news }
            if othersWait { return .interrupted }
            try Task.checkCancellation()
            let left = end - ContinuousClock.now
            guard left > .zero else { return .deadline }
            if let end = try await idleOnce(for: min(left, renewEvery, .seconds(28 * 60))) { return end }
        }
    }

    /// One IDLE; nil where its time ran out.
    private func idleOnce(for time: Duration) async throws -> IdleEnd? {
        let tag = nextTag()
        let end = ContinuousClock.now + time
        if let refused = try await beginIdle(tag) { throw refusal(refused, "IDLE") }
        idling = true
        defer { idling = false }
        var cancelled = false
        var result: IdleEnd?
        while result == nil {
            while let response = try parsed() {
                if case .completed = response { throw await violation("the end of an IDLE that was not ended") }
                noteFetch(response)
            }
            guard news.isEmpty else {
                result = .news
                break
            }
            guard !othersWait else {
                result = .interrupted
                break
            }
            let received: Received
            do {
                received = try await connection.receive(
                    timeout: max(.zero, end - ContinuousClock.now), interruptible: true)
            } catch is CancellationError {
                cancelled = true
                break
            } catch {
                throw self.end(error, "IDLE")
            }
            switch received {
            case .bytes(let bytes): parser.feed(bytes)
            case .interrupted: result = .interrupted
            case .timedOut:
                idling = false
                try await finishIdle(tag)
                return nil
            }
        }
        idling = false
        try await finishIdle(tag)
        if cancelled { throw CancellationError() }
        return result
    }

    /// Sends IDLE and waits for the server's leave, whether or not the caller's task is cancelled by now: a command given
    /// up half-way would cost the connection.
    private func beginIdle(_ tag: String) async throws -> StatusResponse? {
        try await Task {
            var wait = ProgressWait(timeouts.short, budget: 16 << 20)
            if let refused = try await write(IMAPCommand("IDLE"), tag: tag, wait: &wait) { return refused }
            return try await leave(tag, &wait, "IDLE") { self.noteFetch($0) }
        }.value
    }

    /// Sends DONE and takes the rest, whether or not the caller's task is cancelled by now.
    private func finishIdle(_ tag: String) async throws {
        try await Task {
            try await send(Array("DONE\r\n".utf8), doing: "DONE")
            var wait = ProgressWait(timeouts.short, budget: 16 << 20)
            while true {
                let response = try await read(&wait, doing: "DONE")
                if case .completed(tag, _) = response { return }
                if case .completed = response { throw await violation("an answer to no command") }
                noteFetch(response)
            }
        }.value
    }
}
