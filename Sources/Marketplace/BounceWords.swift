/// How mail servers tell, outside of the form that RFC 3464 gives, that a mail did not arrive. In folded form.
enum BounceWords {
    /// Local parts that only mail servers have.
    static let daemons: [String] = [
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mdaemon", "mail.delivery.system", "mail-daemon",
        "maildaemon",
        "maildelivery", "mail.delivery.subsystem", "microsoftexchange", "microsoft.exchange", "undeliverable",
    ]

    /// Local parts of mail servers, and of the people who keep them.
    static let keepers: [String] = [
        "postmaster", "mailadmin", "mail-admin", "sysadmin", "system administrator", "administrator", "admin", "daemon",
        "root", "mailsystem", "mail-system", "mailmaster", "mailer", "bounce", "bounces", "no-reply", "noreply",
        "do-not-reply", "donotreply", "imss", "mailsweeper", "mailscanner", "mail_security", "antispam", "antivirus",
    ]

    /// Display names of mail servers.
    static let names: [String] = [
        "mail delivery sub", "mail delivery system", "mail deliver system", "mail delivery service",
        "delivery subsystem",
        "mailer-daemon", "mail administrator", "system administrator", "mail system", "internet mail delivery",
        "mailer daemon", "ndr administrator", "mail delivery", "microsoft outlook", "microsoft exchange", "postmaster",
    ]

    /// Beginnings of subjects.
    static let subjects: [String] = [
        "undeliver", "undelivered mail", "unable to deliver", "delivery status notification", "delivery failure",
        "delivery notification", "delivery error", "delivery report", "delivery delayed", "delivery has failed",
        "delivery problem", "delivery unsuccessful", "delivery incomplete", "delivery warning", "failure notice",
        "failure delivery", "failed delivery", "failed mail", "failed to deliver", "fatal: delivery",
        "mail delivery fail",
        "mail delivery problem", "mail delivery status", "mail delivery warning", "mail delivery error",
        "mail delivery delayed", "mail deliver error", "mail failure", "mail failed", "mail system error",
        "mail not delivered",
        "mail could not be delivered", "mail error", "message delivery failure", "message delivery fail",
        "message delivery problem", "message could not be delivered", "message not delivered", "message undeliverable",
        "message delayed", "message status - undeliverable", "non-delivery", "nondeliverable", "non delivery",
        "not delivered", "permanent delivery failure", "returned mail", "returned email", "return receipt failed",
        "returned to sender", "there was an error sending your mail", "undeliverable", "user unknown",
        "email delivery failure",
        "e-mail delivery failure", "email could not be delivered", "email not delivered", "could not send message",
        "delayed mail", "deferred mail", "warning: message", "warning: could not send", "warning: mail", "bounce:",
        "bounced mail", "transient delivery", "the message you sent was not delivered",
        "your message could not be delivered",
        "your mail could not be delivered", "problem delivering", "problems delivering", "error sending message",
        "rejected mail", "automatically rejected mail", "message rejected", "mail rejected", "mail returned",
        "address not found",
        "message blocked", "message not sent", "recipient unknown", "recipient address rejected",
        "[postmaster] email delivery",
        "notification of undelivered", "notice: unable to deliver", "mail routing error", "smtp error",
        // German
        "unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "fehler bei der zustellung",
        "unzustellbarkeitsbericht",
        "ihre nachricht konnte nicht zugestellt", "zustellfehler", "mail konnte nicht zugestellt",
        "benachrichtigung zum übermittlungsstatus",
        "benachrichtigung über zustell", "unzustellbare", "zustellstatus", "übermittlungsstatus",
        "nachricht wurde nicht zugestellt",
        "zustellung verzögert", "rückläufer", "mail unzustellbar", "fehlgeschlagene zustellung",
        // French
        "non remis", "non délivré", "message non distribué", "message non remis", "échec de la remise",
        "echec de la remise",
        "échec de remise", "notification d'échec", "notification de non", "courrier non distribué",
        "retour à l'expéditeur",
        "avis de non-remise", "non distribuable", "remise différée", "rapport de non-remise", "mail non délivré",
        "non remise",
        // Italian
        "mancata consegna", "messaggio non recapitabile", "non recapitabile", "impossibile recapitare",
        "mancato recapito",
        "recapito non riuscito", "consegna fallita", "consegna non riuscita", "avviso di mancata consegna",
        "errore di consegna",
        "notifica di mancato recapito", "posta non recapitata", "messaggio non consegnato", "consegna ritardata",
        // Spanish
        "no se puede entregar", "no se pudo entregar", "no entregado", "no entregable", "error de entrega",
        "entrega fallida",
        "mensaje no entregado", "correo no entregado", "fallo en la entrega", "notificación de estado de entrega",
        "aviso de no entrega", "correo devuelto", "mensaje devuelto", "no se ha podido entregar", "entrega retrasada",
        // Portuguese
        "não entregue", "não foi possível entregar", "falha na entrega", "mensagem não entregue", "erro na entrega",
        "notificação de status de entrega", "não entregável", "e-mail não entregue", "devolução de mensagem",
        // Others
        "onbestelbaar", "niet bezorgd", "bezorging mislukt", "kan niet worden bezorgd", "olevererbart",
        "kan inte levereras",
        "kunne ikke leveres", "leveringsfejl", "toimittaminen epäonnistui", "niedostarczon", "nie można dostarczyć",
        "nedoručiteln", "nedoručen", "nem kézbesíthető", "kézbesíthetetlen", "teslim edilemedi", "ulaştırılamadı",
        "недоставленное сообщение", "не удалось доставить", "сообщение не доставлено", "недоставленн",
        "невозможно доставить",
        "配信不能", "配信できません", "配送失敗", "メールを配信できません", "エラーメール", "メールエラー", "送信できません", "メッセージを配信できませんでした",
        "メールセンター", "配信エラー", "退信", "系统退信", "投递失败", "无法投递", "無法投遞", "未送达", "未傳遞", "无法传递", "전송 실패",
        "배달되지 않음", "메일 전송 실패",
    ]

    /// What stands anywhere in a subject and is said by no person.
    static let subjectParts: [String] = [
        "returned to sender", "returning to sender", "returning message to sender", "could not be delivered",
        "mail delivery failed", "delivery status notification", "undeliverable", "delivery failure", "non remis",
        "user unknown!", "mail failure", "not yet been delivered", "not delivered to", "unzustellbar",
    ]

    /// What the texts of servers say.
    static let texts: [String] = [
        "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered",
        "was not delivered",
        "wasn't delivered", "could not deliver", "couldn't deliver", "unable to deliver", "not able to deliver",
        "undeliverable", "undelivered", "delivery failed", "delivery has failed", "delivery to the following",
        "delivery failure", "failed permanently", "permanent error", "permanent failure", "permanent fatal errors",
        "failed to deliver", "has been delayed", "delayed for", "not yet been delivered", "still being retried",
        "user unknown",
        "unknown user", "no such user", "mailbox unavailable", "mailbox is full", "mailbox full", "quota exceeded",
        "over quota",
        "recipient not found", "recipient address rejected", "address rejected", "does not exist", "doesn't have a",
        "did not reach the following", "undeliverable to the following", "reporting-mta", "final-recipient",
        "diagnostic-code",
        "returned to you", "this is the mail system at host", "this message was created automatically by mail delivery",
        "this is a permanent error", "following addresses had", "transcript of session follows", "message was rejected",
        "rejected your message", "rejected by", "was refused", "host not found", "host unknown", "returned mail",
        "--- below this line is a copy", "retry timeout exceeded", "sorry, no mailbox", "address unknown",
        "unrouteable",
        "unroutable", "not our customer", "was undeliverable", "error sending your mail", "could not send",
        "not accepted",
        "smtp error", "status: 5.", "status: 4.", "action: failed", "action: delayed", "550 5.", "554 5.", "552 5.",
        "550 ",
        "konnte nicht zugestellt", "nicht zugestellt werden", "unzustellbar", "n'a pas pu être", "n'a pas été remis",
        "non remis", "impossibile recapitare", "non è stato possibile", "non è stato recapitato", "no se pudo entregar",
        "no se ha podido entregar", "no se puede entregar", "não foi possível entregar", "não pôde ser entregue",
        "配信できません", "送信できません", "届けることができません", "エラー", "не доставлено", "не удалось", "не может быть доставлено",
        "недоставленное", "无法送达", "无法投递", "退回",
    ]

    /// What a text says where the server has not given up.
    static let delays: [String] = [
        "delay", "deferred", "still being retried", "not yet been delivered", "will be retried", "will keep trying",
        "warning: could not send", "you do not need to resend", "temporary", "verzögert", "retardé", "différée",
        "ritardat",
        "retrasad", "atrasad", "will continue to try", "(warning)", "notification: warning", "still trying",
    ]
}
