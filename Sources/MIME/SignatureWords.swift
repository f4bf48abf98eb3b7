/// What stands at the end of mails without being the writer's words, by language. Lower case.
enum SignatureWords {
    /// How the footers of devices and programs begin. What follows has to name a device or program, since people write
    /// "Sent from my desk" too.
    static let sentFrom = PhraseTable([
        "sent from", "sent via", "sent with", "sent using", "sent by", "get outlook for", "written on my",
        "typed on my",
        "von meinem", "gesendet von", "gesendet mit", "gesendet über", "gesendet aus", "von unterwegs",
        "diese nachricht wurde von meinem",
        "diese e-mail wurde von meinem", "versendet mit", "hol dir outlook", "outlook für", "holen sie sich outlook",
        "envoyé de", "envoyé depuis", "envoyé avec", "envoyé à partir", "envoyé par", "envoye de",
        "télécharger outlook", "obtenez outlook", "provenance :",
        "inviato da", "inviato dal", "inviata da", "inviato con", "inviato tramite", "scarica outlook",
        "ottieni outlook",
        "enviado desde", "enviado con", "enviado a través", "enviado de", "obtener outlook", "descargar outlook",
        "enviado do", "enviado pelo",
        "enviado a partir", "enviada do", "enviado por", "obter o outlook", "verzonden met", "verzonden vanaf",
        "verstuurd vanaf", "verstuurd met", "verstuurd via",
        "verzonden via", "outlook voor", "download outlook", "skickat från", "skickades från", "skickat med",
        "hämta outlook", "sendt fra", "sendt med", "hent outlook", "få outlook",
        "wysłane z", "wysłano z", "wysłane za", "wyslane z", "pobierz program outlook", "lähetetty", "hanki outlook",
        "отправлено с", "отправлено из", "отправлено от", "надіслано з",
        "скачать outlook", "odesláno z", "odoslané z", "odesláno pomocí", "elküldve", "gönderildi",

        "στάλθηκε από", "trimis de pe", "trimis din", "poslano z", "poslano iz", "发自我的", "从我的",
        "發自我的", "傳送自", "从 windows 版邮件发送",
        "تم الإرسال من", "נשלח מ", "dikirim dari", "được gửi từ", "đã gửi từ", "enviat des",
    ])

    /// How such footers end in languages that put the verb last.
    static let sentFromAtEnd = PhraseTable(
        [
            "gönderildi", "から送信", "で送信", "에서 보냄", "에서 보냈습니다", "发送", "發送", "傳送", "gesendet.", "gesendet", "lähetetty",
            "küldve", "skickat",
        ],
        fromEnd: true)

    /// What devices and programs are called.
    static let devices = PhraseTable([
        "iphone", "ipad", "ipod", "ios", "apple watch", "macbook", "android", "samsung", "galaxy", "huawei", "xiaomi",
        "redmi", "pixel", "oneplus", "oppo",
        "motorola", "nokia", "lumia", "htc", "lg ", "sony", "xperia", "honor", "fairphone", "blackberry",
        "windows phone", "windows 10", "windows mail", "windows",
        "mail for", "mail für", "courrier", "posta per", "correo para", "outlook", "gmail", "inbox", "yahoo", "aol",
        "gmx", "web.de", "t-online", "k-9", "k9", "proton",
        "tutanota", "tuta", "mailbox", "mailspring", "airmail", "spark", "newton", "bluemail", "blue mail", "aqua mail",
        "edison", "nine", "typeapp", "polymail", "thunderbird",
        "freenet", "orange", "free mobile", "laposte", "libero", "tiscali", "virgilio", "vodafone", "telekom",
        "verizon", "t-mobile", "at&t", "sprint", "telstra",
        "mobile", "mobil", "mobilny", "mobiltelefon", "mobiele", "handy", "smartphone", "telephone", "téléphone",
        "telefon", "telefono", "teléfono", "telefoon", "telemóvel",
        "celular", "phone", "tablet", "tablette", "cellulare", "dispositivo", "device", "appareil", "gerät", "surface",
        "chromebook", "3g", "4g", "5g", "wireless", "palm", "treo", "bold",
        "puhelin", "puhelimesta", "телефон", "мобильного", "айфон", "mail.ru", "почты", "яндекс", "yandex",
        "bitdefender", "superhuman", "mail app", "app mail", "mail-app",
        "手机", "手機", "邮箱", "郵件", "メール", "携帯", "휴대", "smb", "kindle", "echo", "email app", "e-mail app", "ativado",
        "myphone", "myipad", "mail de", "apple mail", "app de", "appli",
    ])

    /// How legal footers and the advertising of virus scanners begin.
    static let legal = PhraseTable([
        "confidentiality notice", "confidentiality:", "this e-mail and any", "this email and any",
        "this message and any", "this message is confidential",
        "this communication is", "the information contained in this", "the information transmitted",
        "the contents of this e", "disclaimer:", "disclaimer -", "privileged and confidential",
        "if you are not the intended recipient", "this email is confidential", "this e-mail is confidential",
        "this message contains confidential", "this email may contain",
        "this e-mail may contain", "this message may contain", "notice: this e", "important notice:", "legal notice",
        "privileged/confidential",
        "please consider the environment", "think before you print", "please don't print", "save paper",
        "diese e-mail enthält vertrauliche", "diese e-mail und", "diese nachricht ist vertraulich",
        "der inhalt dieser e-mail", "diese mail enthält", "vertraulichkeitshinweis", "bitte denken sie an die umwelt",
        "ce message et", "ce message est confidentiel", "ce courriel", "ce mail et", "cet e-mail",
        "les informations contenues dans", "avis de confidentialité", "pensez à l'environnement",
        "pensez à l’environnement",
        "le informazioni contenute", "questo messaggio e", "questa e-mail", "avviso di riservatezza", "ai sensi del",
        "rispetta l'ambiente",
        "este mensaje y", "este mensaje", "este correo", "aviso legal", "aviso de confidencialidad",
        "la información contenida en este", "antes de imprimir", "advertencia legal",
        "esta mensagem", "este e-mail", "aviso de confidencialidade", "dit bericht is", "de informatie in dit",
        "disclaimer", "deze e-mail", "detta meddelande", "denne e-mail", "denne meddelelse",
        "ta wiadomość", "niniejsza wiadomość", "informacje zawarte w", "данное сообщение", "это сообщение содержит",
        "avast logo", "this email has been checked for viruses", "diese e-mail wurde von avast",
        "cet e-mail a été vérifié", "l'absence de virus", "virus-free", "virenfrei", "sans virus",
        "libre de virus", "privo di virus", "virusvrij", "no virus found in this", "checked by avg", "scanned by",
        "mailscanner", "this email was scanned", "do you yahoo!?",
    ])

    /// What such footers are about; without it a line that begins like one is the writer's.
    static let legalMatters = PhraseTable([
        "confiden", "vertraulich", "riservat", "vertrouwelijk", "poufn", "конфиденц", "privileged", "recipient",
        "intended", "destinat",
        "empfänger", "geadresseerde", "bestemd", "adresat", "virus", "viren", "avast", "avg", "scann", "environment",
        "umwelt",
        "environnement", "ambiente", "print", "imprim", "drucken", "stampare", "disclaim", "fortrolig", "konfiden",
        "legal notice",
        "aviso legal", "advertencia legal", "save paper", "yahoo!", "privacy", "gdpr", "datenschutz",
    ])

    /// Words that close a letter. They end it only where more than a name follows.
    static let valedictions: Set<String> = [
        "regards", "best regards", "kind regards", "warm regards", "kindest regards", "with kind regards",
        "many thanks", "best wishes", "best", "cheers", "sincerely",
        "yours sincerely", "yours faithfully", "yours truly", "sincerely yours", "all the best", "rgds", "br", "kr",
        "respectfully", "with best regards", "thanks and regards", "thanks & regards", "thank you and best regards",
        "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss",
        "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse",
        "liebe grüße", "beste grüße", "schöne grüße", "gruß", "grüße", "lg", "mfg", "vg", "hochachtungsvoll",
        "herzliche grüße", "mit besten grüßen", "beste grüsse", "mit freundlichen gruessen",
        "cordialement", "bien cordialement", "bien à vous", "sincères salutations", "meilleures salutations",
        "salutations", "cdlt", "respectueusement", "très cordialement",
        "cordiali saluti", "distinti saluti", "saluti", "un saluto", "buona giornata", "cordialmente",
        "un cordiale saluto", "grazie e saluti",
        "saludos", "un saludo", "saludos cordiales", "atentamente", "atte", "cordiales saludos", "un cordial saludo",
        "reciba un cordial saludo",
        "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "obrigado", "abraços",
        "met vriendelijke groet", "met vriendelijke groeten", "groeten", "vriendelijke groet", "mvg",
        "med vänlig hälsning", "vänliga hälsningar", "med vänliga hälsningar", "hälsningar", "mvh", "med venlig hilsen",
        "venlig hilsen", "vennlig hilsen", "med vennlig hilsen", "hilsen",
        "pozdrawiam", "z poważaniem", "z powazaniem", "pozdrowienia", "z wyrazami szacunku", "terveisin",
        "ystävällisin terveisin", "с уважением", "с наилучшими пожеланиями", "з повагою",
        "s pozdravem", "s pozdravom", "üdvözlettel", "tisztelettel", "saygılarımla", "iyi çalışmalar", "με εκτίμηση",
        "cu stimă", "lep pozdrav", "敬具", "よろしくお願いいたします", "此致", "祝好",
    ]
}
