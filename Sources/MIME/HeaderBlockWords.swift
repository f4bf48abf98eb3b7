/// The names of header fields as mail programs write them above the mail that is answered, by language. Lower case.
enum HeaderBlockWords {
    enum Field: Hashable {
        case from, date, to, subject, other
    }

    static let fields: [String: Field] = {
        var fields: [String: Field] = [:]
        for word in from { fields[word] = .from }
        for word in date { fields[word] = .date }
        for word in to { fields[word] = .to }
        for word in subject { fields[word] = .subject }
        for word in other { fields[word] = .other }
        return fields
    }()

    private static let from = [
        "from", "von", "de", "da", "van", "från", "fra", "od", "lähettäjä", "от", "від", "kimden", "gönderen", "feladó",
        "odesílatel", "odosielateľ", "από", "差出人", "送信者", "发件人", "發件人", "寄件者", "보낸 사람", "보낸사람", "من", "מאת", "dari",
        "từ", "expéditeur", "mittente", "remitente", "remetente", "absender", "nadawca", "afzender", "saatja", "no",
        "nuo",
        "expeditor", "de la", "pošiljatelj", "od:", "de :", "message de", "отправитель",
    ]

    private static let date = [
        "sent", "date", "gesendet", "datum", "envoyé", "envoye", "date d'envoi", "envoyé le", "le", "inviato", "data",
        "enviado", "enviado el", "enviado em", "enviada em", "fecha", "verzonden", "datum", "skickat", "sendt", "sänt",
        "dato", "wysłano", "wysłane", "data", "lähetetty", "päivämäärä", "отправлено", "дата", "надіслано", "tarih",
        "gönderildi", "gönderme tarihi", "elküldve", "dátum", "odesláno", "odoslané", "ημερομηνία", "στάλθηκε", "日付",
        "送信日時", "日時", "发送时间", "日期", "寄件日期", "보낸 날짜", "날짜", "التاريخ", "תאריך", "נשלח", "tanggal", "ngày", "sent at",
        "message du", "gesendet am", "date:", "invio", "trimis", "poslano", "sent on", "received", "am", "datum/zeit",
    ]

    private static let to = [
        "to", "an", "à", "a", "para", "till", "til", "aan", "do", "vastaanottaja", "кому", "kime", "alıcı", "címzett",
        "komu", "προς", "宛先", "收件人", "收件者", "받는 사람", "받는사람", "إلى", "אל", "kepada", "đến", "destinataire",
        "destinatario", "destinatário", "empfänger", "recipient", "către", "za", "pour", "kopia", "per", "adresat",
    ]

    private static let subject = [
        "subject", "betreff", "betr", "objet", "oggetto", "asunto", "assunto", "onderwerp", "ämne", "emne", "temat",
        "aihe",
        "тема", "konu", "tárgy", "předmět", "predmet", "θέμα", "件名", "主题", "主題", "主旨", "제목", "الموضوع", "נושא",
        "subjek",
        "chủ đề", "subiect", "zadeva", "sujet", "teema", "titel", "re", "perihal",
    ]

    private static let other = [
        "cc", "kopie", "copie à", "copie", "cópia", "copia", "bcc", "reply-to", "reply to", "antwort an", "répondre à",
        "rispondi a", "responder a", "responder para", "svar till", "svar til", "importance", "wichtigkeit", "priority",
        "attachments", "anlagen", "anhänge", "pièces jointes", "allegati", "adjuntos", "anexos", "bijlagen", "dw",
        "udw",
        "копия", "копія", "抄送", "副本", "참조", "mailed-by", "signed-by", "to unsubscribe", "resent-from", "organization",
        "message-id", "resent-to", "sent by", "sender", "importance ", "required", "when", "where",
    ]
}
