import Foundation

/// Whether a text says anything beyond thanks and "we have your message".
///
/// A mail that only acknowledges stops no clock and is not permitted (domain facts 2 and 6): an answer carries a fact,
/// a date or a step.
enum Substance {
    static func isLacking(_ text: String) -> Bool {
        let sentences = body(text).flatMap { $0.split(whereSeparator: { ".!?:".contains($0) }) }
        let rest = sentences.filter { !isMereCourtesy(String($0)) }
        let words = rest.reduce(0) { $0 + Folded($1).wordCount }
        return words < fewestWords && !rest.contains { $0.contains(where: \.isNumber) }
    }

    /// “Yes, it fits.” answers; two words do not.
    private static let fewestWords = 3

    /// A longer sentence says something beside the thanks.
    private static let longestCourtesy = 22

    /// The lines between the greeting and the sign-off, without order numbers, which are no facts of their own.
    private static func body(_ text: String) -> [String] {
        var lines = text.split(whereSeparator: \.isNewline).map {
            withoutOrders($0).trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
        if let first = lines.first {
            let greets = greetings.contains(where: Folded(first).begins)
            if greets, isFormula(first) { lines.removeFirst() }
        }
        let closing = lines.lastIndex { line in
            isFormula(line) && signOffs.contains(where: Folded(line).begins)
        }
        return closing.map { Array(lines[..<$0]) } ?? lines
    }

    private static func withoutOrders(_ line: Substring) -> String {
        guard line.utf8.count(where: { $0 == UInt8(ascii: "-") }) > 1 else { return String(line) }
        return String(line.replacing(/\d{3}-\d{7}-\d{7}/, with: ""))
    }

    /// A few words and no sentence: a greeting or a sign-off.
    private static func isFormula(_ line: String) -> Bool {
        let inner = line.dropLast()
        return line.split(separator: " ").count <= 8 && !line.hasSuffix(".") && !line.hasSuffix("?")
            && !inner.contains { ",:!?".contains($0) }
    }

    private static func isMereCourtesy(_ sentence: String) -> Bool {
        let folded = Folded(sentence)
        return !sentence.contains(where: \.isNumber) && courtesies.contains(where: folded.contains)
            && !steps.contains(where: folded.contains)
            && folded.wordCount <= longestCourtesy
    }

    private static let greetings: [FoldedPhrase] = [
        "hello", "hi", "dear", "good morning", "guten tag", "hallo", "sehr geehrte", "sehr geehrter", "liebe", "lieber",
        "bonjour", "bonsoir", "buongiorno", "gentile", "salve", "hola", "buenos días", "buenas tardes", "estimado",
        "estimada",
    ]

    private static let signOffs: [FoldedPhrase] = [
        "kind regards", "best regards", "regards", "yours sincerely", "best wishes", "your team",
        "mit freundlichen grüßen",
        "freundliche grüße", "viele grüße", "beste grüße", "ihr team", "cordialement", "bien à vous",
        "meilleures salutations", "cordiali saluti", "distinti saluti", "saluti", "un saludo", "saludos",
        "atentamente", "un cordial saludo",
    ]

    private static let courtesies: [FoldedPhrase] = [
        "thank", "thanks", "thank you", "received your message", "got your message", "here to help", "happy to help",
        "get back to you", "as soon as possible", "contacting us",
        "danke", "vielen dank", "wir danken", "nachricht erhalten", "nachricht bekommen", "nachricht ist eingegangen",
        "melden uns", "so bald wie möglich", "so schnell wie möglich", "gerne für sie da",
        "merci", "nous vous remercions", "reçu votre message", "bien reçu", "dès que possible", "à votre disposition",
        "grazie", "la ringraziamo", "ricevuto il suo messaggio", "appena possibile", "al più presto",
        "a sua disposizione",
        "gracias", "le agradecemos", "recibido su mensaje", "lo antes posible", "a su disposición",
    ]

    /// A sentence that asks the buyer to do something is an answer.
    private static let steps: [FoldedPhrase] = [
        "please", "bitte", "bitten sie", "veuillez", "merci de nous", "merci d'indiquer", "per favore", "le chiediamo",
        "por favor", "le pedimos",
    ]
}
