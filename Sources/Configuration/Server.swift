import Foundation

extension Configuration {
    /// A mail server: `imaps://imap.shop.example`, `smtp://smtp.shop.example:587`.
    public struct Server: Hashable, Sendable {
        public internal(set) var scheme: Scheme
        /// Name or address, without the brackets of an IPv6 address.
        public internal(set) var host: String
        public internal(set) var port: Int

        public enum Scheme: String, Hashable, Sendable, CaseIterable {
            case imap, imaps, smtp, smtps

            /// TLS from the first byte; else STARTTLS.
            public var implicitTLS: Bool { self == .imaps || self == .smtps }

            /// RFC 8314 and RFC 6409: submission, never the relay port 25.
            var defaultPort: Int {
                switch self {
                case .imap: 143
                case .imaps: 993
                case .smtp: 587
                case .smtps: 465
                }
            }
        }

        /// As libcurl takes it.
        public var url: String { "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

        /// True for addresses that do not leave this machine.
        public var isLoopback: Bool {
            if host == "localhost" || host == "::1" { return true }
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        }
    }
}

extension Wanted<Configuration.Server> {
    /// A server by URL, of one of two schemes.
    static func server(_ schemes: [Configuration.Server.Scheme], example: String) -> Wanted {
        Wanted(noun: "a server's URL", example: example) { value in
            guard case .text(let text) = value else { return .wrongType }
            func wrong(_ problem: String, _ remedy: String? = nil) -> Conversion<T> {
                .wrong(problem: problem, remedy: remedy ?? "write for example \(example)")
            }
            let names = schemes.map { "\($0.rawValue)://" }
            guard let colon = text.range(of: "://") else { return wrong("\"\(text)\" has no scheme") }
            guard let scheme = schemes.first(where: { $0.rawValue == text[..<colon.lowerBound] }) else {
                return wrong(
                    "\(text[..<colon.upperBound]) cannot be used here", "write \(names.joined(separator: " or "))")
            }
            var rest = text[colon.upperBound...]
            if rest.contains("@") {
                return wrong("has a user name or password in it", "write only the server here, and username = \"…\"")
            }
            if rest.hasSuffix("/") { rest.removeLast() }
            guard let place = HostAndPort(rest) else { return wrong("\"\(text)\" names no server") }
            return .right(.init(scheme: scheme, host: place.host, port: place.port ?? scheme.defaultPort))
        }
    }
}

/// `host`, `host:port`, `[v6]:port`.
private struct HostAndPort {
    var host: String
    var port: Int?

    init?(_ text: Substring) {
        var rest = text
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
            let allowed = host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            guard allowed, host.contains(":") else { return nil }
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            host = rest[..<end].lowercased()
            rest = rest[end...]
            let allowed = host.utf8.allSatisfy { LineIndex.isBareKeyByte($0) || $0 == UInt8(ascii: ".") }
            guard allowed, !host.isEmpty, !host.hasPrefix("."), !host.hasPrefix("-"), !host.contains("..") else {
                return nil
            }
        }
        if rest.isEmpty { return }
        guard rest.hasPrefix(":"), let number = Int(rest.dropFirst()), (1...65_535).contains(number) else { return nil }
        port = number
    }
}
