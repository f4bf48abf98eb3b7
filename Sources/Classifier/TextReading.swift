/// A text with all that is read in it before any judgement.
struct TextReading: Sendable {
    let text: NormalisedText
    let findings: [Lexicon.Finding]
    let features: Features
    /// The languages whose phrases count: the one that the text is surely in, else all.
    let languages: UInt8
    /// One of our five languages, without doubt.
    let languageIsSure: Bool

    /// The language of fewer words is never sure.
    private static let fewestWords = 5

    init(_ source: String, hint: String?, lexicon: Lexicon) {
        text = NormalisedText(source)
        let found = Language.detect(source, hint: hint)
        let language = found.reliable && text.tokens.count >= Self.fewestWords ? Language(rawValue: found.code) : nil
        languages = language?.bit ?? Language.allBits
        languageIsSure = language != nil
        findings = lexicon.findings(in: text, languages: languages)
        features = Features(text, findings, keys: lexicon.keys)
    }
}
