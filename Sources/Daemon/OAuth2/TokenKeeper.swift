import Configuration
import Correspondence
import Foundation
import Transport

/// Gives access tokens of one mailbox: one for all its connections, refreshed some time before its end.
actor TokenKeeper {
    private let mailbox: Configuration.Mailbox
    private let settings: Configuration.OAuth2
    private let credentialsDirectory: String?
    private let kept: TokenFile
    private var current: (token: Transport.Secret, until: ContinuousClock.Instant)?
    private var refreshing: Task<Transport.Secret, any Error>?
    /// A refusal is not asked for again before then: providers lock clients that do.
    private var resting: (until: ContinuousClock.Instant, error: TokenRefusal)?

    init(
        _ mailbox: Configuration.Mailbox, _ settings: Configuration.OAuth2, credentialsDirectory: String?, store: String
    ) {
        self.mailbox = mailbox
        self.settings = settings
        self.credentialsDirectory = credentialsDirectory
        kept = TokenFile(mailbox.key, store: store)
    }

    /// - Parameter refused: a token that the mail server did not take: another one is fetched.
    /// - Throws: ``TokenRefusal``, `FormPost.Failed`, `SecretError`.
    func token(otherThan refused: Transport.Secret? = nil) async throws -> (secret: Transport.Secret, isNew: Bool) {
        if let current, current.until > .now, refused == nil || current.token !== refused {
            return (current.token, false)
        }
        if let resting, resting.until > .now { throw resting.error }
        if let refreshing { return (try await refreshing.value, true) }
        let task = Task { try await refresh() }
        refreshing = task
        defer { refreshing = nil }
        return (try await task.value, true)
    }

    private func refresh() async throws -> Transport.Secret {
        let configured = try await settings.refreshToken.read(credentialsDirectory: credentialsDirectory)
        var fields = [
            ("grant_type", "refresh_token"), ("client_id", settings.clientID),
            ("refresh_token", kept.token(insteadOf: configured) ?? configured),
        ]
        if let source = settings.clientSecret {
            fields.append(("client_secret", try await source.read(credentialsDirectory: credentialsDirectory)))
        }
        if let scope = settings.scope { fields.append(("scope", scope)) }
        let answer: TokenAnswer
        do {
            answer = try TokenAnswer(
                await FormPost.send(
                    fields.map { (name: $0.0, value: $0.1) }, to: settings.tokenURL, caFile: mailbox.caFile),
                mailbox: mailbox.key)
        } catch let refusal as TokenRefusal {
            if !refusal.isTransient { resting = (.now + .seconds(60), refusal) }
            throw refusal
        }
        if let fresh = answer.refreshToken, fresh != configured {
            do { try kept.keep(fresh, insteadOf: configured) } catch {
                // The old one may be good for this once only: a person must know before the next start.
                LastResort.tell("oauth2 \(mailbox.key): the new refresh token is lost at the next start: \(error)")
            }
        }
        guard let token = Transport.Secret(answer.accessToken) else {
            throw TokenRefusal(code: "", status: 200, words: "the access token is empty", mailbox: mailbox.key)
        }
        current = (token, .now + Self.refreshAfter(answer.lifetime))
        resting = nil
        return token
    }

    /// Between 80 and 95 percent of its life, so that many mailboxes do not ask at once.
    static func refreshAfter(_ lifetime: Duration, jitter: Double = Double.random(in: 0...1)) -> Duration {
        .milliseconds(Int64(Double(lifetime.inMilliseconds) * (0.80 + 0.15 * jitter)))
    }
}
