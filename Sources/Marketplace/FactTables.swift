/// What the facts in a notice are called, by language, ready for looking up.
struct FactTables: Sendable {
    /// The name of the fact by its label in folded form.
    let names: [String: String]
    let verdicts: [ProfileFile.Verdict]
    /// Units of time with their hours, the longest word first.
    let units: [(word: String, hours: Int)]
    /// Words before a time limit.
    let withins: [String]
    let deadlineHours: Int

    init(_ file: ProfileFile.Facts) {
        var names: [String: String] = [:]
        for (name, labels) in file.labels {
            for label in labels { names[Folding.fold(label)] = name }
        }
        self.names = names
        verdicts = file.verdicts.map { verdict in
            var verdict = verdict
            verdict.phrases = verdict.phrases.map { Folding.fold($0) }
            return verdict
        }
        units = file.units.flatMap { unit in unit.words.map { (Folding.fold($0), unit.hours) } }
            .sorted { $0.0.utf8.count > $1.0.utf8.count }
        withins = file.withins.map { Folding.fold($0) }
        deadlineHours = file.deadlineHours
    }

    /// The facts that phrases say, in the text of a notice or in one of its labelled facts.
    func verdicts(on meaning: Meaning, in folded: String, labelled: [String: String]) -> [String: String] {
        var facts: [String: String] = [:]
        for verdict in verdicts where verdict.on.contains(meaning) && facts[verdict.fact] == nil {
            let text = verdict.field.map { labelled[$0].map { Folding.fold($0) } ?? "" } ?? folded
            if verdict.phrases.contains(where: text.holds) { facts[verdict.fact] = verdict.value }
        }
        return facts
    }

    /// The time limit that a text names, `within 3 calendar days`, in hours.
    func hours(in folded: String) -> Int? {
        var rest = Substring(folded)
        while let number = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
            let digits = rest[number...].prefix { $0.isASCII && $0.isNumber }
            let before = rest[..<number].suffix(40)
            let after = rest[digits.endIndex...].drop { $0 == " " || $0 == "-" }
            rest = rest[digits.endIndex...]
            guard digits.count <= 3, let count = Int(digits), count > 0,
                let unit = units.first(where: { after.hasPrefix($0.word) })
            else { continue }
            let following = after.dropFirst(unit.word.count).prefix(12)
            let isLimit = withins.contains {
                before.hasSuffix($0) || before.hasSuffix($0 + " ") || following.hasPrefix($0)
            }
            if isLimit { return count * unit.hours }
        }
        return nil
    }
}
