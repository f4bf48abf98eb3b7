import Correspondence

/// An address of the marketplace's relay, `alias+case@marketplace.amazon.de`: one buyer of one seller
/// (domain facts 1.1).
struct RelayAddress: Hashable, Sendable {
    /// Whole, as it is answered.
    let address: EmailAddress
    /// Without the case, in lower case, with the domain: what stays the same over all of a buyer's mails.
    let alias: String
    /// What stands after the `+`, in lower case.
    let caseID: String?
    let site: Site

    /// The conversation that the case alone tells.
    var caseKey: ConversationKey? { caseID.map { ConversationKey(case: $0, alias: alias) } }

    /// The first key that the mail has (domain facts 1.2); what In-Reply-To tells is the ledger's to know.
    func conversation(about order: OrderID?) -> ConversationKey {
        if let caseID { return ConversationKey(case: caseID, alias: alias) }
        return order.map { ConversationKey(alias: alias, order: $0) } ?? ConversationKey(alias: alias)
    }
}

/// What the local part of a relay address looks like: letters and digits, then perhaps `+` and a case, nothing else.
struct RelayForm: Hashable, Sendable {
    /// How many letters and digits the alias has.
    let aliasLength: ClosedRange<Int>
    /// How many letters, digits and hyphens the case has.
    let caseLength: ClosedRange<Int>
    /// Local parts that have the form and are no buyers: `postmaster`.
    let reserved: Set<String>

    /// The alias and the case of a local part that has this form from end to end; `nil` for any other.
    func read(_ local: String) -> (alias: String, caseID: String?)? {
        let lower = local.lowercased()
        let sides = lower.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        guard let alias = sides.first, aliasLength.contains(alias.utf8.count), alias.utf8.allSatisfy(Self.isPlain),
            !reserved.contains(String(alias))
        else { return nil }
        guard sides.count == 2 else { return (lower, nil) }
        let caseID = sides[1]
        guard caseLength.contains(caseID.utf8.count),
            caseID.utf8.allSatisfy({ Self.isPlain($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        return (String(alias), String(caseID))
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte) }
}
