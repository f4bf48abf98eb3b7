import Correspondence

/// What a mail is about, as a reply says it.
enum MatterWords {
    static func of(_ kind: Kind, language: String) -> String? { table[language]?[kind] }

    private static let table: [String: [Kind: String]] = [
        "en": [
            .inquiry: "your question", .return: "your return", .problem: "the problem that you reported",
            .claim: "your claim",
        ],
        "de": [
            .inquiry: "Ihre Frage", .return: "Ihre Rücksendung", .problem: "das gemeldete Problem",
            .claim: "Ihr Antrag",
        ],
        "fr": [
            .inquiry: "votre question", .return: "votre retour", .problem: "le problème signalé",
            .claim: "votre réclamation",
        ],
        "it": [
            .inquiry: "la sua domanda", .return: "il suo reso", .problem: "il problema segnalato",
            .claim: "il suo reclamo",
        ],
        "es": [
            .inquiry: "su pregunta", .return: "su devolución", .problem: "el problema comunicado",
            .claim: "su reclamación",
        ],
    ]
}
