import Correspondence
import Testing

@testable import Classifier

@Suite("The classifier")
struct ClassifierTests {
    static let classifier = Result { try Classifier.shipped() }

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
            ("I have filed an A-to-z claim.", .claim),
            ("Ich habe meinen Anwalt eingeschaltet, er wird Klage erheben.", .claim),
        ])
    func kinds(text: String, kind: Kind) throws {
        #expect(try Self.classifier.get().classify(ClassifierInput(text: text)).kind == kind, "\(text)")
    }

    @Test("Reasons are the buyer's own words")
    func reasons() throws {
        let answer = try Self.classifier.get().classify(
            ClassifierInput(text: "Hello, the parcel never arrived. Thanks"))
        #expect(answer.because.first == "“never arrived”: not arrived")
    }
}
