/// Which form of a body a person reads.
enum BodyChoice {
    /// Puts the bodies into the mail: plain text unless it is empty or only says that there is HTML.
    static func take(_ bodies: [PartWalk.Body], into mail: inout Mail, limits: Limits) {
        mail.html = bodies.lazy.compactMap(\.html).first
        let plain = bodies.compactMap { $0.plain ?? $0.enriched }
        mail.plainPart = plain.isEmpty ? nil : plain.joined(separator: "\n")
        var texts: [String] = []
        var fromPlain = false
        for body in bodies {
            if let plain = body.plain ?? body.enriched, body.html == nil || saysSomething(plain) {
                texts.append(plain)
                fromPlain = fromPlain || !LineShape.isBlank(plain)
            } else if let html = body.html {
                texts.append(HTMLText.text(from: html))
            }
        }
        mail.text = texts.count == 1 ? texts[0] : texts.filter { !LineShape.isBlank($0) }.joined(separator: "\n")
        mail.isTextFromHTML = mail.html != nil && !fromPlain
    }

    /// Whether a plain form is more than a notice that there is another form: a sentence that is none.
    static func saysSomething(_ plain: String) -> Bool {
        if LineShape.isBlank(plain) { return false }
        guard plain.utf8.count < longestNotice else { return true }
        let lower = plain.lowercased()
        guard ByteSearch.contains(lower, "html") else { return true }
        let sentences = lower.split { ".!?".contains($0) }.filter { !LineShape.isBlank($0) && $0.utf8.count > 12 }
        return !sentences.allSatisfy { sentence in notices.contains { sentence.contains($0) } }
    }

    /// A notice is a sentence or two.
    private static let longestNotice = 400

    /// Words that such notices have beside "HTML", in the languages of the marketplace's sites.
    private static let notices = [
        "not support html", "http", "browser", "your email client", "your mail client", "click", "turn on", "enable",
        "switch", "upgrade", "doesn't support html", "does not display html", "unable to display html", "view this",
        "html version", "html email", "html e-mail", "html message", "html format", "html mail", "an html", "in html",
        "html-capable", "html capable", "html-enabled", "html compatible", "view it in html", "use an html",
        "html-format", "html-nachricht", "html-e-mail", "html-mail", "html-fähig", "kein html", "als html",
        "format html", "message html", "au format html", "version html", "en html", "in formato html",
        "messaggio html", "formato html", "mensaje html", "versión html", "correo html", "mensagem html",
        "html-bericht",
        "html-formaat", "wiadomość html", "html-meddelande",
    ]
}
