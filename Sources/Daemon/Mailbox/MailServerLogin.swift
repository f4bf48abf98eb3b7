import Configuration
@preconcurrency import Dispatch
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
            try endpoint(mailbox.imap), tls: tls, credentials: try await imapCredentials(), on: network)
    }

    func openSMTP() async throws -> SMTPSession {
        try await SMTPSession.connect(
            try endpoint(mailbox.smtp), tls: tls, credentials: try await smtpCredentials(), ehloName: mailbox.ehloName,
            on: network)
    }

    private var tls: TLSPolicy {
        mailbox.tls == .none ? .none : .required(caFile: mailbox.caFile)
    }

    private func endpoint(_ server: Configuration.Server) throws -> Endpoint {
        guard let endpoint = Endpoint(server.url) else { throw LoginTrouble(description: "\(server.url) is no server") }
        return endpoint
    }

    private func imapCredentials() async throws -> Credentials {
        switch mailbox.login {
        case .password(let source): .password(user: mailbox.username, try await secret(source))
        case .oauth2: throw LoginTrouble(description: "oauth2 of mailbox \(mailbox.key) cannot be used by this version")
        }
    }

    private func smtpCredentials() async throws -> Credentials {
        switch mailbox.smtpLogin {
        case .asIMAP: try await imapCredentials()
        case .none: .none
        case .own(let username, let source): .password(user: username, try await secret(source))
        }
    }

    /// Read anew for each login, so that a changed password needs no restart.
    private func secret(_ source: SecretSource) async throws -> Transport.Secret {
        guard let secret = try await resolve(source) else {
            throw LoginTrouble(description: "the password from \(source) is empty or has a NUL in it")
        }
        return secret
    }

    /// A command may take half a minute, which no cooperative thread has.
    private func resolve(_ source: SecretSource) async throws -> Transport.Secret? {
        let directory = credentialsDirectory
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { Transport.Secret(try source.resolve(credentialsDirectory: directory).reveal()) })
            }
        }
    }
}

/// A login that cannot even be tried; the configuration must change.
struct LoginTrouble: Error, CustomStringConvertible {
    let description: String
}
