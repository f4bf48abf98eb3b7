import Correspondence

/// What a person said a mail is.
public struct Correction: Hashable, Sendable {
    /// `nil`: a mail that no seller answers.
    public var kind: Kind?
    /// Who, and where: `"the folder replyd/Return"`, `"replyd inspect --correct"`.
    public var by: String
    public var at: Instant

    /// The word in the store, in events and at the command line.
    public static func label(_ kind: Kind?) -> String { kind?.rawValue ?? "other" }
}

/// What became of a correction.
public enum CorrectionOutcome: Hashable, Sendable {
    /// The mail is of another kind than was thought.
    ///
    /// - replies: the outbox row that waits now; `nil` where there is none.
    case corrected(from: Kind?, reply: Int64?)
    /// It is what it was thought to be.
    case confirmed(reply: Int64?)
    /// The same person said the same before: nothing was recorded.
    case known
}

/// A mail that a person has labelled: what a seller's own model learns from.
public struct LabelledMail: Hashable, Sendable {
    /// The ledger's key.
    public var message: Int64
    public var conversation: ConversationKey?
    public var words: String
    public var language: String?
    public var correction: Correction
    /// What the classifier had said.
    public var classification: Classification?
}
