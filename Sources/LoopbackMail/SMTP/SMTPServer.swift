import Foundation

/// An SMTP submission server (RFC 5321, 6409) on 127.0.0.1 that keeps what it accepts, and errs where its script says.
///
/// ```swift
/// let server = SMTPServer(store: store, security: .startTLS(identity), options: SMTPOptions(filing: .init()))
/// let port = try await server.start()
/// // …
/// let mails = try await server.waitFor(3)
/// ```
public final class SMTPServer: LoopbackServer {
    /// Who may log in, and where filed and local mail goes.
    public let store: MailStore

    public let listener: Listener

    private let shared: Shared<SMTPOptions>
    private let outbox: Outbox

    public init(
        store: MailStore, security: Security = .none, options: SMTPOptions = SMTPOptions(), script: Script = []
    ) {
        self.store = store
        let shared = Shared(options)
        let outbox = Outbox(store: store)
        self.shared = shared
        self.outbox = outbox
        listener = Listener(security: security, script: script) { conversation in
            await SMTPSession(conversation, store: store, outbox: outbox, security: security, options: shared).run()
        }
    }

    /// What the server can do; a change reaches open sessions with their next command.
    public var options: SMTPOptions {
        get { shared.current }
        set { shared.set(newValue) }
    }

    /// All mail accepted since the server was made, in order.
    public var mails: [CapturedMail] { outbox.mails.read { $0 } }

    /// Returns all mail once there are so many.
    ///
    /// - Throws: `WaitTimedOut` after `limit`.
    @discardableResult
    public func waitFor(_ count: Int, within limit: Duration = .seconds(180)) async throws -> [CapturedMail] {
        try await outbox.mails.wait(for: "\(count) mails", within: limit) { $0.count >= count }
        return mails
    }

    /// Returns once `condition` holds of the mail accepted.
    ///
    /// - Throws: `WaitTimedOut` after `limit`.
    public func waitUntil(
        _ what: String = "a mail", within limit: Duration = .seconds(180),
        _ condition: @escaping @Sendable ([CapturedMail]) -> Bool
    ) async throws {
        try await outbox.mails.wait(for: what, within: limit, until: condition)
    }

    /// Files the copies that wait (`Filing.waits`).
    public func fileWaiting() { outbox.fileWaiting() }
}
