import Correspondence

/// One row of `rules.toml`: which mails a template answers.
public struct TemplateRule: Sendable, Hashable {
    public var kind: Kind
    /// One of these was found in the words; empty: whatever was found.
    public var topics: Set<String>
    /// All of these hold.
    public var when: Set<TemplateCondition>
    /// None of these topics was found, none of these conditions holds.
    public var unlessTopics: Set<String>
    public var unless: Set<TemplateCondition>
    public var template: String
    /// The reply goes no further than Drafts, whatever the kind's action says.
    public var onlyDraft: Bool
    /// Where it stands.
    public var line: Int

    func matches(_ situation: TemplateSituation) -> Bool {
        kind == situation.kind && (topics.isEmpty || !topics.isDisjoint(with: situation.topics))
            && when.isSubset(of: situation.conditions) && unless.isDisjoint(with: situation.conditions)
            && unlessTopics.isDisjoint(with: situation.topics)
    }

    /// Whether this row matches wherever the other does.
    func covers(_ other: TemplateRule) -> Bool {
        kind == other.kind && (topics.isEmpty || !other.topics.isEmpty && other.topics.isSubset(of: topics))
            && when.isSubset(of: other.when) && unless.isSubset(of: other.unless)
            && unlessTopics.isSubset(of: other.unlessTopics)
    }
}

/// What the rules look at.
public struct TemplateSituation: Sendable, Hashable {
    public var kind: Kind
    /// The concepts that the classifier found in the words.
    public var topics: Set<String>
    public var conditions: Set<TemplateCondition>
    /// What a template could say.
    public var values: Set<TemplateVariable>

    public init(
        kind: Kind, topics: Set<String>, conditions: Set<TemplateCondition>, values: Set<TemplateVariable>
    ) {
        self.kind = kind
        self.topics = topics
        self.conditions = conditions
        self.values = values
    }
}

/// Which template answers a mail.
public enum TemplateChoice: Sendable, Hashable {
    /// - parameter why: for `inspect`: the row, and what it asks for.
    case chosen(template: String, onlyDraft: Bool, why: String)
    /// No row matches, or those that do lack something: what, in words.
    case none(why: String)
}
