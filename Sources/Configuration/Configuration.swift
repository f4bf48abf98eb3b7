import Correspondence

/// What the seller wrote in `replyd.toml`, whole and checked (contract, design section 7).
///
/// It exists only when nothing in the file is wrong: ``parse(_:file:surroundings:profiles:)`` returns all errors at once
/// otherwise, so nothing ever starts on half a configuration. Inheritance is already worked out: a mailbox's
/// ``Mailbox/sending`` is what is in force there.
///
/// For windows the nearest wins in this order: `[mailboxes.X.kinds.K]`, `[mailboxes.X.windows]`, `[kinds.K]`,
/// `[windows]`, the default. Everything of a mailbox is nearer than everything general; at one level the kind's own
/// value beats the one for all kinds.
public struct Configuration: Hashable, Sendable {
    public internal(set) var store: Store
    /// Folders with templates; the first hit wins.
    public internal(set) var templates: [String]
    public internal(set) var language: Language
    /// The seller's own model; `nil`: `model.replyd` beside the store, where there is one.
    public internal(set) var model: String?
    public internal(set) var log: Log
    /// In the order of their keys; at least one.
    public internal(set) var mailboxes: [Mailbox]
    /// Each kind's rules where no mailbox says otherwise.
    public internal(set) var kinds: KindTable
    public internal(set) var orders: Orders
    public internal(set) var guidelines: GuidelineSeverities
    public internal(set) var retention: Retention
    /// Where invoices, labels and instructions lie, by order; `nil`: nowhere.
    public internal(set) var attachments: String?
    /// The digest and alerts that stand at the top, for what concerns no single mailbox.
    public internal(set) var digest: Digest?
    public internal(set) var alerts: Alerts
    /// What is allowed but probably not meant, and what this version accepts without acting on it.
    public internal(set) var warnings: [ConfigurationWarning]

    /// The rules for a kind of mail in a mailbox; the general ones for a mailbox that is not configured (any more).
    public func rules(mailbox key: String, kind: Kind) -> KindRules {
        (mailbox(key)?.kinds ?? kinds)[kind].rules
    }

    /// `nil` where there is no mailbox of that key.
    public func mailbox(_ key: String) -> Mailbox? { mailboxes.first { $0.key == key } }

    /// Where the ledger is.
    public enum Store: Hashable, Sendable {
        /// The database file's whole path.
        case sqlite(path: String)
    }

    /// In which language a buyer is answered whose own cannot be told.
    public enum Language: Hashable, Sendable {
        /// The marketplace site's.
        case site
        /// ISO 639-1.
        case fixed(String)
    }
}
