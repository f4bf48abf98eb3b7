/// The rules of the marketplace's communication guidelines, and what breaking one means.
public enum GuidelineRule: String, CaseIterable, Sendable, Hashable {
    case externalLink = "external-link"
    case mailAddress = "mail-address"
    case telephoneNumber = "telephone-number"
    case otherChannel = "other-channel"
    case orderMissing = "order-missing"
    case emoji
    case asksForReview = "asks-for-review"
    case marketing
    case importantMark = "important-mark"
    case promise = "promise-not-on-record"
    case noSubstance = "no-substance"
    case shouting
    case wrongLanguage = "wrong-language"

    /// What a broken rule does to the mail.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// It is held for a person.
        case block
        /// It may go out; somebody should look at the text.
        case warn
        /// Nobody looks. Only a seller can say so, by the rule's name.
        case off
    }

    /// Stable: logs and the journal carry it.
    public var id: String { rawValue }

    /// The rule in a few words.
    public var meaning: String { facts.meaning }

    public var severity: Severity { facts.severity }

    /// The section of the domain facts and the page that states it.
    public var source: String { facts.source }

    private var facts: (meaning: String, severity: Severity, source: String) {
        switch self {
        case .externalLink: ("link outside the marketplace", .block, "domain facts 6 [F2]")
        case .mailAddress: ("mail address", .block, "domain facts 6 [F2]")
        case .telephoneNumber: ("telephone number", .block, "domain facts 6 [F2]")
        case .otherChannel: ("asks for contact outside the marketplace", .block, "domain facts 6 [F2]")
        case .orderMissing: ("the order number is missing", .block, "domain facts 6 [F1], 9.4")
        case .emoji: ("emoji", .block, "domain facts 6 [F2]")
        case .asksForReview: ("asks for a review or feedback", .block, "domain facts 6 [A27]")
        case .marketing: ("incentive or marketing", .block, "domain facts 6 [A27]")
        case .importantMark: ("the mark for critical mail", .block, "domain facts 6 [F3]")
        case .promise: ("a promise that is not on record", .block, "domain facts 9.2, the house's own")
        case .noSubstance: ("only thanks or an acknowledgement", .block, "domain facts 2 [A10], 6 [T14]")
        case .shouting: ("words in capitals", .warn, "domain facts 6 [T16]")
        case .wrongLanguage: ("not the buyer's language", .warn, "domain facts 6 [F1]")
        }
    }
}
