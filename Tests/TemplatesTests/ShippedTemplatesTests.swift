import Testing

@testable import Templates

@Suite("The shipped templates")
struct ShippedTemplatesTests {
    let library: TemplateLibrary

    init() throws { library = try TemplateLibrary.load([shipped]) }

    @Test("are there in five languages")
    func complete() {
        #expect(library.languages == languages.sorted())
        for language in languages { for kind in kinds + ["holding"] { #expect(library.has(kind, language: language)) } }
    }

    @Test("render, break no guideline and name the day of the answer", arguments: languages, Facts.allCases)
    func render(language: String, facts: Facts) throws {
        let values = facts.values(language)
        for kind in kinds + ["holding"] {
            let text = try library.render(kind, language: language, values: values)
            let own = values[.returnAddress].map { text.replacing($0, with: "") } ?? text
            #expect(Guidelines.lint(own, order: values[.orderID], site: "amazon.de") == [], "\(language)/\(kind)")
            #expect(text.contains(values[.answerBy] ?? "-"), "\(language)/\(kind)")
            for mark in ["{{", "}}", "  ", "\n\n\n", " ,", " \n"] {
                #expect(!text.contains(mark), "\(language)/\(kind) has “\(mark)”")
            }
            #expect(text.contains("Dana Reyes") == (facts != .noNameAndNoOrder))
        }
    }

    @Test("have a subject, with the order where it is known", arguments: languages, Facts.allCases)
    func subjects(language: String, facts: Facts) throws {
        for kind in kinds + ["holding"] {
            let subject = try library.subject(kind, language: language, values: facts.values(language))
            #expect(!subject.isEmpty && !subject.contains("{{") && !subject.contains("\n"))
            #expect(subject.contains(order) == (facts != .noNameAndNoOrder))
        }
    }

    @Test("give the return address on lines of its own, only where there is one", arguments: languages)
    func returnAddress(language: String) throws {
        let with = try library.render("return", language: language, values: Facts.all.values(language))
        #expect(with.contains(":\nShop Example\nLagerstr. 1\n10115 Berlin\n"))
        let without = try library.render("return", language: language, values: Facts.noReturnAddress.values(language))
        #expect(!without.contains("Lagerstr") && without.count(where: \.isNewline) < with.count(where: \.isNewline) - 4)
    }
}
