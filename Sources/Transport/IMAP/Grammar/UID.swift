/// A message's unique identifier in a folder: never zero (RFC 9051 section 2.3.1.1).
public struct UID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt32

    /// Nil for zero and for what does not fit 32 bits.
    public init?(_ value: some BinaryInteger) {
        guard let value = UInt32(exactly: value), value > 0 else { return nil }
        self.value = value
    }

    public static func < (a: UID, b: UID) -> Bool { a.value < b.value }
    public var description: String { String(value) }
}

/// Which life of a folder its UIDs belong to; when it changes, all are void (RFC 9051 section 2.3.1.1).
public struct UIDValidity: Hashable, Sendable, CustomStringConvertible {
    public let value: UInt32

    /// Nil for zero and for what does not fit 32 bits.
    public init?(_ value: some BinaryInteger) {
        guard let value = UInt32(exactly: value), value > 0 else { return nil }
        self.value = value
    }

    public var description: String { String(value) }
}
