import Foundation

/// One response of an IMAP server (RFC 9051 section 7).
public enum Response: Sendable {
    /// The end of a command.
    case completed(tag: String, StatusResponse)
    /// `+`: the server waits for more.
    case proceed(text: [UInt8])
    /// OK, NO, BAD, BYE or PREAUTH that belongs to no command.
    case status(StatusResponse)
    case capability(Set<String>)
    case enabled(Set<String>)
    case folder(Folder)
    case namespace(Namespaces)
    case folderStatus(FolderName, FolderStatus)
    case search(UIDSet)
    case flags(Set<Flag>)
    case exists(UInt32)
    case expunge(UInt32)
    case vanished(UIDSet, earlier: Bool)
    case fetch(FetchResponse)
    /// Legal, and of no use to us: RECENT, ID, QUOTA and whatever extensions bring.
    case other(String)
}

/// OK, NO, BAD, BYE or PREAUTH with its code and its words.
public struct StatusResponse: Sendable {
    public enum Condition: String, Sendable {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauth = "PREAUTH"
    }

    public let condition: Condition
    public let code: ResponseCode?
    /// The whole line after the condition, code and all.
    public let text: [UInt8]
}

/// What stands in brackets before a status response's text.
public enum ResponseCode: Sendable {
    case alert
    case capability(Set<String>)
    case uidValidity(UIDValidity)
    case uidNext(UID)
    case highestModSeq(UInt64)
    case permanentFlags(Set<Flag>)
    case readOnly, readWrite, tryCreate
    case appended(UIDValidity, UIDSet)
    case copied(UIDValidity, from: UIDSet, to: UIDSet)
    case other(String)
}

/// A folder as LIST shows it.
public struct Folder: Hashable, Sendable {
    public let name: FolderName
    /// Attributes in lower case: `\noselect`, `\sent`, `\hasnochildren`.
    public let attributes: Set<String>
    /// What parts the levels of its name; nil where there are none.
    public let delimiter: Character?

    public var isSelectable: Bool { attributes.isDisjoint(with: ["\\noselect", "\\nonexistent"]) }
}

/// The namespaces' prefixes with their delimiters (RFC 2342).
public struct Namespaces: Hashable, Sendable {
    public struct Namespace: Hashable, Sendable {
        public let prefix: FolderName
        public let delimiter: Character?
    }
    public let personal: [Namespace]
    public let otherUsers: [Namespace]
    public let shared: [Namespace]
}

/// What STATUS tells; nil is what the server left out.
public struct FolderStatus: Hashable, Sendable {
    public var messages: UInt32?
    public var uidNext: UID?
    public var uidValidity: UIDValidity?
    public var unseen: UInt32?
    public var highestModSeq: UInt64?
}

/// The data of one message in a FETCH response; nil is what it did not have.
public struct FetchResponse: Sendable {
    /// The message's present number in the folder.
    public let sequence: UInt32
    public var uid: UID?
    public var flags: Set<Flag>?
    public var internalDate: Date?
    public var size: UInt64?
    public var modSeq: UInt64?
    /// `BODY[section]`: the section in capitals, and its bytes.
    var sections: [(section: String, content: SectionContent)] = []

    init(sequence: UInt32) { self.sequence = sequence }

    func section(_ name: String) -> SectionContent? {
        sections.first { $0.section == name }?.content
    }
}

/// What came for a section of a message.
enum SectionContent: Sendable {
    case bytes([UInt8])
    /// Longer than the limit.
    case dropped(UInt64)
    /// NIL: the server has no such thing.
    case missing
}
