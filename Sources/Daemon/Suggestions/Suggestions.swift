import Correspondence
import Foundation
import Ledger
import Templates

/// Finds what people write again and again, and proposes a template of it; nothing is adopted by itself.
struct Suggestions: Sendable {
    /// Answers that say much the same to mails of one kind in one language.
    struct Group: Sendable {
        let kind: Kind
        let language: String
        /// What most of the mails were about.
        let topics: [String]
        /// How many answers are alike.
        let count: Int
        /// A mail that was answered so.
        let question: String
        /// The answer that is most like the others, with what is one buyer's put into variables.
        let answer: String
        /// What the guidelines say of it.
        let violations: [Guidelines.Violation]

        /// The file that it would become.
        var name: String { "\(kind.rawValue)-\(topics.first ?? "answers")".replacing("_", with: "-") }

        var template: String {
            "---\nsubject: \(kind.rawValue)\nnotes: Proposed by replyd suggest from \(count) answers. Read it, then edit it.\n"
                + "---\n\(answer)\n"
        }

        var rule: String {
            let words = topics.prefix(1).map { "topics = [\"\($0)\"]\n" }.joined()
            return "[[rule]]\nkind = \"\(kind.rawValue)\"\n\(words)template = \"\(name)\"\n"
        }
    }

    let groups: [Group]

    /// Two answers are alike when they share so many of their words.
    private static let alike = 0.5

    /// - Parameters:
    ///   - least: so many answers must be alike.
    ///   - shopName: what a signature says.
    init(_ answered: [AnsweredQuestion], least: Int, shopName: (String) -> String?) {
        var piles: [(kind: Kind, language: String, members: [Member])] = []
        for item in answered {
            guard let member = Member(item, shopName: shopName(item.mail.mailbox)) else { continue }
            let near = piles.indices.first { index in
                piles[index].kind == member.kind && piles[index].language == member.language
                    && Self.likeness(piles[index].members[0].words, member.words) >= Self.alike
            }
            if let near {
                piles[near].members.append(member)
            } else {
                piles.append((member.kind, member.language, [member]))
            }
        }
        groups = piles.filter { $0.members.count >= max(least, 2) }
            .map { Self.group($0.kind, $0.language, $0.members) }
            .sorted { ($0.count, $1.name) > ($1.count, $0.name) }
    }

    private static func group(_ kind: Kind, _ language: String, _ members: [Member]) -> Group {
        // Few are compared with all: the rest of a large pile says the same.
        let sample = Array(members.prefix(40))
        let middle = sample.max { one, other in
            sample.reduce(0) { $0 + likeness(one.words, $1.words) }
                < sample.reduce(0) { $0 + likeness(other.words, $1.words) }
        }
        let counts = Dictionary(members.flatMap(\.topics).map { ($0, 1) }, uniquingKeysWith: +)
        let topics = counts.filter { $0.value * 2 >= members.count }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let answer = middle?.answer ?? ""
        return Group(
            kind: kind, language: language, topics: topics.map(\.key), count: members.count,
            question: String((middle?.question ?? "").prefix(300)), answer: answer,
            violations: Guidelines.lint(answer, order: "{{order_id}}", site: nil))
    }

    /// The share of words that both have.
    private static func likeness(_ one: Set<Substring>, _ other: Set<Substring>) -> Double {
        let all = one.union(other).count
        return all == 0 ? 0 : Double(one.intersection(other).count) / Double(all)
    }

    /// One answer, made comparable.
    private struct Member {
        let kind: Kind
        let language: String
        let topics: [String]
        let question: String
        let answer: String
        let words: Set<Substring>

        init?(_ item: AnsweredQuestion, shopName: String?) {
            guard let classification = item.mail.classification, let kind = classification.kind,
                let language = item.mail.understanding?.language
            else { return nil }
            var answer = item.answer.trimmingCharacters(in: .whitespacesAndNewlines)
            func put(_ variable: TemplateVariable, for value: String?) {
                guard let value, value.count > 2 else { return }
                answer = answer.replacing(value, with: "{{\(variable.rawValue)}}")
            }
            for order in item.mail.orderIDs { put(.orderID, for: order.value) }
            put(.buyerName, for: item.mail.buyer?.name)
            put(.shopName, for: shopName)
            guard !answer.isEmpty else { return nil }
            self.kind = kind
            self.language = language
            topics = classification.topics
            question = item.mail.words
            words = Set(
                answer.lowercased().split { !$0.isLetter && $0 != "_" }.filter { $0.count > 1 })
            self.answer = answer
        }
    }
}
