/// Tells mails that want no answer: thanks, and "solved, forget my last mail".
///
/// The marketplace's clock runs on for them until somebody marks them (domain facts 2): they stay with people, who get the
/// marketplace's link for that. A text is only believed where it is short, asks nothing and holds no matter for people.
public enum NoReplyNeeded {
    /// The words that say so; `nil` where an answer is wanted.
    public static func words(in text: String, _ classification: Classification?) -> String? {
        guard let classification, classification.matters.isEmpty, classification.also.isEmpty,
            text.utf8.count <= longest, !text.contains(where: { "?？¿".contains($0) })
        else { return nil }
        let plain = folded(text)
        guard !plain.isEmpty, !doubts.contains(where: { " \(plain) ".contains(" \($0) ") }) else { return nil }
        if let phrase = solved.first(where: { " \(plain) ".contains(" \($0) ") }) { return phrase }
        return thanks(in: plain)
    }

    /// Nothing but thanks, greetings and praise.
    private static func thanks(in plain: String) -> String? {
        var words = plain.split(separator: " ").map(String.init)
        guard let first = words.first(where: thanking.contains) else { return nil }
        words.removeAll { thanking.contains($0) || filling.contains($0) }
        return words.count <= 1 ? first : nil
    }

    /// Small letters and single spaces, without marks.
    private static func folded(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }.joined(separator: " ")
            .replacing("’", with: "'")
    }

    private static let longest = 240

    private static let solved = [
        "problem solved", "issue resolved", "it's resolved", "is resolved now", "has been resolved", "all sorted",
        "it's sorted", "already solved", "forget my last", "ignore my last", "ignore my previous", "disregard my",
        "please disregard", "no need to reply", "no need to answer", "no reply needed", "never mind", "nevermind",
        "hat sich erledigt", "hat sich schon erledigt", "hat sich geklärt", "problem gelöst", "schon erledigt",
        "ist erledigt", "ist angekommen danke", "keine antwort nötig", "vergessen sie meine",
        "problème résolu", "problème est résolu", "c'est résolu", "c'est réglé", "ne tenez pas compte",
        "pas besoin de répondre", "oubliez mon",
        "problema risolto", "ho risolto", "è tutto risolto", "tutto risolto", "ignori il mio",
        "ignorate il mio", "problema solucionado", "problema resuelto", "ya está solucionado", "ya está resuelto",
        "no hace falta responder", "ignore mi mensaje", "olvide mi",
    ]

    /// Words that turn the sense of what is around them.
    private static let doubts = [
        "not", "isn't", "hasn't", "but", "still", "unless", "if", "nicht", "noch", "aber", "falls", "wenn",
        "pas encore",
        "mais", "si", "n'est pas", "non", "ancora", "ma", "se", "pero", "todavía", "aún", "no está", "no se ha",
    ]

    private static let thanking: Set<String> = [
        "thanks", "thank", "thx", "cheers", "danke", "dankeschön", "dank", "merci", "grazie", "gracias", "bedankt",
        "obrigado", "obrigada", "tack", "dziękuję",
    ]

    private static let filling: Set<String> = [
        "you", "very", "much", "so", "a", "lot", "many", "for", "your", "the", "quick", "fast", "help", "reply",
        "answer",
        "response", "great", "perfect", "ok", "okay", "all", "best", "regards", "kind", "hello", "hi", "again", "good",
        "service", "everything", "is", "it", "now", "arrived", "and", "support",
        "vielen", "herzlichen", "schnelle", "die", "für", "ihre", "hilfe", "antwort", "super", "alles", "gut", "gute",
        "mit", "freundlichen", "grüßen", "viele", "grüße", "liebe", "schön", "und", "den", "service", "sehr", "hallo",
        "beaucoup", "pour", "votre", "réponse", "rapide", "aide", "parfait", "bonjour", "bien", "cordialement", "et",
        "mille", "molte", "tante", "per", "la", "sua", "vostra", "risposta", "rapida", "tutto", "perfetto",
        "buongiorno",
        "saluti", "cordiali", "aiuto", "l'aiuto", "ok", "muchas", "por", "su", "respuesta", "rápida", "ayuda",
        "perfecto", "todo", "hola", "un", "saludo", "saludos",
    ]
}
