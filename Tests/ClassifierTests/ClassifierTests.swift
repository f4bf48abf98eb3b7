import Correspondence
import Foundation
import Testing

@testable import Classifier

@Suite("The classifier")
struct ClassifierTests {
    static let classifier = Result { try Classifier.shipped() }

    func classify(_ text: String) throws -> Classification {
        try Self.classifier.get().classify(ClassifierInput(text: text))
    }

    @Test(
        "Plain mails of every kind are understood in five languages",
        arguments: [
            ("My parcel never arrived, where is it?", Kind.problem),
            ("Das Paket ist bis heute nicht angekommen.", .problem),
            ("Le vase est arrivé cassé.", .problem),
            ("Il pacco non è mai arrivato.", .problem),
            ("Falta una pieza en la caja.", .problem),
            ("I would like to send it back, could you send a return label?", .return),
            ("Die Jacke ist zu klein, ich möchte sie zurückschicken.", .return),
            ("Je souhaite vous retourner la robe, elle est trop grande.", .return),
            ("Vorrei fare il reso, la taglia è troppo piccola.", .return),
            ("Quiero devolver los zapatos, me quedan pequeños.", .return),
            ("Could you send me the invoice please?", .inquiry),
            ("Ist die Lampe auch für draußen geeignet?", .inquiry),
            ("Est-ce que cette coque est compatible avec mon téléphone ?", .inquiry),
            ("I have filed an A-to-z claim.", .claim),
            ("Ich habe meinen Anwalt eingeschaltet, er wird Klage erheben.", .claim),
            ("He denunciado el caso en la policía.", .claim),
        ])
    func kinds(text: String, kind: Kind) throws {
        #expect(try classify(text).kind == kind, "\(text)")
    }

    @Test("Reasons are the buyer's own words")
    func reasons() throws {
        #expect(try classify("Hello, the parcel never arrived. Thanks").because.first == "“never arrived”: not arrived")
    }

    @Test("Reasons quote capitals and accents as the buyer wrote them")
    func quoting() throws {
        let because = try classify("Bonjour, le vase est Arrivé CASSÉ !").because
        #expect(because.contains { $0.contains("CASSÉ") }, "\(because)")
    }

    @Test(
        "Texts that say nothing get no confidence",
        arguments: ["", "   \n", "?!", "🙏🙏😡", "12345", "asdf qwpoeiru zxmcnv", "주문한 상품이 아직 도착하지 않았습니다"])
    func silence(text: String) throws {
        let answer = try classify(text)
        #expect(answer.confidence <= 0.5, "\(answer)")
        #expect(!answer.because.isEmpty)
    }

    @Test(
        "A language that the classifier does not know is not trusted",
        arguments: [
            "Paczka nie dotarła, proszę o zwrot pieniędzy jak najszybciej.",
            "Mijn pakket is nog steeds niet aangekomen, waar blijft het?",
            "Paketet har inte kommit fram än, när får jag det?",
        ])
    func foreignLanguages(text: String) throws {
        #expect(try classify(text).confidence < 0.9, "\(text)")
    }

    @Test("A second wish is told beside the leading one")
    func also() throws {
        let answer = try classify("The lamp arrived broken, I want to send it back and need a return label.")
        #expect(answer.kind == .problem)
        #expect(answer.also == [.return])
    }

    @Test(
        "A negation turns a wish around",
        arguments: [
            ("I do not want to return it, I just need the missing screws.", Kind.problem),
            ("Ich möchte das Gerät nicht zurückschicken, aber es fehlen zwei Schrauben.", .problem),
        ])
    func negation(text: String, kind: Kind) throws {
        let answer = try classify(text)
        #expect(answer.kind == kind)
        #expect(!answer.also.contains(.return), "\(answer)")
    }

    @Test("The same input gives the same answer")
    func deterministic() throws {
        let text = "Hello, it does not fit and one leg is broken. Can I swap it?"
        #expect(try classify(text) == classify(text))
    }

    @Test("A very long text is understood by its beginning")
    func longText() throws {
        let text = String(repeating: "The parcel never arrived. ", count: 20_000)
        #expect(try classify(text).kind == .problem)
    }
}

@Suite("Facts of the order beat words")
struct FactTests {
    func classify(_ input: ClassifierInput) throws -> Classification {
        try ClassifierTests.classifier.get().classify(input)
    }

    @Test("An open claim makes every mail a claim")
    func openClaim() throws {
        let answer = try classify(ClassifierInput(text: "Which batteries does it take?", openClaim: true))
        #expect(answer.kind == .claim)
        #expect(answer.because.first == "a claim is open for this order")
    }

    @Test("Not arrived before the promised date is a question, after it a problem")
    func promise() throws {
        let text = "My parcel has not arrived yet, where is it?"
        let before = try classify(ClassifierInput(text: text, pastPromise: false))
        let after = try classify(ClassifierInput(text: text, pastPromise: true))
        #expect(before.kind == .inquiry)
        #expect(before.because.contains("the promised date has not passed"))
        #expect(after.kind == .problem)
    }

    @Test("The promised date says nothing of a broken lamp")
    func promiseIsNoExcuse() throws {
        #expect(
            try classify(ClassifierInput(text: "The lamp arrived smashed to pieces.", pastPromise: false)).kind
                == .problem)
    }

    @Test("A photo without words is for a person")
    func photo() throws {
        let answer = try classify(ClassifierInput(text: "", hasAttachments: true))
        #expect(answer.matters == [.attachment])
        #expect(answer.confidence <= 0.2)
    }
}
