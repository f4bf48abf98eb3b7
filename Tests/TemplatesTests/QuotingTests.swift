import Testing

@testable import Templates

@Suite("The buyer's words are quoted, and masked where the marketplace would strike them out")
struct QuotingTests {
    @Test("whatever ends a line, the next begins with a mark", arguments: InjectionTests.breaks)
    func lines(ending: String) {
        let quoted = Quoting.quote("one\(ending)two")
        #expect(quoted.split(whereSeparator: \.isNewline).allSatisfy { $0.hasPrefix(">") })
        #expect(quoted.hasPrefix("> one\n") && quoted.hasSuffix("\n> two"))
    }

    @Test("an empty line has the mark alone; long mail ends with […]")
    func limits() {
        #expect(Quoting.quote("a\n\nb") == "> a\n>\n> b")
        #expect(Quoting.quote("a\nb\nc", mostLines: 2) == "> a\n> b\n> […]")
        #expect(Quoting.quote("abcdef", mostCharacters: 3) == "> abc\n> […]")
        #expect(Quoting.quote("abc", mostLines: 1, mostCharacters: 3) == "> abc")
    }

    @Test(
        "masked",
        arguments: [
            ("see https://evil-shop.com/a?b=c.", "see [link]."), ("(www.evil-shop.com)", "([link])"),
            ("at evil-shop.com, cheaper", "at [link], cheaper"), ("EVIL-SHOP.COM", "[link]"),
            ("go to evil.shop.example.de now", "go to [link] now"), ("see t.me/bob, ok", "see [link], ok"),
            ("ftp://evil.example/x", "[link]"), ("Evil-Shop.Com", "[link]"),
            ("mail bob@example.com!", "mail [address]!"), ("bob (at) x.com", "[address]"),
            ("bob [AT] example [dot] com", "[address]"), ("bob(ät)example.de", "[address]"),
            ("bob @ example.com", "[address]"), ("jürgen@müller.de", "[address]"),
            ("call +49 30 1234567", "call [number]"), ("call (555) 123-4567", "call [number]"),
            ("01.23.45.67.89", "[number]"), ("06 12 34 56 78", "[number]"), ("030/12345678", "[number]"),
            ("0171 1234567, please", "[number], please"),
        ])
    func masked(words: String, expected: String) { #expect(Quoting.mask(words) == expected) }

    @Test(
        "left as it is",
        arguments: [
            "302-2233445-6677889", "S01-1234567-1234567", "D01-1234567-1234567", "12.10.2026 - 15.10.2026",
            "12.10.2026-15.10.2026", "from 12.10.2026 to 15.10.2026", "2026-10-08 09:00", "2026-10-08T09:00:00",
            "8/10/2026 14:30", "10/08/26", "1.234.567,00 EUR", "EUR 1 234 567.00", "€12345678.90", "12345678",
            "B0CAB12345", "00340434161094000001234", "on amazon.de", "Amazon.de",
            "It arrived.Then it broke.", "arrived.It broke", "angekommen.Es ist defekt", "p.es. la taglia", "z.B. rot",
            "photo.jpg", "e.g. blue", "3.5 mm", "bob at home",
        ])
    func kept(words: String) { #expect(Quoting.mask(words) == words) }

    @Test("marks that nobody sees hide nothing", arguments: ["\u{200B}", "\u{202E}", "\u{2066}", "\u{AD}", "\u{0}"])
    func invisible(mark: String) {
        #expect(Quoting.quote("bob\(mark)@exam\(mark)ple.com") == "> [address]")
        #expect(Quoting.quote("a\tb\(mark) 👩\u{200D}🔧") == "> a\tb 👩\u{200D}🔧")
    }

    @Test(
        "a mail that is all one word costs no more than its length", arguments: ["a", "a.", "1", "a@", "(at) ", "1 "])
    func hostile(piece: String) {
        let quoted = Quoting.quote(String(repeating: piece, count: 100_000))
        #expect(quoted.count < 9000)
    }
}
