/// A folder that is open, as the server last described it.
public struct SelectedFolder: Sendable {
    public let name: FolderName
    public let uidValidity: UIDValidity
    /// Nil on servers that do not say.
    public internal(set) var uidNext: UID?
    /// Nil where the folder has no mod-sequences (RFC 7162).
    public internal(set) var highestModSeq: UInt64?
    public internal(set) var exists: UInt32
    /// The flags that last; `\*` among them means that new keywords can be made.
    public let permanentFlags: Set<Flag>
    public let isReadOnly: Bool
}

/// What a server told about the open folder without being asked, since it was last taken.
public struct FolderNews: Sendable {
    /// The number of messages changed.
    public internal(set) var existsChanged = false
    /// How many messages were removed.
    public internal(set) var expunged = 0
    /// Flags that changed, where the server named the UID.
    public internal(set) var flags: [UID: Set<Flag>] = [:]
    /// Flags changed of messages whose UID is not known, or of too many: look at all again.
    public internal(set) var otherFlags = false
    public internal(set) var vanished = UIDSet([])

    public var isEmpty: Bool { !existsChanged && expunged == 0 && flags.isEmpty && !otherFlags && vanished.isEmpty }
}
