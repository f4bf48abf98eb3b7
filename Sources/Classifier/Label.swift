import Correspondence

/// What a labelled text can be: a kind, or `other` for what no seller answers.
public enum Label: String, Codable, Hashable, Sendable, CaseIterable {
    case inquiry, `return`, problem, claim, other

    public init(_ kind: Kind?) {
        switch kind {
        case .inquiry: self = .inquiry
        case .return: self = .return
        case .problem: self = .problem
        case .claim: self = .claim
        case nil: self = .other
        }
    }

    public var kind: Kind? { Kind(rawValue: rawValue) }

    /// Its place in the model's tables.
    var index: Int {
        switch self {
        case .inquiry: 0
        case .return: 1
        case .problem: 2
        case .claim: 3
        case .other: 4
        }
    }
}
