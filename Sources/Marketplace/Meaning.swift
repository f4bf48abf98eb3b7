/// What a marketplace's mail is for, whatever the marketplace calls its type.
enum Meaning: String, Hashable, Sendable, Codable, CaseIterable {
    /// A buyer's words.
    case buyer
    /// A copy of what the seller wrote in the marketplace's pages.
    case ownCopy = "own_copy"
    /// A mail of ours was not handed over to the buyer.
    case undelivered
    case returnRequest = "return"
    case cancellation
    /// A claim was filed.
    case claim
    /// A claim was decided.
    case decision
    case refund
    /// Nothing that has facts for us.
    case other
}
