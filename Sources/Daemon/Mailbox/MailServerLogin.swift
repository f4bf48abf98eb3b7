import Configuration
import Foundation
import Transport

/// How the daemon logs in to one mailbox's servers.
struct MailServerLogin: Sendable {
    let mailbox: Configuration.Mailbox
    let network: NetworkThread
    /// systemd's credentials; `nil` outside it.
    let credentialsDirectory: String?
    /// Where the login is by OAuth 2.
    private let tokens: TokenKeeper?

    /// - Parameter store: the database's path: tokens that a provider renews are kept beside it.
    init(
        mailbox: Configuration.Mailbox, network: NetworkThread, credentialsDirectory: String?, store: String
    ) {
        self.mailbox = mailbox
        self.network = network
        self.credentialsDirectory = credentialsDirectory
        tokens =
            if case .oauth2(let settings) = mailbox.login {
                TokenKeeper(mailbox, settings, credentialsDirectory: credentialsDirectory, store: store)
            } else {
                nil
            }
    }

    func openIMAP() async throws -> IMAPSession {
        try await open(imapCredentials) { credentials in
            try await IMAPSession.connect(
                try endpoint(mailbox.imap), tls: mailbox.tlsPolicy, credentials: credentials, on: network)
        }
    }

    func openSMTP() async throws -> SMTPSession {
        try await open(smtpCredentials) { credentials in
            try await SMTPSession.connect(
                try endpoint(mailbox.smtp), tls: mailbox.tlsPolicy, credentials: credentials,
                ehloName: mailbox.ehloName, on: network)
        }
    }

    /// A server may take no token that was good a moment ago: then once more with a new one, and not again.
    private func open<Session>(
        _ credentials: (Transport.Secret?) async throws -> (Credentials, isNewToken: Bool),
        _ connect: (Credentials) async throws -> Session
    ) async throws -> Session {
        let (first, isNew) = try await credentials(nil)
        do { return try await connect(first) } catch let error as TransportError {
            guard case .oauth2Bearer(_, let token) = first, case .loginRefused(_, let refusal) = error.kind,
                refusal != .unavailable, refusal != .limit
            else { throw error }
            guard !isNew else { throw Self.tokenNotTaken(error, mailbox.key) }
            do { return try await connect(credentials(token).0) } catch let error as TransportError {
                guard case .loginRefused = error.kind else { throw error }
                throw Self.tokenNotTaken(error, mailbox.key)
            }
        }
    }

    private static func tokenNotTaken(_ error: TransportError, _ mailbox: String) -> LoginTrouble {
        LoginTrouble(
            description: "the provider gave an access token and the mail server does not take it, so it is of another "
                + "account or its scope has no mail (\(error)); see username and scope, then run replyd login \(mailbox)"
        )
    }

    private func endpoint(_ server: Configuration.Server) throws -> Endpoint {
        guard let endpoint = Endpoint(server.url) else { throw LoginTrouble(description: "\(server.url) is no server") }
        return endpoint
    }

    private func imapCredentials(
        otherThan refused: Transport.Secret?
    ) async throws -> (Credentials, isNewToken: Bool) {
        if case .password(let source) = mailbox.login {
            return (.password(user: mailbox.username, try await secret(source)), false)
        }
        guard let tokens else { throw LoginTrouble(description: "mailbox \(mailbox.key) has no login") }
        do {
            let (token, isNew) = try await tokens.token(otherThan: refused)
            return (.oauth2Bearer(user: mailbox.username, token: token), isNew)
        } catch let refusal as TokenRefusal where !refusal.isTransient {
            throw LoginTrouble(description: refusal.description)
        }
    }

    private func smtpCredentials(
        otherThan refused: Transport.Secret?
    ) async throws -> (Credentials, isNewToken: Bool) {
        switch mailbox.smtpLogin {
        case .asIMAP: try await imapCredentials(otherThan: refused)
        case .none: (.none, false)
        case .own(let username, let source): (.password(user: username, try await secret(source)), false)
        }
    }

    /// Read anew for each login, so that a changed password needs no restart.
    private func secret(_ source: SecretSource) async throws -> Transport.Secret {
        guard let secret = Transport.Secret(try await source.read(credentialsDirectory: credentialsDirectory)) else {
            throw LoginTrouble(description: "the password from \(source) is empty or has a NUL in it")
        }
        return secret
    }
}

extension Configuration.Mailbox {
    /// For all connections to its servers.
    var tlsPolicy: TLSPolicy { tls == .none ? .none : .required(caFile: caFile) }
}

/// A login that cannot even be tried; the configuration must change.
struct LoginTrouble: Error, CustomStringConvertible {
    let description: String
}
