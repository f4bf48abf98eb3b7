import Classifier
import Configuration
import Correspondence
import Marketplace
import Templates

/// Every template in every language with the examples of the README's table, held against the guidelines: what `check`
/// tells, and what its preview shows.
struct TemplateTrial: Sendable {
    struct Result: Sendable {
        let language: String
        let name: String
        let subject: String
        let text: String
        /// With what it does under the configuration.
        let violations: [(violation: Guidelines.Violation, severity: GuidelineRule.Severity)]
    }

    let results: [Result]

    /// - Parameter name: the shop's; where the mailbox has none, nothing is signed.
    init(_ library: TemplateLibrary, _ severities: Configuration.GuidelineSeverities) {
        results = library.languages.flatMap { language in
            library.names(language: language).compactMap { name in
                Self.result(library, severities, language: language, name: name)
            }
        }
    }

    private static func result(
        _ library: TemplateLibrary, _ severities: Configuration.GuidelineSeverities, language: String, name: String
    ) -> Result? {
        var values = Dictionary(uniqueKeysWithValues: TemplateVariable.allCases.map { ($0, $0.example) })
        let days: [(TemplateVariable, Int)] = [
            (.answerBy, 8), (.deliveryDate, 12), (.shippedOn, 7), (.deliveredOn, 10), (.refundedOn, 9),
            (.returnUntil, 31),
            (.newDate, 16),
        ]
        for (variable, day) in days { values[variable] = TemplateValues.day(october(day), language: language) }
        values[.returnAddress] = "Shop Example\nLagerstr. 1\n10115 Berlin"
        // Words of the seller's are in the language of the reply; the examples are not.
        for variable in SellerFacts.known + [.reason, .items] { values[variable] = nil }
        values[.matter] = MatterWords.of(.inquiry, language: language) ?? ""
        guard let text = try? library.render(name, language: language, values: values),
            let subject = try? library.subject(name, language: language, values: values)
        else { return nil }
        var own = text
        for value in [values[.returnAddress], values[.tracking]] { own = own.replacing(value ?? "", with: "") }
        let found = Guidelines.lint(
            own, order: TemplateVariable.orderID.example, site: "amazon.de", expectedLanguage: language
        ) { text in WrittenLanguage.of(text).map { Guidelines.Detection(language: $0, isReliable: true) } }
        return Result(
            language: language, name: name, subject: subject, text: text,
            violations: found.map { ($0, severities.severity(of: $0.rule)) }.filter { $0.1 != .off })
    }

    /// A day of October 2026.
    private static func october(_ day: Int) -> Instant {
        Instant(milliseconds: 1_790_812_800_000) + .seconds((day - 1) * 86_400)
    }

    /// What would hold replies, and what somebody should look at, each in one line.
    func lines(_ severity: GuidelineRule.Severity) -> [String] {
        results.flatMap { result in
            result.violations.filter { $0.severity == severity }.map {
                "\(result.language)/\(result.name).mustache: \($0.violation.rule.id): \($0.violation)"
            }
        }
    }
}

extension TemplateLibrary {
    /// Topics that its rules name and that the classifier does not know.
    func unknownTopics(_ classifier: Classifier) -> [String] {
        rules.topics.subtracting(classifier.topicNames).sorted().map { topic in
            let near = Nearest.name(to: topic, among: classifier.topicNames).map { "; did you mean “\($0)”?" } ?? ""
            return "rules.toml: “\(topic)” is neither a topic nor a condition\(near)"
        }
    }
}
