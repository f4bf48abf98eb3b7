/// What went wrong with a server: where, what it said, and what to do.
public struct TransportError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case nameResolution(String)
        case connectionRefused(String)
        /// `detail`: the TLS library's own words.
        case tlsFailure(TLSFailure, detail: String)
        case loginRefused(serverLine: String, LoginRefusal)
        /// Nothing, or too little, came for so long.
        case timedOut(doing: String, after: Duration)
        /// The connection ended by itself, by the server's BYE or 421, or because it was closed here.
        case connectionLost(String)
        /// The server broke the protocol; `excerpt` is what it sent, masked and shortened.
        case protocolViolation(String, excerpt: String)
        case serverRefused(command: String, reply: String)
        /// Larger than the server or the configured limit takes, in bytes.
        case tooBig(size: UInt64, limit: UInt64)
        /// Cannot be sent as it is: the message or an address breaks the protocol's rules.
        case unacceptable(String)
        /// The server cannot do what was asked (the capability's name).
        case unsupported(String)
        case cancelled
    }

    public let endpoint: Endpoint
    public let kind: Kind
    /// The server's last lines during connecting, secrets masked; empty once a session runs.
    public let serverWords: [String]

    public init(_ kind: Kind, at endpoint: Endpoint, serverWords: [String] = []) {
        self.kind = kind
        self.endpoint = endpoint
        self.serverWords = serverWords
    }

    /// Whether the same attempt may succeed later without anybody changing anything.
    public var isTransient: Bool {
        switch kind {
        case .nameResolution, .connectionRefused, .timedOut, .connectionLost, .cancelled: true
        case .tlsFailure(let failure, _): failure == .handshake
        case .loginRefused(_, let refusal): refusal == .unavailable || refusal == .limit
        case .serverRefused(_, let reply): Self.saysNotNow(reply)
        case .protocolViolation, .tooBig, .unacceptable, .unsupported: false
        }
    }

    /// Whether an IMAP server's no is one for now (RFC 5530, 3).
    public static func saysNotNow(_ reply: String) -> Bool {
        ["[UNAVAILABLE]", "[SERVERBUG]", "[INUSE]", "[LIMIT]"].contains { reply.uppercased().contains($0) }
    }
}

/// Why TLS failed.
public enum TLSFailure: String, Hashable, Sendable {
    /// No authority that we believe stands behind the certificate, or it has run out.
    case untrusted
    case wrongHost
    /// TLS is demanded and the server offers none.
    case notOffered
    case handshake
    /// The file of authorities cannot be read.
    case badCAFile
    /// Clear text to a host that is not this machine.
    case clearTextRefused
}

/// Why a login was refused, from the IMAP response code (RFC 5530) or the SMTP enhanced status code (RFC 4954).
public enum LoginRefusal: String, Hashable, Sendable {
    case wrongPassword, unavailable, limit, expired, other
}

// MARK: - Text

extension TransportError: CustomStringConvertible {
    public var description: String {
        let words = serverWords.isEmpty ? "" : "; the server said: \(serverWords.joined(separator: " | "))"
        return "\(endpoint): \(what)\(words). \(advice)"
    }

    private var what: String {
        switch kind {
        case .nameResolution(let detail): "the host name was not found (\(detail))"
        case .connectionRefused(let detail): "no connection (\(detail))"
        case .tlsFailure(let failure, let detail): "TLS failed, \(failure.rawValue) (\(detail))"
        case .loginRefused(let line, let refusal): "login refused, \(refusal.rawValue): \(line)"
        case .timedOut(let doing, let after): "no answer within \(after) while \(doing)"
        case .connectionLost(let detail): "connection lost: \(detail)"
        case .protocolViolation(let what, let excerpt): "the server broke the protocol: \(what) in “\(excerpt)”"
        case .serverRefused(let command, let reply): "\(command) refused: \(reply)"
        case .tooBig(let size, let limit): "\(size) bytes are more than the \(limit) allowed"
        case .unacceptable(let what): "cannot be sent: \(what)"
        case .unsupported(let capability): "the server has no \(capability)"
        case .cancelled: "given up here before it was done"
        }
    }

    /// What to do next, for whoever runs the daemon.
    public var advice: String {
        switch kind {
        case .nameResolution: "Check the host in the configuration and the machine's name service."
        case .connectionRefused: "Check host and port, and whether a firewall stands between."
        case .tlsFailure(let failure, _): failure.advice
        case .loginRefused(_, let refusal): refusal.advice
        case .timedOut: "The server or the network is slow or gone; it is tried again."
        case .connectionLost: "It is tried again."
        case .protocolViolation: "The connection was closed; if it happens again, report it with this line."
        case .serverRefused: "See the server's own words."
        case .tooBig: "Send or allow less, or raise the limit."
        case .unacceptable: "The message must be composed otherwise."
        case .unsupported: "Use another server or do without."
        case .cancelled: "Nothing to do."
        }
    }
}

extension TLSFailure {
    var advice: String {
        switch self {
        case .untrusted: "Set ca_file to the authority that signed the server's certificate, or renew the certificate."
        case .wrongHost: "Use the host name that stands in the server's certificate."
        case .notOffered: "Use imaps:// or smtps://, or a port where the server offers STARTTLS."
        case .handshake: "Check that the port speaks TLS in the way the scheme says, version 1.2 or later."
        case .badCAFile: "Check that ca_file names a readable PEM file."
        case .clearTextRefused: "tls = \"none\" is for loopback addresses only."
        }
    }
}

extension LoginRefusal {
    var advice: String {
        switch self {
        case .wrongPassword: "Check user name and password; providers often want an app password."
        case .unavailable: "The server cannot check logins now; it is tried again later."
        case .limit: "Too many logins or connections; it is tried again later."
        case .expired: "Set a new password or log in to the provider once by hand."
        case .other: "See the server's own words."
        }
    }
}
