/// How a session logs in. libcurl picks the SASL mechanism among those the server offers.
public enum Credentials: Sendable {
    case password(user: String, Secret)
    /// An OAuth2 access token, by OAUTHBEARER or XOAUTH2.
    case oauth2Bearer(user: String, token: Secret)
    /// No login, as for SMTP inside a trusted network.
    case none

    var secret: Secret? {
        switch self {
        case .password(_, let secret), .oauth2Bearer(_, let secret): secret
        case .none: nil
        }
    }
}
