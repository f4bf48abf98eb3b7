/// The words between dashes that part new words from the mail that is answered or passed on, by language. Lower case.
enum DividerWords {
    /// "Original Message" and what programs write in its place.
    static let original = PhraseTable([
        "original message", "original --", "messaggio da ", "message de ", "message from ", "邮件原件", "邮件原文",
        "original appointment", "reply message", "original email", "original mail",
        "message original",
        "ursprüngliche nachricht", "urspruengliche nachricht", "originalnachricht", "original-nachricht",
        "originalmeldung", "ursprüngliche e-mail", "ursprünglicher termin", "original nachricht",
        "message d'origine", "message d’origine", "message initial", "message d`origine", "courriel original",
        "mail original",
        "messaggio originale", "messaggio original", "messaggio d'origine", "mensaje original", "mensagem original",
        "mensaje originaly", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht",
        "ursprungligt meddelande", "originalmeddelande", "opprinnelig melding", "oprindelig meddelelse",
        "original besked",
        "oprindelig besked", "wiadomość oryginalna", "wiadomosc oryginalna", "oryginalna wiadomość", "treść oryginalna",
        "alkuperäinen viesti", "исходное сообщение", "оригинальное сообщение", "пересылаемое сообщение-ответ",
        "оригінальне повідомлення", "původní zpráva", "pôvodná správa", "eredeti üzenet", "orijinal ileti",
        "özgün ileti", "orijinal mesaj", "αρχικό μήνυμα", "mesaj original", "izvirno sporočilo", "originalna poruka",
        "元のメッセージ", "原始邮件", "原始郵件", "原邮件", "原始信件", "원본 메시지", "원본 메일", "الرسالة الأصلية", "הודעה מקורית",
        "pesan asli", "thư gốc", "tin nhắn gốc", "missatge original", "jatorrizko mezua",
    ])

    /// "Forwarded message" and what programs write in its place.
    static let forwarded = PhraseTable([
        "forwarded message", "forwarded by", "forwarded mail", "forwarded email", "forwarded e-mail",
        "begin forwarded message", "start of forwarded message", "forwarded from",
        "weitergeleitete nachricht", "anfang der weitergeleiteten", "weitergeleitete e-mail", "weitergeleitet von",
        "message transféré", "message transmis", "début du message transféré", "début du message réexpédié",
        "message réexpédié", "messaggio inoltrato", "inizio messaggio inoltrato", "messaggio inoltrato da",
        "mensaje reenviado", "inicio del mensaje reenviado", "mensagem encaminhada", "mensagem reencaminhada",
        "início da mensagem encaminhada", "início da mensagem reencaminhada", "doorgestuurd bericht",
        "begin doorgestuurd bericht", "vidarebefordrat", "vidarebefordrat brev", "vidarebefordrat mejl",
        "vidarebefordrat meddelande",
        "videresendt melding", "videresendt besked", "videresendt meddelelse", "start på videresendt",
        "przekazana wiadomość", "wiadomość przekazana",
        "początek przekazywanej", "treść przekazanej", "välitetty viesti", "edelleenlähetetty viesti",
        "пересылаемое сообщение", "переслане повідомлення", "начало переадресованного сообщения",
        "přeposlaná zpráva", "preposlaná správa", "továbbított üzenet", "yönlendirilen ileti", "iletilmiş mesaj",
        "iletilen ileti",
        "προωθημένο μήνυμα", "mesaj redirecționat", "転送メッセージ", "転送されたメッセージ", "转发的邮件", "转发邮件", "轉寄的郵件", "轉寄郵件", "已转发邮件",
        "전달된 메시지", "전달된 메일", "הודעה שהועברה", "رسالة معاد توجيهها", "pesan terusan", "thư đã chuyển tiếp",
        "missatge reenviat",
    ])

    /// Lines below which everything is the mail that is answered, as help desks and clients write them.
    static let replyAbove = PhraseTable([
        "reply above this line", "type your reply above this line", "please type your reply above",
        "reply above the line",
        "write above this line", "respond above this line", "bitte antworten sie oberhalb dieser linie",
        "antworten sie oberhalb",
        "please reply above this line", "répondez au-dessus de cette ligne", "veuillez répondre au-dessus",
        "responda por encima de esta línea", "responda arriba de esta línea", "rispondi sopra questa riga",
        "responda acima desta linha",
        "antwoord boven deze regel", "svar over denne linje", "svara ovanför denna rad", "quoted message",
        "quoted text below",
    ])
}
