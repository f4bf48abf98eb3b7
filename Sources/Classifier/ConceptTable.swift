/// One line of thought that buyers express in many ways, such as "not arrived".
struct Concept: Sendable {
    /// Its name in tables and features: `not_arrived`.
    let name: String
    /// How a reason calls it: "not arrived".
    let title: String
    /// What it says about the kind of a mail, by label; used where there is no trained model.
    let weights: [Label: Double]
}

/// A table of concepts and phrases as text (`concepts.txt`, `matters.txt`): data that a non-programmer can check.
struct ConceptTable: Sendable {
    /// One way to say a concept.
    struct Phrase: Sendable {
        let concept: Int
        let language: Language
        let elements: [Element]
        /// A phrase that makes matches of its concept void where it covers them ("fire alarm" is no fire).
        let voids: Bool
    }

    enum Element: Hashable, Sendable {
        case word(String)
        case prefix(String)
        /// Up to three words of any kind.
        case gap
    }

    private(set) var concepts: [Concept] = []
    private(set) var phrases: [Phrase] = []

    /// - Parameter name: the table's, for errors.
    init(parsing text: String, name: String) throws(ConceptTableError) {
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.trimmingPrefix { $0 == " " }
            func failure(_ reason: String) -> ConceptTableError {
                ConceptTableError(table: name, line: index + 1, reason: reason)
            }
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("=") {
                concepts.append(try Self.heading(line.dropFirst(), failure))
                continue
            }
            guard !concepts.isEmpty else { throw failure("a phrase before the first concept") }
            let voids = line.hasPrefix("-")
            let body = voids ? line.dropFirst() : line
            guard let space = body.firstIndex(of: " "), let language = Language(rawValue: String(body[..<space])) else {
                throw failure("a line of phrases begins with en, de, fr, it or es")
            }
            for part in body[space...].split(separator: ";") {
                guard let expanded = PhrasePattern.expand(part) else {
                    throw failure("unbalanced brackets in “\(part)”")
                }
                for elements in expanded where !elements.isEmpty {
                    phrases.append(
                        Phrase(concept: concepts.count - 1, language: language, elements: elements, voids: voids))
                }
            }
        }
    }

    private static func heading(
        _ line: Substring, _ failure: (String) -> ConceptTableError
    ) throws(ConceptTableError) -> Concept {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
        guard fields.count >= 2, !fields[0].isEmpty else { throw failure("a concept is: = name | title | weights") }
        var weights: [Label: Double] = [:]
        for pair in (fields.count > 2 ? fields[2] : "").split(separator: ",") {
            let words = pair.split(separator: " ")
            guard words.count == 2, let label = Label(rawValue: String(words[0])), let weight = Double(words[1]) else {
                throw failure("a weight is a label and a number, not “\(pair)”")
            }
            weights[label] = weight
        }
        return Concept(name: fields[0], title: fields[1], weights: weights)
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}

/// A table of phrases that cannot be read: where, and what would be right.
public struct ConceptTableError: Error, CustomStringConvertible, Sendable {
    public let table: String
    public let line: Int
    public let reason: String

    public var description: String { "\(table):\(line): \(reason)" }
}
