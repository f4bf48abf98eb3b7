/// What an IMAP server can do and what it calls itself.
public struct IMAPOptions: Sendable {
    /// A capability that can be taken away (`IMAP4rev1` can't).
    public struct Capability: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let name: String

        public init(_ name: String) { self.name = name.uppercased() }
        public init(stringLiteral name: String) { self.init(name) }

        public var description: String { name }
    }

    /// All that the server can do, in the order it says so.
    public static let everything: [Capability] = [
        "SASL-IR", "LITERAL+", "ID", "ENABLE", "IDLE", "NAMESPACE", "UIDPLUS", "MOVE", "SPECIAL-USE", "LIST-EXTENDED",
        "LIST-STATUS", "CONDSTORE", "UNSELECT", "CHILDREN", "AUTH=PLAIN", "AUTH=LOGIN", "AUTH=XOAUTH2",
        "AUTH=OAUTHBEARER",
    ]

    /// What a server tells before the login; the rest comes after.
    static let beforeLogin: Set<Capability> = ["SASL-IR", "LITERAL+", "ID", "ENABLE", "IDLE"]

    /// What it tells, in this order. Commands of a capability that is not here are unknown to it. Names that it does
    /// not know are told as well, and mean nothing.
    public var capabilities: [Capability]

    /// What ID answers (RFC 2971).
    public var name: String

    /// The largest message APPEND takes, in bytes.
    public var largestAppend: Int

    public init(
        capabilities: [Capability] = everything, name: String = "LoopbackMail", largestAppend: Int = 128 << 20
    ) {
        self.capabilities = capabilities
        self.name = name
        self.largestAppend = largestAppend
    }

    /// The same server with some capabilities taken away.
    public func without(_ missing: Capability...) -> IMAPOptions {
        var options = self
        options.capabilities.removeAll { missing.contains($0) }
        return options
    }

    func has(_ capability: Capability) -> Bool { capabilities.contains(capability) }

    var mechanisms: [SASLExchange.Mechanism] { SASLExchange.Mechanism.allCases.filter { has("AUTH=\($0.rawValue)") } }
}

extension IMAPOptions.Capability: ExpressibleByStringInterpolation {}
