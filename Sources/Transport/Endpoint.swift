/// A mail server's address as the configuration writes it: `imaps://imap.shop.example`, `smtp://host:587`.
public struct Endpoint: Hashable, Sendable {
    /// What is spoken there, and whether TLS comes first.
    public enum Scheme: String, Sendable {
        case imap, imaps, smtp, smtps

        public var hasTLS: Bool { self == .imaps || self == .smtps }
        public var isIMAP: Bool { self == .imap || self == .imaps }
        /// The registered port (RFC 8314; plain `smtp` is submission, RFC 6409).
        public var defaultPort: Int {
            switch self {
            case .imap: 143
            case .imaps: 993
            case .smtp: 587
            case .smtps: 465
            }
        }
    }

    public let scheme: Scheme
    /// A host name or an address; IPv6 without its brackets.
    public let host: String
    public let port: Int

    /// Nil where the port is none or the host has a character that no host name has.
    public init?(scheme: Scheme, host: String, port: Int? = nil) {
        let port = port ?? scheme.defaultPort
        let allowed: (Character) -> Bool = {
            $0.isASCII ? $0.isLetter || $0.isNumber || "-._:".contains($0) : $0.isLetter
        }
        guard !host.isEmpty, (1...65535).contains(port), host.allSatisfy(allowed) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Reads `scheme://host[:port]`; nil for anything else: no user, no path, no query.
    public init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased())
        else { return nil }
        var rest = text[mark.upperBound...]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        var host = rest
        var port: Substring?
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            let after = rest[rest.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = rest.firstIndex(of: ":") {
            host = rest[..<colon]
            port = rest[rest.index(after: colon)...]
            guard !host.isEmpty, port?.contains(":") == false else { return nil }
        }
        if let port {
            guard port.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(port) else { return nil }
            self.init(scheme: scheme, host: String(host), port: number)
        } else {
            self.init(scheme: scheme, host: String(host))
        }
    }

    /// Whether the host can only be this machine.
    public var isLoopback: Bool {
        let name = host.lowercased()
        return name == "localhost" || name == "::1"
            || (name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." })
    }
}

extension Endpoint: CustomStringConvertible {
    public var description: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

/// Whether a connection must be protected. Where TLS is used, certificate and host name are always verified.
public enum TLSPolicy: Hashable, Sendable {
    /// TLS or nothing; STARTTLS where the scheme has none. `caFile`: the only authorities believed, else the system's.
    case required(caFile: String? = nil)
    /// In clear where the scheme has no TLS; refused for a host that is not this machine.
    case none
}
