import Correspondence
import Foundation
import Testing

@testable import Templates

@Suite("The rules that choose a template")
struct TemplateRulesTests {
    private func rules(_ text: String) throws(TemplateErrors) -> TemplateRules {
        try TemplateRules(text, file: "rules.toml")
    }

    private static let rest = Kind.allCases.map {
        "[[rule]]\nkind = \"\($0.rawValue)\"\ntemplate = \"\($0.rawValue)\"\n"
    }
    .joined()

    private func situation(
        _ kind: Kind, _ topics: Set<String> = [], _ conditions: Set<TemplateCondition> = []
    ) -> TemplateSituation {
        TemplateSituation(
            kind: kind, topics: topics, conditions: conditions,
            values: [.siteName, .answerBy, .returnDays, .matter, .orderID])
    }

    private func chosen(_ choice: TemplateChoice) -> String? {
        if case .chosen(let template, _, _) = choice { template } else { nil }
    }

    @Test("the first row that matches wins, and says which line it is")
    func first() throws {
        let rules = try rules(
            "[[rule]]\nkind = \"problem\"\ntopics = [\"damaged\"]\nwhen = [\"delivered\"]\ntemplate = \"a\"\n"
                + Self.rest)
        #expect(
            rules.choose(situation(.problem, ["damaged", "late"], [.delivered])) { _ in [] }
                == .chosen(template: "a", onlyDraft: false, why: "a for damaged, delivered (rules.toml, line 1)"))
        #expect(chosen(rules.choose(situation(.problem, ["damaged"])) { _ in [] }) == "problem")
        #expect(chosen(rules.choose(situation(.problem, ["late"], [.delivered])) { _ in [] }) == "problem")
    }

    @Test("a template that lacks a value is passed over; where none is left, what is missing is named")
    func missing() throws {
        let rules = try rules(
            "[[rule]]\nkind = \"inquiry\"\ntemplate = \"status\"\n" + Self.rest)
        let needs: (String) -> Set<TemplateVariable>? = { $0 == "status" ? [.deliveryDate, .carrier] : [] }
        #expect(chosen(rules.choose(situation(.inquiry), needs: needs)) == "inquiry")
        let none = rules.choose(situation(.inquiry)) { $0 == "status" ? [.deliveryDate, .carrier] : nil }
        #expect(
            none
                == .none(
                    why: "no template fits: status needs carrier, delivery_date; "
                        + "there is no template inquiry in the language"))
    }

    @Test("where no row matches, what is known is named")
    func noRow() throws {
        let rules = try rules(
            "[[rule]]\nkind = \"return\"\nwhen = [\"fulfilled_by_merchant\"]\ntemplate = \"return\"\n"
                + Self.rest.replacing("[[rule]]\nkind = \"return\"\ntemplate = \"return\"\n", with: ""))
        #expect(
            rules.choose(situation(.return, [], [.withOrder])) { _ in [] }
                == .none(why: "no template fits: no row of the rules matches return with with_order"))
    }

    @Test(
        "what is wrong is told with its line and what would be right",
        arguments: [
            ("[[rule]]\nkind = \"complaint\"\ntemplate = \"a\"\n", "rules.toml:1: names no kind"),
            ("[[rule]]\nkind = \"claim\"\n", "rules.toml:1: names no template"),
            (
                "[[rule]]\nkind = \"claim\"\ntemplate = \"a\"\nwhen = [\"arrived\"]\n",
                "rules.toml:1: “arrived” is no condition"
            ),
            ("[[rule]]\nkind = \"claim\"\ntemplate = \"a\"\nif = 1\n", "rules.toml:1: unknown key “if”"),
            ("[[rule]]\nkind = \"claim\"\ntemplate = \"a\"\ntopics = \"x\"\n", "rules.toml:1: topics is no list"),
            ("[[rule]]\nkind = \"claim\"\ntemplate = \n", "rules.toml:3: is no TOML"),
            ("[other]\n", "has no [[rule]]"),
            ("x = [ }", "rules.toml:1:"),
        ])
    func wrong(text: String, words: String) {
        let error = #expect(throws: TemplateErrors.self) {
            try rules(text + (text.contains("[[rule]]") ? Self.rest : ""))
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("a row that is never reached is an error, and so is a kind without any")
    func gaps() {
        let dead = "[[rule]]\nkind = \"claim\"\ntemplate = \"claim\"\n" + Self.rest
        let error = #expect(throws: TemplateErrors.self) { try rules(dead) }
        #expect(error?.description.contains("is never reached: line 1 takes its mails") == true)
        let gap = #expect(throws: TemplateErrors.self) {
            try rules("[[rule]]\nkind = \"claim\"\ntemplate = \"claim\"\n")
        }
        #expect(gap?.errors.count == 3)
    }

    @Test("a row that names a template that no language has is an error with the nearest name")
    func unknownTemplate() throws {
        let plain = "---\nsubject: Your order\n---\nHello,\n\nyou have an answer by {{answer_by}}.\n"
        let rows = "[[rule]]\nkind = \"claim\"\nwhen = [\"claimed\"]\ntemplate = \"clame\"\n" + Self.rest
        let error = #expect(throws: TemplateErrors.self) {
            try TemplateLibrary(files: kinds.map { (name: "en/\($0)", path: $0) }, rules: "rules.toml") {
                $0 == "rules.toml" ? rows : plain
            }
        }
        #expect(error?.description.contains("no language has a template “clame”; did you mean “claim”?") == true)
    }

    // MARK: The shipped table

    private static let topics = [
        "invoice", "cancel", "address_change", "delivery_question", "not_arrived", "stock_price", "product_question",
        "return_underway", "return_label", "exchange_wish", "wrongly_charged", "refund_promised", "part_missing",
        "wrong_item", "damaged", "defective",
    ]
    /// What can be known of one order at once.
    private static let orders: [Set<TemplateCondition>] = {
        let stages: [Set<TemplateCondition>] = [
            [], [.placed], [.placed, .beforePromise], [.placed, .pastPromise], [.shipped, .beforePromise],
            [.shipped, .pastPromise], [.delivered, .inReturnWindow], [.delivered, .outOfReturnWindow], [.cancelled],
            [.returned, .inReturnWindow],
        ]
        let besides: [Set<TemplateCondition>] = [[], [.refunded], [.returnRequested], [.claimed]]
        let fulfilments: [Set<TemplateCondition>] = [[], [.fulfilledByMerchant], [.fulfilledByAmazon]]
        return stages.flatMap { stage in
            besides.flatMap { beside in
                fulfilments.map { fulfilment in
                    let order: Set<TemplateCondition> = stage.isEmpty ? [.withOrder] : [.withOrder, .orderKnown]
                    return stage.union(beside).union(fulfilment).union(order)
                }
            }
        } + fulfilments
    }()

    @Test("of the shipped table each row is the right one for some mail, and each mail has a row or is held on purpose")
    func shippedTable() throws {
        let library = try TemplateLibrary.load([shipped])
        var reached: Set<Int> = []
        for kind in Kind.allCases {
            for topics in Self.topics.map({ Set([$0]) }) + [[]] {
                for order in Self.orders {
                    var situation = situation(kind, topics, order)
                    situation.values.formUnion(TemplateVariable.allCases)
                    guard case .chosen(let template, let onlyDraft, let why) = library.choose(situation, language: "en")
                    else {
                        // Who dispatches is not known: nothing about parcels and returns is said.
                        #expect(order.isDisjoint(with: [.fulfilledByMerchant, .fulfilledByAmazon]))
                        #expect(kind == .return || kind == .problem)
                        continue
                    }
                    reached.insert(Int(why.split(separator: "line ").last?.dropLast() ?? "") ?? 0)
                    if order.contains(.fulfilledByAmazon), kind == .return || kind == .problem {
                        #expect(template == "fulfilled-by-amazon")
                    }
                    if template == "return-out-of-window" || template == "return-not-eligible" {
                        #expect(onlyDraft)
                        #expect(topics.isDisjoint(with: ["damaged", "defective", "wrong_item", "part_missing"]))
                    }
                }
            }
        }
        let never = library.rules.rows.filter { !reached.contains($0.line) }
        #expect(never.map(\.line) == [], "rows that no mail reaches")
    }
}
