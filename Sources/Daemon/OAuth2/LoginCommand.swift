import Configuration
import Foundation
import Transport

/// `replyd login`: a person agrees, the mailbox is tried, and the refresh token is put where the configuration reads it.
public enum LoginCommand {
    public struct Request: Sendable {
        public var configuration: String
        /// `nil`: the only one with oauth2.
        public var mailbox: String?
        public var device: Bool
        public var paste: Bool
        /// Where the token goes, in place of the configuration's file.
        public var output: String?
        public var wait: Duration

        public init(
            configuration: String, mailbox: String?, device: Bool, paste: Bool, output: String?, wait: Duration
        ) {
            self.configuration = configuration
            self.mailbox = mailbox
            self.device = device
            self.paste = paste
            self.output = output
            self.wait = wait
        }
    }

    public static func run(_ request: Request) async throws {
        let configuration = try LoadedConfiguration.load(request.configuration)
        let (mailbox, settings) = try chosen(request.mailbox, configuration)
        let place = try place(settings, request.output, mailbox.key)
        let secret: String?
        do { secret = try settings.clientSecret?.resolve().reveal() } catch {
            throw CommandEnd.failed("client_secret: \(error)")
        }
        let consent = Consent(mailbox: mailbox, settings: settings, secret: secret) { CommandOutput.tell($0) }
        let answer: TokenAnswer
        do {
            answer =
                request.device
                ? try await consent.byDevice()
                : try await consent.byBrowser(within: request.wait, paste: request.paste ? { readLine() } : nil)
        } catch let end as CommandEnd { throw end } catch { throw CommandEnd.failed("\(error)") }
        guard let token = answer.refreshToken else {
            throw CommandEnd.failed(
                "the provider gave no refresh token: set scope so that it does (Microsoft: offline_access), and take "
                    + "the earlier consent back on the provider's page")
        }
        try await tryOut(answer, mailbox)
        do { try SecretFile.write(Array("\(token)\n".utf8), to: place) } catch { throw CommandEnd.failed("\(error)") }
        giveToOwner(place, of: configuration.storePath)
        CommandOutput.write("\(mailbox.key): the refresh token is in \(place)")
        if case .credential(let name) = settings.refreshToken {
            CommandOutput.write(
                "now: systemd-creds encrypt --name=\(name) \(place) /etc/credstore.encrypted/\(name) && shred -u \(place)"
            )
        }
    }

    private static func chosen(
        _ key: String?, _ configuration: Configuration
    ) throws -> (Configuration.Mailbox, Configuration.OAuth2) {
        let able = configuration.mailboxes.compactMap { mailbox in
            if case .oauth2(let settings) = mailbox.login { (mailbox, settings) } else { nil }
        }
        if let key {
            guard let found = able.first(where: { $0.0.key == key }) else {
                throw CommandEnd.usage(
                    configuration.mailbox(key) == nil
                        ? "there is no mailbox \(key)" : "mailbox \(key) has no oauth2 = { … }: it logs in by password")
            }
            return found
        }
        guard able.count == 1 else {
            throw CommandEnd.usage(
                able.isEmpty
                    ? "no mailbox has oauth2 = { … }"
                    : "say which mailbox: \(able.map(\.0.key).joined(separator: ", "))")
        }
        return able[0]
    }

    private static func place(_ settings: Configuration.OAuth2, _ output: String?, _ mailbox: String) throws -> String {
        if let output { return output }
        if case .file(let path) = settings.refreshToken { return path }
        throw CommandEnd.usage(
            "refresh_token of mailbox \(mailbox) is \(settings.refreshToken): say with --output where to write it")
    }

    /// The token must open this mailbox, not only some mailbox.
    private static func tryOut(_ answer: TokenAnswer, _ mailbox: Configuration.Mailbox) async throws {
        guard let token = Transport.Secret(answer.accessToken), let endpoint = Endpoint(mailbox.imap.url) else {
            throw CommandEnd.failed("the access token cannot be used")
        }
        let network = NetworkThread()
        defer { network.stop() }
        do {
            let session = try await IMAPSession.connect(
                endpoint, tls: mailbox.tlsPolicy,
                credentials: .oauth2Bearer(user: mailbox.username, token: token), on: network)
            await session.logout()
        } catch {
            throw CommandEnd.failed(
                "the provider gave a token, but the mail server does not take it for \(mailbox.username): \(error); "
                    + "nothing was written")
        }
    }

    /// Root logs in for the daemon's user, who must be able to read it.
    private static func giveToOwner(_ path: String, of store: String) {
        var info = stat()
        guard geteuid() == 0, stat(store, &info) == 0 else { return }
        chown(path, info.st_uid, info.st_gid)
    }
}
