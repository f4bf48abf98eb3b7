/// The words by which mail programs introduce the text that is answered, by language.
///
/// Lower case. A line is an attribution where these words meet a date or an address; see `Attribution`.
enum AttributionWords {
    /// "wrote", as programs put it, wherever in the line it stands.
    static let wrote: [String] = [
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
        "írta", "ezt írta", "napisao", "je napisao", "je napisala", "je napisal", "napisal/a",  // Hungarian, Serbo-Croatian, Slovene
        "a scris", "scris:",  // Romanian
        "έγραψε", "έγραψεν",  // Greek
        "yazdı", "şunu yazdı", "yazmış", "şöyle yazdı",  // Turkish
        "đã viết", "viết:", "menulis", "tulis:", "rašė", "rakstīja", "kirjutas",  // Vietnamese, Indonesian, Baltic
        "va escriure", "escriure", "idatzi zuen", "escribiu",  // Catalan, Basque, Galician
        "كتب", "כתב", "כתבה", "‫כתב", "מאת",  // Arabic, Hebrew
        "写道", "寫道", "写到", "のメール", "書きました", "さんは書", "wrote(", "님이 작성", "님이 씀", "작성:",  // Chinese, Japanese, Korean
        "เขียน", "ने लिखा", "नेलिखा", "skrifaði", "scríobh",  // Thai, Hindi, Icelandic, Irish
    ]

    /// The words with which such a line begins, before the date.
    static let leads: [String] = [
        "on ", "at ", "am ", "le ", "il giorno ", "il ", "in data ", "el ", "el día ", "em ", "a ", "op ", "den ",
        "dnia ",
        "w dniu ", "på ", "v ", "dne ", "dňa ", "ma ", "ons ", "la ", "în ", "pe ", "tarihinde ", "στις ", "vào ",
        "pada ",
        "kirj. ", "o ", "na ", "data: ", "il ", "tors ", "fre ", "man ", "tir ", "lør ", "søn ", "mån ", "tis ", "lör ",
        "sön ", "ke ", "to ", "ti ", "su ", "pm ", "quoting ", "citerar ", "zitat von ", "quota ", "citando ", "selon ",
        "el jue", "el lun", "el mar", "el mié", "el vie", "el sáb", "el dom", "у ", "в ", "пн", "вт", "ср", "чт", "пт",
        "сб",
        "вс", "нд", "2", "1", "3", "4", "5", "6", "7", "8", "9", "0", "在 ", "在", "于", "於", "bei ", "vom ", "date: ",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue",
        "vie", "sáb", "dom", "gio", "sab", "seg", "ter", "qua", "qui", "sex", "mo.", "di.", "mi.", "do.", "fr.", "sa.",
        "so.", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "jan", "feb", "apr", "may", "jun", "jul", "aug", "sep",
        "oct", "nov", "dec", "--- ", "---- ",
    ]
}
