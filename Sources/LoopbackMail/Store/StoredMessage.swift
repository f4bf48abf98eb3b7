import Foundation

/// One message of a folder: its bytes as they came and what IMAP says about it.
public struct StoredMessage: Sendable, CustomStringConvertible {
    /// Its number in the folder, never used again (RFC 3501 section 2.3.1.1).
    public let uid: UID

    /// The message, exactly as delivered or appended; line ends are not touched.
    public let bytes: [UInt8]

    public internal(set) var flags: Set<Flag>

    /// When the store got it: IMAP's INTERNALDATE.
    public let date: Date

    /// The number of its latest change (RFC 7162 section 3.1).
    public internal(set) var modSeq: UInt64

    public var description: String { "message \(uid), \(bytes.count) bytes, \(flags.sorted())" }

    /// The bytes as text, for tests; what is not UTF-8 is replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value of the first header field of that name, unfolded, or nil.
    public func header(_ name: String) -> String? {
        MessageParts(bytes).fields(named: name).first
    }
}

extension StoredMessage {
    /// A unique identifier, which is never zero.
    public struct UID: Hashable, Comparable, Sendable, CustomStringConvertible {
        public let rawValue: UInt32

        public init?(_ rawValue: UInt32) {
            guard rawValue > 0 else { return nil }
            self.rawValue = rawValue
        }

        static let first = UID(trusted: 1)

        init(trusted rawValue: UInt32) { self.rawValue = rawValue }

        var next: UID { UID(trusted: rawValue + 1) }

        public var description: String { String(rawValue) }

        public static func < (one: UID, other: UID) -> Bool { one.rawValue < other.rawValue }
    }

    /// A system flag such as `\Seen`, or a keyword. Two that differ in case only are the same.
    public struct Flag: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let name: String

        private let folded: String

        public init(_ name: String) {
            self.name = Flag.system.first { $0.lowercased() == name.lowercased() } ?? name
            folded = name.lowercased()
        }

        public init(stringLiteral name: String) { self.init(name) }

        public static let seen: Flag = "\\Seen"
        public static let answered: Flag = "\\Answered"
        public static let flagged: Flag = "\\Flagged"
        public static let deleted: Flag = "\\Deleted"
        public static let draft: Flag = "\\Draft"

        static let system = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"]

        public var description: String { name }

        public static func == (one: Flag, other: Flag) -> Bool { one.folded == other.folded }
        public static func < (one: Flag, other: Flag) -> Bool { one.folded < other.folded }
        public func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    }
}
