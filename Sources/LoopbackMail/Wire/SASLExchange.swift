import Foundation

/// The server's side of a SASL exchange (RFC 4422), for IMAP and SMTP alike.
struct SASLExchange {
    enum Mechanism: String, CaseIterable, Sendable {
        case plain = "PLAIN"
        case login = "LOGIN"
        case xoauth2 = "XOAUTH2"
        case oauthBearer = "OAUTHBEARER"

        /// Whether a refusal is explained in a challenge, which the client must answer before it is refused.
        var explainsRefusal: Bool { self == .xoauth2 || self == .oauthBearer }
    }

    /// What a client has shown.
    enum Credentials: Equatable, Sendable {
        case password(user: String, password: String)
        case token(user: String, token: String)

        var user: String {
            switch self {
            case .password(let user, _), .token(let user, _): user
            }
        }
    }

    enum Turn: Equatable {
        /// The client must answer this.
        case challenge([UInt8])
        case complete(Credentials)
        case malformed
    }

    /// What Google's servers say to a bad token (base64 of it goes over the wire).
    static let refusal = Array(#"{"status":"401","schemes":"bearer","scope":"https://mail.example/"}"#.utf8)

    let mechanism: Mechanism

    /// LOGIN only: the name, once given.
    private var user: String?

    init(_ mechanism: Mechanism) { self.mechanism = mechanism }

    /// The first turn.
    ///
    /// - Parameter initial: the client's initial response, where it gave one (RFC 4959).
    mutating func begin(initial: [UInt8]?) -> Turn {
        if let initial { return answer(initial) }
        return .challenge(mechanism == .login ? Array("Username:".utf8) : [])
    }

    /// The client's answer to the last challenge.
    mutating func answer(_ bytes: [UInt8]) -> Turn {
        let text = String(decoding: bytes, as: UTF8.self)
        switch mechanism {
        case .plain:
            let parts = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { return .malformed }
            return .complete(.password(user: parts[1], password: parts[2]))
        case .login:
            guard let user else {
                self.user = text
                return .challenge(Array("Password:".utf8))
            }
            return .complete(.password(user: user, password: text))
        case .xoauth2, .oauthBearer:
            let fields = text.split(separator: "\u{1}").map(String.init)
            let user = mechanism == .xoauth2 ? value("user=", in: fields) : authorizationIdentity(fields.first ?? "")
            guard let user, let token = value("auth=Bearer ", in: fields) else { return .malformed }
            return .complete(.token(user: user, token: token))
        }
    }

    private func value(_ key: String, in fields: [String]) -> String? {
        fields.first { $0.lowercased().hasPrefix(key.lowercased()) }.map { String($0.dropFirst(key.count)) }
    }

    /// The `a=` of a GS2 header such as `n,a=user@shop.example,` (RFC 5801 section 4), with its two escapes undone.
    private func authorizationIdentity(_ header: String) -> String? {
        value("a=", in: header.split(separator: ",").map(String.init))?
            .replacingOccurrences(of: "=2C", with: ",").replacingOccurrences(of: "=3D", with: "=")
    }
}

enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Nil where it is not base64. A lone `=` stands for the empty string (RFC 4954 section 4).
    static func decode(_ text: String) -> [UInt8]? {
        text == "=" ? [] : Data(base64Encoded: text).map { Array($0) }
    }
}
