import Transport

/// What takes finished mails to their receivers.
protocol Courier: Sendable {
    /// Makes sure that mails can be taken, before anything is committed.
    func connect() async throws
    /// Only after `connect`.
    func send(_ envelope: Envelope, _ bytes: [UInt8]) async -> Transport.SendOutcome
    /// Gives up whatever is under way: a send whose final dot is out becomes ambiguous.
    func cut() async
    func close() async
}

/// The SMTP connection of one mailbox: opened when there is something to send, and used for many mails.
actor Outbound: Courier {
    private let login: MailServerLogin
    private var session: SMTPSession?
    private var lastUsed = ContinuousClock.now

    init(login: MailServerLogin) { self.login = login }

    func connect() async throws {
        if let session, await session.isUsable {
            // Servers hang up on idle clients (RFC 5321, 4.5.3.2.7): ask before trusting an old connection.
            if ContinuousClock.now - lastUsed < .seconds(20) { return }
            if (try? await session.noop()) != nil { return }
        }
        await close()
        session = try await login.openSMTP()
        lastUsed = .now
    }

    func send(_ envelope: Envelope, _ bytes: [UInt8]) async -> SendOutcome {
        guard let session else { preconditionFailure("send before connect") }
        lastUsed = .now
        return await session.send(envelope, message: bytes)
    }

    func cut() async { await session?.close() }

    func close() async {
        await session?.quit()
        session = nil
    }
}
