/// What a buyer's mail asks of the seller; the four situations that a seller must answer.
///
/// Where a mail asks several things, the one that the seller must act on first leads: claim over problem over return
/// over inquiry. A mail that no seller answers has no kind (`nil`; `"none"` in the output of `inspect`).
public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// A question about a product, an order that is not late, an invoice, an address, a cancellation before dispatch.
    case inquiry
    /// The buyer wants to send something back, for reasons of their own.
    case `return`
    /// Not arrived, damaged, wrong, incomplete, defective, wrongly charged: the order went wrong.
    case problem
    /// An A-to-z claim, chargeback, dispute or authority: filed, threatened, asked about or withdrawn.
    case claim
}

extension Kind: Comparable {
    /// Inquiry < return < problem < claim: the greater one leads.
    public static func < (a: Kind, b: Kind) -> Bool { a.weight < b.weight }

    private var weight: Int {
        switch self {
        case .inquiry: 0
        case .return: 1
        case .problem: 2
        case .claim: 3
        }
    }
}
