import Correspondence
import Ledger

/// One line of a dossier's time line.
public struct DossierEntry: Sendable, Hashable {
    public enum Sort: String, Sendable {
        case order, buyer, notice, reply, person, hold, other
    }

    public var at: Instant
    public var sort: Sort
    public var title: String
    /// Further lines: words, reasons, receipts.
    public var details: [String]
    /// The mail's file in the dossier.
    public var file: String?

    public init(at: Instant, sort: Sort, title: String, details: [String] = [], file: String? = nil) {
        self.at = at
        self.sort = sort
        self.title = title
        self.details = details
        self.file = file
    }
}

/// One raw mail of a dossier.
public struct DossierMail: Sendable {
    public var file: String
    public var bytes: [UInt8]
    public var messageID: String?

    public var sha256: String { Digest(of: bytes).description }
}

/// How long a buyer's mail waited.
public struct DossierWait: Sendable, Hashable {
    public var began: Instant
    /// `nil`: nobody has answered.
    public var answered: Instant?
    public var by: String
    /// The seller's own deadline.
    public var deadline: Instant

    /// The marketplace's clock: 24 hours, weekends included (domain facts 2).
    public var isInMarketplaceTime: Bool? { answered.map { $0 - began <= .seconds(86_400) } }
    public var isInOwnTime: Bool? { answered.map { $0 <= deadline } }
}
