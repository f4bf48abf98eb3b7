/// What a buyer's words ask for, how sure that is, and why.
public struct Classification: Hashable, Sendable, Codable {
    /// `nil`: nothing that a seller answers (`"none"` in `inspect`, `"other"` in `evaluate`).
    public var kind: Kind?
    /// The share of mails with this confidence that are classified rightly: 0…1.
    public var confidence: Double
    /// The words and facts that decided, as a person would accept them.
    public var because: [String]
    /// Other wishes in the same mail.
    public var also: [Kind]
    /// Matters that no program may answer, found beside the kind.
    public var matters: [Matter]
    /// The concepts found in the words, by their names in the classifier's table: what templates are chosen by.
    public var topics: [String]

    public init(
        kind: Kind?, confidence: Double, because: [String] = [], also: [Kind] = [], matters: [Matter] = [],
        topics: [String] = []
    ) {
        self.kind = kind
        self.confidence = confidence
        self.because = because
        self.also = also
        self.matters = matters
        self.topics = topics
    }

    /// What older versions have stored knows no topics.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            kind: try values.decodeIfPresent(Kind.self, forKey: .kind),
            confidence: try values.decode(Double.self, forKey: .confidence),
            because: try values.decode([String].self, forKey: .because),
            also: try values.decode([Kind].self, forKey: .also),
            matters: try values.decode([Matter].self, forKey: .matters),
            topics: try values.decodeIfPresent([String].self, forKey: .topics) ?? [])
    }
}

/// What is never answered by a program, whatever the action and the confidence: a person must read it at once.
public enum Matter: String, Codable, Hashable, Sendable, CaseIterable {
    case injury, fire, allergy, recall
    case lawyer, police, authority, chargeback
    /// The legal right to withdraw from the contract.
    case withdrawal
    case dataRequest = "data_request"
    case reviewThreat = "review_threat"
    case counterfeit
    /// The words point to an attachment that carries the matter.
    case attachment
    /// The buyer asks for a person.
    case personAsked = "person_asked"
}

/// What the classifier is told about a mail.
public struct ClassifierInput: Hashable, Sendable {
    /// The buyer's own words.
    public var text: String
    /// ISO 639-1, where known.
    public var language: String?
    /// The marketplace's topic words from the subject.
    public var topic: String?
    public var hasAttachments: Bool
    /// True for orders of which an A-to-z notice is open: facts beat words.
    public var openClaim: Bool
    /// True once the promised delivery date has passed, false before; `nil` where nothing is known.
    public var pastPromise: Bool?

    public init(
        text: String, language: String? = nil, topic: String? = nil, hasAttachments: Bool = false,
        openClaim: Bool = false, pastPromise: Bool? = nil
    ) {
        self.text = text
        self.language = language
        self.topic = topic
        self.hasAttachments = hasAttachments
        self.openClaim = openClaim
        self.pastPromise = pastPromise
    }
}
