/// The words by which mail programs introduce the text that is answered, by language.
///
/// Lower case. A line is an attribution where these words meet a date or an address; see `Attribution`.
enum AttributionWords {
    /// "wrote", as programs put it, wherever in the line it stands.
    static let wrote = PhraseTable(words)

    /// The same at the end of a line.
    static let wroteAtEnd = PhraseTable(words, fromEnd: true)

    /// What people say of themselves and of whom they write to, and no mail program says.
    static let ownVerbs = PhraseTable([
        " i wrote", " we wrote", " you wrote", "ich schrieb", "schrieb ich", "wir schrieben", "schrieben sie",
        "j'ai écrit", "j’ai écrit",
        "vous avez écrit", "i have written", "ich habe geschrieben", "habe ich geschrieben", "ik schreef", "ik heb",
        " i said",
    ])

    private static let words = [
        "wrote", "writes", "has written", "said:",  // English
        "schrieb", "geschrieben", "hat geschrieben", "meinte:",  // German
        "a écrit", "écrit", "a ecrit", "écrivait", "écrivit", "a \u{e9}crit",  // French
        "ha scritto", "scrive:", "scriveva", "scrisse",  // Italian
        "escribió", "escribio", "ha escrito", "escribía", "escribi\u{f3}",  // Spanish
        "escreveu", "escrevia", "a escrit",  // Portuguese
        "schreef", "geschreven",  // Dutch
        "napisał", "napisała", "napisał(a)", "napisal", "pisze:", "napisali",  // Polish
        "skrev", "skreiv",  // Swedish, Norwegian, Danish
        "kirjoitti", "kirjoitettu",  // Finnish
        "написал", "написала", "написал(а)", "пишет", "писал",  // Russian
        "пише", "написав", "написала",  // Ukrainian
        "написа", "пишува",  // Bulgarian, Macedonian
        "napsal", "napsal(a)", "napísal", "píše", "napísala",  // Czech, Slovak
        "írta", "ezt írta",  // Hungarian
        "napisao", "je napisala", "je napisal", "napisal/a",  // Croatian, Serbian, Slovene
        "a scris", "scris:",  // Romanian
        "έγραψε", "έγραψεν",  // Greek
        "yazdı", "şunu yazdı", "yazmış", "şöyle yazdı",  // Turkish
        "đã viết", "viết:", "menulis", "tulis:", "rašė", "rakstīja", "kirjutas",  // Vietnamese, Indonesian, Baltic
        "va escriure", "escriure", "idatzi zuen", "escribiu",  // Catalan, Basque, Galician
        "كتب", "تمت كتابة", "zitat von", "quoting ", "כתב", "כתבה", "‫כתב", "מאת",  // Arabic, Hebrew
        "写道", "寫道", "写到", "のメール", "書きました", "さんは書", "wrote(", "님이 작성", "님이 씀", "작성:",  // Chinese, Japanese, Korean
        "เขียน", "ने लिखा", "नेलिखा", "skrifaði", "scríobh",  // Thai, Hindi, Icelandic, Irish
    ]

    /// The words with which such a line begins where it begins with the date. They count only with a digit in the line.
    static let leads = PhraseTable([
        "on ", "at ", "am ", "le ", "il giorno ", "il ", "in data ", "el ", "em ", "op ", "den ", "dnia ", "w dniu ",
        "på ",
        "v ", "dne ", "dňa ", "la data ", "în ", "tarihinde ", "στις ", "vào ", "pada ", "kirj. ", "quoting ",
        "citerar ", "zitat von ",
        "citando ", "selon ", "в ", "у ", "在", "于", "於", "bei ", "vom ", "date: ", "--- ", "---- ", "il ", "a ", "ở ",
        "le: ", "on: ",
        // Days.
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo.", "di.", "mi.", "do.", "fr.", "sa.", "so.", "mo,", "di,",
        "mi,", "do,", "fr,",
        "sa,", "so,", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lun", "mar",
        "mer", "jeu", "ven", "sam", "dim",
        "mié", "jue", "vie", "sáb", "dom", "gio", "sab", "seg", "ter", "qua", "qui", "sex", "ma ", "wo ", "vr ", "za ",
        "zo ", "tors", "ons", "tis", "mån", "lör", "sön",
        "man.", "tir.", "tir", "lør", "søn", "pe ", "ke ", "ti ", "pon", "wt.", "śr", "czw", "pt.", "sob", "niedz",
        "pn.", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "нд", "po ", "út ", "st ", "čt ", "pá ",
        // Months.
        "jan", "feb", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        // Numbers: a day, a year, an hour.
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
    ])
}
