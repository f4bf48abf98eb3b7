import Correspondence
import Testing

@testable import Classifier

@Suite("Matters that no program may answer")
struct MatterTests {
    func matters(_ text: String) throws -> [Matter] {
        try ClassifierTests.classifier.get().classify(ClassifierInput(text: text)).matters
    }

    @Test("They are found in five languages", arguments: MatterTexts.found)
    func found(text: String, matter: Matter) throws {
        #expect(try matters(text).contains(matter), "\(text)")
    }

    @Test(
        "Everyday words are none",
        arguments: [
            "I want to return the shoes, they are too small.",
            "Ich möchte die Schuhe zurückschicken, sie sind zu klein.",
            "The battery is burned out after two days.",
            "Is it compatible with the Fire TV stick?",
            "Die Lampe ist durchgebrannt.",
            "Do you have a fire alarm for a caravan?",
            "As I recall, the box was blue.",
            "Je souhaite renvoyer le pull, il est trop petit.",
            "Me llamo Carmen y quiero una factura, gracias.",
            "Is this a brand new model?",
            "It is a gift for my mother, can you wrap it?",
            "Vorrei restituire le scarpe, sono strette.",
        ])
    func everyday(text: String) throws {
        #expect(try matters(text) == [], "\(text)")
    }

    @Test("The reason quotes the words")
    func reason() throws {
        let answer = try ClassifierTests.classifier.get().classify(
            ClassifierInput(text: "My son cut his hand, he is bleeding."))
        #expect(answer.because.contains { $0.hasSuffix(": an injury or illness") }, "\(answer.because)")
    }
}

/// Texts of our own, not those the tables were written from: one matter each, in five languages.
enum MatterTexts {
    static let found: [(String, Matter)] = [
        ("The blade slipped off and I had to go to hospital.", .injury),
        ("Mein Sohn hat sich an der Kante verletzt.", .injury),
        ("J'ai fini aux urgences à cause de cette échelle.", .injury),
        ("Mia figlia si è fatta male ed è finita al pronto soccorso.", .injury),
        ("Mi marido acabó en urgencias con una quemadura.", .injury),
        ("The charger caught fire last night.", .fire),
        ("Aus dem Netzteil kam Rauch und es hat gebrannt.", .fire),
        ("La batterie a pris feu pendant la nuit.", .fire),
        ("Il caricatore ha preso fuoco.", .fire),
        ("El cargador se incendió y salió humo.", .fire),
        ("I got a rash all over my arms.", .allergy),
        ("Meine Tochter bekam davon einen Ausschlag.", .allergy),
        ("Ma peau a fait une allergie à la crème.", .allergy),
        ("Mi è venuta un'orticaria tremenda.", .allergy),
        ("Me salieron ronchas en la cara.", .allergy),
        ("Is this the toy from the safety recall?", .recall),
        ("Gibt es für das Babybett einen Rückruf?", .recall),
        ("Ce siège fait l'objet d'un rappel de produit.", .recall),
        ("Il seggiolino è stato ritirato dal mercato.", .recall),
        ("Vi que el producto fue retirado del mercado.", .recall),
        ("You will hear from my solicitor.", .lawyer),
        ("Mein Anwalt wird sich bei Ihnen melden.", .lawyer),
        ("Mon avocat vous écrira.", .lawyer),
        ("Vi scriverà il mio avvocato.", .lawyer),
        ("Tendrá noticias de mi abogado.", .lawyer),
        ("I reported this to the police.", .police),
        ("Ich habe Anzeige bei der Polizei erstattet.", .police),
        ("J'ai porté plainte à la gendarmerie.", .police),
        ("Ho fatto denuncia ai carabinieri.", .police),
        ("He puesto una denuncia en comisaría.", .police),
        ("I will complain to Trading Standards.", .authority),
        ("Die Verbraucherzentrale ist informiert.", .authority),
        ("J'ai saisi la DGCCRF.", .authority),
        ("Mi rivolgo all'Altroconsumo.", .authority),
        ("Voy a ir a la oficina del consumidor, a la OMIC.", .authority),
        ("I have disputed the charge with my bank.", .chargeback),
        ("Ich habe das Geld zurückbuchen lassen, per Rückbuchung.", .chargeback),
        ("J'ai fait opposition auprès de ma banque.", .chargeback),
        ("Ho chiesto lo storno alla banca.", .chargeback),
        ("He pedido un contracargo.", .chargeback),
        ("I am using my right to cancel under the Consumer Contracts Regulations.", .withdrawal),
        ("Hiermit widerrufe ich den Kaufvertrag.", .withdrawal),
        ("J'exerce mon droit de rétractation.", .withdrawal),
        ("Esercito il diritto di recesso.", .withdrawal),
        ("Ejerzo mi derecho de desistimiento.", .withdrawal),
        ("Please delete my personal data under GDPR.", .dataRequest),
        ("Welche Daten haben Sie über mich gespeichert? Auskunft nach DSGVO bitte.", .dataRequest),
        ("Supprimez mes données personnelles.", .dataRequest),
        ("Cancellate i miei dati personali.", .dataRequest),
        ("Borren mis datos personales.", .dataRequest),
        ("Otherwise I leave a one star review.", .reviewThreat),
        ("Sonst gibt es eine schlechte Bewertung.", .reviewThreat),
        ("Je laisserai un avis négatif.", .reviewThreat),
        ("Lascerò una recensione negativa.", .reviewThreat),
        ("Pondré una reseña negativa.", .reviewThreat),
        ("This perfume is a fake.", .counterfeit),
        ("Die Uhr ist eine Fälschung.", .counterfeit),
        ("C'est une contrefaçon.", .counterfeit),
        ("La borsa è contraffatta.", .counterfeit),
        ("Es una falsificación.", .counterfeit),
        ("See attached photo.", .attachment),
        ("Fotos im Anhang.", .attachment),
        ("Photos en pièce jointe.", .attachment),
        ("Vedi foto in allegato.", .attachment),
        ("Adjunto fotos.", .attachment),
        ("I want to speak to a real person.", .personAsked),
        ("Ich möchte mit einem echten Menschen sprechen.", .personAsked),
        ("Je voudrais parler à quelqu'un.", .personAsked),
        ("Voglio parlare con una persona vera.", .personAsked),
        ("Quiero hablar con una persona.", .personAsked),
    ]
}
