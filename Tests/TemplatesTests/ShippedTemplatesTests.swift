import Testing

@testable import Templates

@Suite("The shipped templates")
struct ShippedTemplatesTests {
    let library: TemplateLibrary

    init() throws { library = try TemplateLibrary.load([shipped]) }

    @Test("are there in five languages, each with all that the rules name and all that are sent unasked")
    func complete() {
        #expect(library.languages == languages.sorted())
        let all = library.rules.templates.union(TemplateLibrary.besides).union(kinds)
        for language in languages { #expect(Set(library.names(language: language)) == all) }
    }

    @Test("render, break no guideline, and say something that stops the clock", arguments: languages, Facts.allCases)
    func render(language: String, facts: Facts) throws {
        let values = facts.values(language)
        let names = facts.names(library, language)
        #expect(names.count >= (facts == .noNameAndNoOrder ? 8 : library.names(language: language).count))
        for name in names {
            let text = try library.render(name, language: language, values: values)
            let own = values[.returnAddress].map { text.replacing($0, with: "") } ?? text
            #expect(Guidelines.lint(own, order: values[.orderID], site: "amazon.de") == [], "\(language)/\(name)")
            for mark in ["{{", "}}", "  ", "\n\n\n", " ,", " \n"] {
                #expect(!text.contains(mark), "\(language)/\(name) has “\(mark)”")
            }
            #expect(text.contains("Dana Reyes") == (facts != .noNameAndNoOrder))
        }
        for name in kinds + ["holding"] {
            #expect(try library.render(name, language: language, values: values).contains(values[.answerBy] ?? "-"))
        }
    }

    @Test("have a subject, with the order where it is known", arguments: languages, Facts.allCases)
    func subjects(language: String, facts: Facts) throws {
        for name in facts.names(library, language) {
            let subject = try library.subject(name, language: language, values: facts.values(language))
            #expect(!subject.isEmpty && !subject.contains("{{") && !subject.contains("\n"))
            #expect(subject.contains(order) == (facts != .noNameAndNoOrder))
        }
    }

    @Test("what Amazon dispatches gets no address, label or day of ours", arguments: languages)
    func amazon(language: String) throws {
        let text = try library.render("fulfilled-by-amazon", language: language, values: Facts.all.values(language))
        #expect(!text.contains("Lagerstr") && !text.contains("DHL") && !text.contains("00340434161094015902"))
    }

    @Test("give the return address on lines of its own, only where there is one", arguments: languages)
    func returnAddress(language: String) throws {
        let with = try library.render("return", language: language, values: Facts.all.values(language))
        #expect(with.contains(":\nShop Example\nLagerstr. 1\n10115 Berlin\n"))
        let without = try library.render("return", language: language, values: Facts.noReturnAddress.values(language))
        #expect(!without.contains("Lagerstr") && without.count(where: \.isNewline) < with.count(where: \.isNewline) - 4)
    }
}
