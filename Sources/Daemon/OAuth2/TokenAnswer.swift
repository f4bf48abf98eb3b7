import Foundation
import Transport

/// What a token endpoint gave (RFC 6749, 5.1).
struct TokenAnswer: Sendable {
    var accessToken: String
    /// `nil`: the one that was used stays.
    var refreshToken: String?
    /// For how long the access token is good.
    var lifetime: Duration
    /// `nil`: the one that was asked for.
    var scope: String?

    /// Reads the answer of a token endpoint, with what it refuses told for the person who must act.
    ///
    /// - Parameter mailbox: whose login it is, for the advice.
    init(_ answer: FormPost.Answer, mailbox: String) throws {
        let object = (try? JSONSerialization.jsonObject(with: Data(answer.body))) as? [String: Any] ?? [:]
        if answer.status == 200, let token = object["access_token"] as? String, !token.isEmpty {
            accessToken = token
            refreshToken = (object["refresh_token"] as? String).flatMap { $0.isEmpty ? nil : $0 }
            // A provider that does not say gets an hour, the usual.
            lifetime = .seconds(max(60, Self.number(object["expires_in"]) ?? 3600))
            scope = object["scope"] as? String
            return
        }
        let code = object["error"] as? String ?? ""
        let words = Self.plain(object["error_description"] as? String ?? "")
        throw TokenRefusal(code: code, status: answer.status, words: words, mailbox: mailbox)
    }

    private static func number(_ value: Any?) -> Int? { (value as? Int) ?? (value as? String).flatMap { Int($0) } }

    /// A provider's words as one line that goes into a log.
    private static func plain(_ text: String) -> String {
        let line = text.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
        return String(
            line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init).prefix(300))
    }
}

/// The provider's no to a token (RFC 6749, 5.2; RFC 8628, 3.5).
struct TokenRefusal: Error, Hashable, CustomStringConvertible {
    /// `invalid_grant`; empty where the answer is none of the protocol's.
    let code: String
    let status: Int
    let words: String
    let mailbox: String

    /// The provider is ill: another try may help.
    var isTransient: Bool {
        status >= 500 || status == 429 || ["temporarily_unavailable", "server_error", "slow_down"].contains(code)
    }

    var description: String {
        let said = [code, words].filter { !$0.isEmpty }.joined(separator: ": ")
        return "\(what)\(said.isEmpty ? " (HTTP status \(status))" : " (\(said))"); \(advice)"
    }

    private var what: String {
        switch code {
        case "invalid_grant":
            "the provider takes the refresh token no more: it is expired, revoked, or of another client"
        case "invalid_client", "unauthorized_client": "the provider does not take client_id and client_secret"
        case "invalid_scope": "the provider does not give the scope that is asked for"
        case "access_denied": "the person did not agree"
        case "expired_token": "the code is too old"
        default: isTransient ? "the provider gives no token now" : "the provider gives no token"
        }
    }

    private var advice: String {
        switch code {
        case "invalid_grant", "access_denied", "expired_token": "run replyd login \(mailbox)"
        case "invalid_client", "unauthorized_client":
            "compare client_id and client_secret with what the provider shows for your application"
        case "invalid_scope": "set scope to what the provider names for IMAP and SMTP"
        default: isTransient ? "it is tried again" : "see the provider's words, and token_url"
        }
    }
}
