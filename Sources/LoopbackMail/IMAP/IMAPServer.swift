/// An IMAP4rev1 server (RFC 3501) on 127.0.0.1 over a `MailStore`, that errs where its script says so.
///
/// ```swift
/// let server = IMAPServer(store: store, security: .implicit(identity), script: [.at("IDLE", do: .stall)])
/// let port = try await server.start()
/// ```
public final class IMAPServer: LoopbackServer {
    public let store: MailStore

    public let listener: Listener

    private let shared: Shared<IMAPOptions>

    public init(
        store: MailStore, security: Security = .none, options: IMAPOptions = IMAPOptions(), script: Script = []
    ) {
        self.store = store
        let shared = Shared(options)
        self.shared = shared
        listener = Listener(security: security, script: script) { conversation in
            await IMAPSession(conversation, store: store, security: security, options: shared).run()
        }
    }

    /// What the server can do; a change reaches open sessions with their next command.
    public var options: IMAPOptions {
        get { shared.current }
        set { shared.set(newValue) }
    }
}
