import Configuration
import Foundation
import Transport

/// How a person lets replyd into a mailbox: by a browser on this machine, or with a code typed on any other.
struct Consent: Sendable {
    let mailbox: Configuration.Mailbox
    let settings: Configuration.OAuth2
    let secret: String?
    /// For the person.
    let tell: @Sendable (String) -> Void

    /// By a browser that comes back (RFC 6749, 4.1, with RFC 7636 and RFC 8252).
    ///
    /// - Parameter paste: reads the address that the browser ended at, where it runs on another machine.
    func byBrowser(within limit: Duration, paste: (() -> String?)?) async throws -> TokenAnswer {
        guard let page = settings.authorizationURL else {
            throw CommandEnd.configuration(
                "oauth2 of mailbox \(mailbox.key) has no authorization_url: set it, or provider, or use --device")
        }
        let redirect = try LoopbackRedirect()
        let (key, state) = (ProofKey(), ProofKey.word())
        var fields = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", redirect.address),
            ("state", state), ("code_challenge", key.challenge), ("code_challenge_method", "S256"),
            // Google gives a refresh token for these alone; others pass over them.
            ("access_type", "offline"), ("prompt", "consent"), ("login_hint", mailbox.username),
        ]
        if let scope = settings.scope { fields.append(("scope", scope)) }
        let query = fields.map { "\($0.0)=\(FormPost.escape($0.1))" }.joined(separator: "&")
        tell("Open this address in a browser and agree, as \(mailbox.username):\n\n\(page)?\(query)\n")
        let answer: [String: String]
        if let paste {
            tell("The browser ends at an address that it cannot open. Paste that address here:")
            guard let line = paste(), let query = LoopbackRedirect.query(line) else {
                throw CommandEnd.failed("that is no address with a code in it")
            }
            answer = query
        } else {
            tell(
                "It comes back to this machine by itself. If the browser runs elsewhere, use --paste, or first: "
                    + "ssh -L \(redirect.port):127.0.0.1:\(redirect.port) THIS-MACHINE")
            answer = try await redirect.answer(within: limit)
        }
        // Somebody else's code must not become this mailbox's.
        guard answer["state"] == state else { throw CommandEnd.failed("the answer is not to this question; try again") }
        if let code = answer["error"] {
            throw TokenRefusal(
                code: code, status: 400, words: answer["error_description"] ?? "", mailbox: mailbox.key)
        }
        return try await exchange([
            ("grant_type", "authorization_code"), ("code", answer["code"] ?? ""), ("redirect_uri", redirect.address),
            ("code_verifier", key.verifier),
        ])
    }

    /// With a code that is typed into a page on any machine (RFC 8628).
    func byDevice() async throws -> TokenAnswer {
        guard let address = settings.deviceURL else {
            throw CommandEnd.failed(
                "the provider of mailbox \(mailbox.key) has no device flow for mail; leave --device out")
        }
        var fields = [(name: "client_id", value: settings.clientID)]
        if let scope = settings.scope { fields.append((name: "scope", value: scope)) }
        let answer = try await FormPost.send(fields, to: address, caFile: mailbox.caFile)
        let object = (try? JSONSerialization.jsonObject(with: Data(answer.body))) as? [String: Any] ?? [:]
        guard answer.status == 200, let device = object["device_code"] as? String,
            let code = object["user_code"] as? String,
            let page = (object["verification_uri"] ?? object["verification_url"]) as? String
        else {
            throw TokenRefusal(
                code: object["error"] as? String ?? "", status: answer.status,
                words: object["error_description"] as? String ?? "", mailbox: mailbox.key)
        }
        tell("Open \(page) on any machine, agree as \(mailbox.username), and type this code:\n\n    \(code)\n")
        var interval = Duration.seconds((object["interval"] as? Int) ?? 5)
        let end = ContinuousClock.now + .seconds((object["expires_in"] as? Int) ?? 900)
        while ContinuousClock.now < end {
            try await Task.sleep(for: interval)
            do {
                return try await exchange([
                    ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device),
                ])
            } catch let refusal as TokenRefusal where refusal.code == "authorization_pending" {
                continue
            } catch let refusal as TokenRefusal where refusal.code == "slow_down" {
                interval += .seconds(5)
            } catch is FormPost.Failed {
                // The network's trouble is no answer (RFC 8628, 3.5).
                interval = interval * 2
            }
        }
        throw TokenRefusal(code: "expired_token", status: 400, words: "nobody typed it in time", mailbox: mailbox.key)
    }

    private func exchange(_ fields: [(String, String)]) async throws -> TokenAnswer {
        var all = fields + [("client_id", settings.clientID)]
        if let secret { all.append(("client_secret", secret)) }
        return try TokenAnswer(
            await FormPost.send(
                all.map { (name: $0.0, value: $0.1) }, to: settings.tokenURL, caFile: mailbox.caFile),
            mailbox: mailbox.key)
    }
}
