extension SMTPSession {
    /// Sends one mail and says exactly how far it got. Never throws.
    ///
    /// The mail goes to all recipients or to none: where one is refused, nothing is sent. Once the final dot may have
    /// gone, a cancelled task no longer stops the wait for the reply; `close()` does, and leaves the mail `ambiguous`.
    /// - Parameter message: with CRLF line ends throughout; anything else is `notSent` and nothing was said to the server.
    public func send(_ envelope: Envelope, message: [UInt8]) async -> SendOutcome {
        await turn()
        defer { endTurn() }
        let data: MailData
        do throws(MailData.Flaw) {
            data = try MailData(message)
        } catch {
            return .notSent(TransportError(.unacceptable("\(error)"), at: endpoint))
        }
        let sender: String
        do {
            sender = try mailCommand(envelope, data)
            if let refused = try await announce(envelope, sender) { return refused }
        } catch {
            return .notSent(error as? TransportError ?? TransportError(.cancelled, at: endpoint))
        }
        guard !Task.isCancelled else { return .notSent(end(.cancelled)) }
        // A task of its own: from the final dot on the caller's cancellation must not lose the server's answer.
        return await Task { await self.transfer(data) }.value
    }

    /// MAIL FROM with what the message needs, or why this server cannot take it.
    private func mailCommand(_ envelope: Envelope, _ data: MailData) throws -> String {
        if let ended { throw ended }
        var line = "MAIL FROM:<\(envelope.from ?? "")>"
        if let limit = sizeLimit, UInt64(data.bytes.count) > limit {
            throw TransportError(.tooBig(size: UInt64(data.bytes.count), limit: limit), at: endpoint)
        }
        if extensions["SIZE"] != nil { line += " SIZE=\(data.bytes.count)" }
        if data.isEightBit {
            guard extensions["8BITMIME"] != nil else { throw TransportError(.unsupported("8BITMIME"), at: endpoint) }
            line += " BODY=8BITMIME"
        }
        if envelope.needsUTF8 {
            guard extensions["SMTPUTF8"] != nil else { throw TransportError(.unsupported("SMTPUTF8"), at: endpoint) }
            line += " SMTPUTF8"
        }
        return line
    }

    /// Everything up to the server's 354; what it refused, else nil.
    private func announce(_ envelope: Envelope, _ sender: String) async throws -> SendOutcome? {
        let recipients = envelope.recipients.map { "RCPT TO:<\($0)>" }
        let pipelining = extensions["PIPELINING"] != nil
        // DATA rides along only for a single recipient: with more, one may be refused and DATA taken all the same,
        // and there is no way back from DATA.
        let together = pipelining && recipients.count == 1
        var refused: SendOutcome?
        if pipelining {
            let lines = [sender] + recipients + (together ? ["DATA"] : [])
            try await send(Array(lines.map { $0 + "\r\n" }.joined().utf8), doing: "MAIL")
        } else {
            try await send(Array("\(sender)\r\n".utf8), doing: "MAIL")
        }
        note(try await reply(to: "MAIL", timeout: timeouts.reply), at: .sender, &refused)
        for (index, recipient) in recipients.enumerated() {
            if !pipelining {
                guard refused == nil else { break }
                try await send(Array("\(recipient)\r\n".utf8), doing: "RCPT")
            }
            let reply = try await reply(to: "RCPT", timeout: timeouts.reply)
            note(reply, at: .recipient(envelope.recipients[index]), &refused)
        }
        if !together {
            if let refused {
                try await reset()
                return refused
            }
            try await send(Array("DATA\r\n".utf8), doing: "DATA")
        }
        let reply = try await reply(to: "DATA", timeout: timeouts.data)
        if reply.code == 354 {
            guard let refused else { return nil }
            // No recipient, and the server waits for a message all the same: RFC 2920 section 3.1 has a lone dot for
            // that, but a server that then accepts would deliver an empty mail. Hanging up is always safe.
            end(.connectionLost("closed here: DATA was accepted without a recipient"))
            return refused
        }
        guard !reply.isPositive else { throw end(.protocolViolation("no 354 to DATA", excerpt: "\(reply)")) }
        if refused == nil { note(reply, at: .data, &refused) }
        try await reset()
        return refused
    }

    /// Keeps the first refusal.
    private func note(_ reply: ServerReply, at stage: SendOutcome.Stage, _ refused: inout SendOutcome?) {
        guard refused == nil, reply.code < 200 || reply.code > 299 else { return }
        refused = .refused(reply, permanent: reply.isPermanent, at: stage)
    }

    /// Back to a fresh transaction; where the server will not, the session ends. The refusal stands in any case.
    private func reset() async throws {
        guard let reply = try? await command("RSET"), reply.isPositive else {
            end(.connectionLost("closed here: RSET was refused"))
            return
        }
    }

    /// The message, the final dot, and the reply that decides.
    private func transfer(_ data: MailData) async -> SendOutcome {
        do {
            try await send(data)
        } catch {
            return error.dotMayHaveGone ? .ambiguous(error.error) : .notSent(error.error)
        }
        do {
            let reply = try await reply(to: "the final dot", timeout: timeouts.final)
            if (200...299).contains(reply.code) { return .accepted(reply) }
            guard reply.code >= 400 else {
                return .ambiguous(end(.protocolViolation("neither yes nor no to the message", excerpt: "\(reply)")))
            }
            return .refused(reply, permanent: reply.isPermanent, at: .message)
        } catch {
            return .ambiguous(error as? TransportError ?? end(error))
        }
    }
}
