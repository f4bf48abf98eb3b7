import Configuration
import Foundation
import Transport

/// How the daemon logs in to one mailbox's servers.
struct MailServerLogin: Sendable {
    let mailbox: Configuration.Mailbox
    let network: NetworkThread
    /// systemd's credentials; `nil` outside it.
    let credentialsDirectory: String?

    func openIMAP() async throws -> IMAPSession {
        try await IMAPSession.connect(
            try endpoint(mailbox.imap), tls: tls, credentials: try imapCredentials(), on: network)
    }

    func openSMTP() async throws -> SMTPSession {
        try await SMTPSession.connect(
            try endpoint(mailbox.smtp), tls: tls, credentials: try smtpCredentials(), ehloName: mailbox.ehloName,
            on: network)
    }

    private var tls: TLSPolicy {
        mailbox.tls == .none ? .none : .required(caFile: mailbox.caFile)
    }

    private func endpoint(_ server: Configuration.Server) throws -> Endpoint {
        guard let endpoint = Endpoint(server.url) else { throw LoginTrouble(description: "\(server.url) is no server") }
        return endpoint
    }

    private func imapCredentials() throws -> Credentials {
        switch mailbox.login {
        case .password(let source): .password(user: mailbox.username, try secret(source))
        case .oauth2: throw LoginTrouble(description: "oauth2 of mailbox \(mailbox.key) cannot be used by this version")
        }
    }

    private func smtpCredentials() throws -> Credentials {
        switch mailbox.smtpLogin {
        case .asIMAP: try imapCredentials()
        case .none: .none
        case .own(let username, let source): .password(user: username, try secret(source))
        }
    }

    /// Read anew for each login, so that a changed password needs no restart.
    private func secret(_ source: SecretSource) throws -> Transport.Secret {
        let value = try source.resolve(credentialsDirectory: credentialsDirectory)
        guard let secret = Transport.Secret(value.reveal()) else {
            throw LoginTrouble(description: "the password from \(source) is empty or has a NUL in it")
        }
        return secret
    }
}

/// A login that cannot even be tried; the configuration must change.
struct LoginTrouble: Error, CustomStringConvertible {
    let description: String
}
