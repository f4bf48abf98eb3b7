/// A folder's name as it stands on the wire. `INBOX` in any case is the inbox.
public struct FolderName: Hashable, Sendable {
    let bytes: [UInt8]

    public static let inbox = FolderName("INBOX")

    /// From readable text.
    public init(_ name: String) {
        self.init(wire: ModifiedUTF7.encode(name))
    }

    /// From the wire, whatever its coding.
    init(wire bytes: [UInt8]) {
        let isInbox = bytes.count == 5 && String(decoding: bytes, as: UTF8.self).uppercased() == "INBOX"
        self.bytes = isInbox ? Array("INBOX".utf8) : bytes
    }

    /// Readable text; a name that is not in modified UTF-7 is read as UTF-8.
    public var name: String { ModifiedUTF7.decode(bytes) ?? String(decoding: bytes, as: UTF8.self) }
}

extension FolderName: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { name }
}
