import Testing

@testable import Templates

@Suite("A value stays text on one line, whatever it holds")
struct InjectionTests {
    static let breaks = [
        "\n", "\r", "\r\n", "\n\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\n\r", "\r\r\n",
    ]
    static let invisible = [
        "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
        "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{61C}",
        "\u{0}", "\u{7}", "\u{8}", "\u{1B}", "\u{7F}", "\u{9F}",
    ]
    static let tags = [
        "{{shop_name}}", "{{{shop_name}}}", "{{&shop_name}}", "{{#shop_name}}x{{/shop_name}}", "{{> footer}}",
        "{{=<% %>=}}", "{{! note }}", "}}{{shop_name}}{{", "{{^buyer_name}}x{{/buyer_name}}", "&lt;b&gt; <b>\"'&",
        "%@ %s %n", "$1 \\1 \\(shop_name)", "../../etc/passwd", "[Important]",
    ]

    private func render(_ value: String, _ variable: TemplateVariable) throws -> String {
        let text = "Hello {{buyer_name}},\nabout {{order_id}}.\n{{shop_name}}"
        var values: [TemplateVariable: String] = [.buyerName: "B", .orderID: "O", .shopName: "S"]
        values[variable] = value
        return try library(text).render("inquiry", language: "en", values: values)
    }

    @Test("a line break in it begins no line", arguments: breaks, [TemplateVariable.buyerName, .orderID, .shopName])
    func lineBreaks(ending: String, variable: TemplateVariable) throws {
        let text = try render("Dana\(ending)Bcc: all@example.com", variable)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        #expect(lines.count == 4)
        #expect(!lines.contains { $0.hasPrefix("Bcc:") })
    }

    @Test("a mark that is not seen is taken out", arguments: invisible)
    func marks(mark: String) throws {
        let text = try render("Da\(mark)na", .buyerName)
        #expect(!text.contains { $0.unicodeScalars.contains { mark.unicodeScalars.contains($0) } })
        #expect(text.hasPrefix("Hello Da"))
    }

    @Test("a tag in it is not evaluated", arguments: tags)
    func tagsAreText(tag: String) throws {
        #expect(try render(tag, .buyerName) == "Hello \(tag),\nabout O.\nS\n")
    }

    @Test("a subject stays one line", arguments: breaks)
    func subject(ending: String) throws {
        let library = try library("Hello", subject: "About {{return_address}}")
        let values: [TemplateVariable: String] = [.returnAddress: "1\(ending)Bcc: all@example.com"]
        let subject = try library.subject("inquiry", language: "en", values: values)
        #expect(subject.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test("only the return address has lines")
    func address() throws {
        let library = try library("{{return_address}}")
        let values: [TemplateVariable: String] = [.returnAddress: "Shop\r\nStreet 1\u{2028}Town\u{202E}"]
        #expect(try library.render("inquiry", language: "en", values: values) == "Shop\nStreet 1\nTown\n")
    }

    @Test("what it smuggles in, the lint sees", arguments: ["www.evil-shop.com", "bob@example.com", "+49 30 1234567"])
    func linted(value: String) throws {
        #expect(!Guidelines.lint(try render(value, .buyerName), order: nil, site: "amazon.de").isEmpty)
    }
}
