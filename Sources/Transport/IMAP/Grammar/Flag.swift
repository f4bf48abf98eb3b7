/// A message flag: a system flag (`\Seen`) or a keyword (`$Forwarded`); case does not matter (RFC 9051 section 2.3.2).
public struct Flag: Hashable, Sendable {
    /// As the server or the caller wrote it.
    public let name: String

    public static let seen = Flag(trusted: "\\Seen")
    public static let answered = Flag(trusted: "\\Answered")
    public static let flagged = Flag(trusted: "\\Flagged")
    public static let deleted = Flag(trusted: "\\Deleted")
    public static let draft = Flag(trusted: "\\Draft")

    /// Nil for what is no atom, with or without a backslash before it.
    public init?(_ name: String) {
        let atom = name.hasPrefix("\\") ? name.dropFirst() : name[...]
        guard !atom.isEmpty, atom.utf8.allSatisfy({ Grammar.isAtom($0) }) else { return nil }
        self.name = name
    }

    /// A flag the grammar has already checked.
    init(trusted name: String) { self.name = name }

    public static func == (a: Flag, b: Flag) -> Bool {
        a.name == b.name || a.name.lowercased() == b.name.lowercased()
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(name.lowercased()) }
}

extension Flag: CustomStringConvertible {
    public var description: String { name }
}
