import Testing

@testable import Classifier

@Suite("Normalised text")
struct NormalisedTextTests {
    func words(_ text: String) -> [String] {
        let text = NormalisedText(text)
        return text.tokens.indices.map(text.word)
    }

    @Test("Capitals, accents and numbers are folded")
    func folding() {
        #expect(words("Größe 42 ÉTÉ Çà œuf 1.299,00") == ["grosse", "0", "ete", "ca", "oeuf", "0", "0", "0"])
    }

    @Test("English contractions are joined, Romance elisions split, whatever the apostrophe")
    func apostrophes() {
        #expect(
            words("hasn't I’ve we'll l'ho j’ai d'aria") == ["hasnt", "ive", "well", "l", "ho", "j", "ai", "d", "aria"])
    }

    @Test("Sentences end at points, marks and lines, but not inside numbers")
    func sentences() {
        let text = NormalisedText("It cost 1.50 here. Why?\nThanks")
        #expect(text.sentences.count == 3)
        #expect(text.sentences.map(\.isQuestion) == [false, true, false])
    }

    @Test("A quotation is the buyer's own spelling")
    func quote() {
        let text = NormalisedText("Hé, l'ÉTÉ  est\nfini!")
        #expect(text.quote(1..<4) == "l'ÉTÉ est")
    }

    @Test("Broken UTF-8 halves, pictures and other scripts do no harm")
    func strange() {
        #expect(NormalisedText("👍👍 ok 日本語 Ж").pictograms == 2)
        #expect(words("a\u{301}b").count == 1)
    }
}

@Suite("Phrases")
struct PhraseTests {
    func find(_ phrase: String, in text: String) throws -> [Range<Int>] {
        let table = try ConceptTable(parsing: "= x | x |\nen \(phrase)", name: "test")
        return PhraseMatcher(table).matches(in: NormalisedText(text), languages: Language.en.bit).map(\.tokens)
    }

    @Test("Words, stems, alternatives and gaps match; sentences end a gap")
    func notation() throws {
        #expect(try find("never arrived", in: "it never arrived") == [1..<3])
        #expect(try find("return*", in: "we returned it") == [1..<2])
        #expect(try find("(send|ship) it", in: "ship it, send it") == [0..<2, 2..<4])
        #expect(try find("not .. arrived", in: "not yet at all arrived") == [0..<5])
        #expect(try find("not .. arrived", in: "not yet one of all arrived").isEmpty)
        #expect(try find("not .. arrived", in: "Not so. It arrived").isEmpty)
    }

    @Test("A table's mistake is told by its line")
    func mistakes() {
        func message(_ text: String) -> String? {
            do throws(ConceptTableError) {
                _ = try ConceptTable(parsing: text, name: "t")
                return nil
            } catch { return error.description }
        }
        #expect(message("en a") == "t:1: a phrase before the first concept")
        #expect(message("= x | x |\nxx a") == "t:2: a line of phrases begins with en, de, fr, it or es")
        #expect(message("= x | x |\n\nen (a") == "t:3: unbalanced brackets in “ (a”")
        #expect(message("= x | x | refund 3") == "t:1: a weight is a label and a number, not “refund 3”")
    }
}
