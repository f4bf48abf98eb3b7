/// Where plain words settle what the model found close: a refused return is none, and goods that came wrong are a
/// problem even where the buyer's wish is to send them back.
enum Precedence {
    /// The least share that the model itself must give to a problem for words to lift it over a return.
    private static let leastShare = 0.08
    /// The weight of a phrase that says a thing plainly.
    private static let plain = 3.0

    /// The leading label, and whether it is another than the model's.
    static func rule(
        _ ranked: [Label], _ shares: [Double], _ findings: [Lexicon.Finding], _ concepts: [Concept]
    ) -> (label: Label, againstModel: Bool) {
        guard ranked[0] == .return else { return (ranked[0], false) }
        if refusesReturn(findings, concepts) { return (ranked[1], true) }
        let cameWrong = findings.contains {
            !$0.negated && !$0.conditional && !$0.question
                && concepts[$0.concept].weights[.problem, default: 0] >= plain
        }
        if cameWrong, shares[Label.problem.index] >= leastShare { return (.problem, true) }
        return (.return, false)
    }

    /// The buyer speaks of sending back only to say no to it.
    static func refusesReturn(_ findings: [Lexicon.Finding], _ concepts: [Concept]) -> Bool {
        let returns = findings.filter { concepts[$0.concept].weights[.return, default: 0] >= 2 }
        return !returns.isEmpty && returns.allSatisfy(\.negated)
    }
}
