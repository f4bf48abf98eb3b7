import Correspondence

/// What a person says by moving a mail into a folder under the configured root (design section 7).
public enum FolderCommand: Hashable, Sendable {
    /// Nothing goes out by itself for it.
    case hold
    /// Its reply goes out at once.
    case sendNow
    /// No reply is wanted.
    case never
    /// It has been dealt with.
    case done
    /// It is of this kind.
    case kind(Kind)

    public static let all: [FolderCommand] = [.hold, .sendNow, .never, .done] + Kind.allCases.map { .kind($0) }

    /// The folder's name, without the root.
    public var name: String {
        switch self {
        case .hold: "Hold"
        case .sendNow: "Send now"
        case .never: "Never"
        case .done: "Done"
        case .kind(let kind): kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
        }
    }
}

/// Where a mail lies that a person moved.
public struct CommandPlace: Hashable, Sendable {
    public var mailbox: String
    public var folder: String
    public var uidValidity: UInt32
    public var uid: UInt32

    public init(mailbox: String, folder: String, uidValidity: UInt32, uid: UInt32) {
        self.mailbox = mailbox
        self.folder = folder
        self.uidValidity = uidValidity
        self.uid = uid
    }
}

/// A draft of ours whose reply is no longer one.
public struct StaleDraft: Hashable, Sendable {
    public var reply: Reply
    public var folder: String
    /// Of the bytes that we placed.
    public var digest: Digest
}

/// What the ledger knows of people's moves and of our drafts.
public protocol CommandLedger: Sendable {
    /// Up to which UID a command folder has been obeyed; `nil` before its first look.
    func obeyed(_ mailbox: String, _ folder: String) async throws(LedgerError) -> Cursor?
    /// The folder has been obeyed up to there. It never goes back within one UIDVALIDITY.
    func setObeyed(_ place: CommandPlace) async throws(LedgerError)
    /// Mails in a command folder after `uid`, by their UIDs.
    func mails(_ mailbox: String, _ folder: String, uidValidity: UInt32, after uid: UInt32)
        async throws(LedgerError) -> [(uid: UInt32, message: Int64)]
    /// Carries a command out that is no correction, and remembers that, in one transaction. Event `folder.obeyed`, and
    /// those of what it does. Nothing happens where the place has been obeyed already.
    func obey(_ command: FolderCommand, _ message: Int64, at place: CommandPlace, now: Instant)
        async throws(LedgerError)
    /// Junk has been read up to there; the events tell what looks like a buyer's.
    func junkRead(_ events: [Event], mailbox: String, folder: String, uidValidity: UInt32, upTo uid: UInt32)
        async throws(LedgerError)
    /// Drafts of ours that lie in Drafts though their reply went out, was superseded or is held.
    func staleDrafts(_ mailbox: String) async throws(LedgerError) -> [StaleDraft]
    /// Such a draft is gone, or is a person's now. Events `draft.removed`, `draft.kept`.
    func draftSettled(_ reply: Int64, kept reason: String?, at now: Instant) async throws(LedgerError)
}
