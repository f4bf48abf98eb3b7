/// Small words that nearly every sentence of a language has and the others have not.
///
/// CLD2 takes longer over one mail than all else that is done with it; these settle the plain cases.
enum LanguageWords {
    static let languages: [String: [String]] = [
        "en": [
            "the", "and", "my", "it", "not", "have", "with", "for", "this", "you", "your", "are", "that", "but", "can",
            "how", "when", "please", "does", "would", "been", "they", "there", "what", "which", "from", "has", "i'm",
            "it's",
            "could", "where", "will", "if", "just",
        ],
        "de": [
            "der", "das", "und", "ich", "nicht", "ist", "ein", "eine", "einen", "mit", "für", "auf", "sie", "wie",
            "bitte",
            "aber", "auch", "noch", "habe", "kann", "dem", "den", "wir", "mir", "mich", "bei", "oder", "wann", "wurde",
            "hat",
            "ihr", "ihre", "wird", "gibt", "nur", "sich", "zum", "zur", "vom", "schon",
        ],
        "fr": [
            "les", "des", "est", "je", "pas", "vous", "pour", "et", "dans", "avec", "mais", "sur", "ne", "mon", "ma",
            "votre",
            "suis", "j'ai", "c'est", "été", "cette", "ce", "qui", "aux", "bonjour", "merci", "où", "nous", "sont",
            "l'article",
            "à",
        ],
        "it": [
            "il", "che", "di", "è", "per", "sono", "ho", "gli", "della", "questo", "questa", "alla", "anche", "dal",
            "nel", "ma",
            "vorrei", "grazie", "buongiorno", "perché", "mio", "posso", "più", "degli", "delle", "nella", "ancora",
            "stato",
            "quando", "sul", "vi", "ci",
        ],
        "es": [
            "el", "los", "las", "y", "pero", "muy", "hola", "gracias", "cuando", "cuándo", "qué", "está", "he", "mi",
            "lo", "se",
            "del", "al", "ha", "estoy", "tengo", "puedo", "quiero", "sin", "más", "cómo", "este", "con", "por", "ya",
        ],
    ]

    /// The language of each word that belongs to one alone.
    static let byWord: [String: String] = {
        var found: [String: String] = [:]
        var shared: Set<String> = []
        for (language, words) in languages {
            for word in words where found.updateValue(language, forKey: word) != nil { shared.insert(word) }
        }
        return found.filter { !shared.contains($0.key) }
    }()
}
