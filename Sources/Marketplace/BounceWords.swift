/// How mail servers tell, outside of the form that RFC 3464 gives, that a mail did not arrive. In folded form.
enum BounceWords {
    /// Local parts that only mail servers have.
    static let daemons: [String] = [
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mdaemon", "mail.delivery.system", "mail-daemon",
        "maildaemon",
        "maildelivery", "mail.delivery.subsystem", "microsoftexchange", "microsoft.exchange", "undeliverable",
    ]

    /// Local parts of mail servers and of the people who keep them; other signs than letters left out.
    static let keepers: [String] = ["postmaster", "mailadmin", "mailsystem", "mailmaster", "systemadministrator"]

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

    /// What a server puts behind the subject of the mail that it returns.
    static let subjectEnds: [String] = ["(delivery failed)", ": non remis", ": unzustellbar", "(undeliverable)"]

    /// What only servers say, in protocol or about mailboxes.
    static let clearTexts: [String] = [
        "reporting-mta", "final-recipient", "diagnostic-code", "user unknown", "unknown user", "no such user",
        "mailbox unavailable", "mailbox is full", "mailbox full", "quota exceeded", "over quota", "recipient not found",
        "recipient address rejected", "address rejected", "permanent fatal errors", "this is the mail system at host",
        "this message was created automatically by mail delivery", "following addresses had", "transcript of session",
        "host not found", "host unknown", "--- below this line is a copy", "retry timeout exceeded",
        "sorry, no mailbox",
        "unrouteable", "unroutable", "smtp error", "status: 5.", "status: 4.", "action: failed", "action: delayed",
        "550 5.", "554 5.", "552 5.", "450 4.", "451 4.", "said: 550", "said: 554", "reply: 550", "error: 550",
        "smtp; 550", "550-", "550 requested",
        "did not reach the following recipient",
        "undeliverable to the following", "delivery to the following recipient",
        "delivery has failed to these recipient",
        "message could not be delivered", "message couldn't be delivered", "message was not delivered",
        "message wasn't delivered", "message cannot be delivered", "mail could not be delivered",
        "e-mail could not be delivered", "email could not be delivered", "mail was not delivered",
        "message was rejected",
        "unable to deliver your message", "unable to deliver message", "unable to deliver the message",
        "could not be delivered to the following", "delivery attempts will continue", "could not deliver the message",
        "could not deliver your message", "could not deliver mail",
        "message has been delayed",
        "message has not yet been delivered", "message was undeliverable", "rejected your message",
        "error sending your mail", "permanent delivery failure", "mail delivery failed",
        "nachricht konnte nicht zugestellt", "nachricht wurde nicht zugestellt", "mail konnte nicht zugestellt",
        "votre message n'a pas pu", "message n'a pas été remis", "non è stato possibile recapitare",
        "impossibile recapitare",
        "messaggio non è stato recapitato", "mensaje no se pudo entregar", "no se pudo entregar el mensaje",
        "no se ha podido entregar el mensaje", "mensagem não pôde ser entregue", "não foi possível entregar a mensagem",
        "メールを配信", "メールは配信", "配信できません", "送信できません", "届けることができません", "недоставленное сообщение",
        "не может быть доставлено", "не удалось доставить", "无法送达", "无法投递", "退回",
    ]

    /// What the texts of servers say, and those of people about parcels.
    static let texts: [String] = [
        "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered",
        "was not delivered",
        "wasn't delivered", "could not deliver", "couldn't deliver", "unable to deliver", "not able to deliver",
        "undeliverable", "undelivered", "delivery failed", "delivery has failed", "delivery to the following",
        "delivery failure", "failed permanently", "permanent error", "permanent failure", "failed to deliver",
        "has been delayed", "delayed for", "not yet been delivered", "still being retried", "does not exist",
        "doesn't have a", "returned to you", "rejected by", "was refused", "address unknown", "not our customer",
        "could not send", "not accepted", "nicht zugestellt werden", "unzustellbar", "n'a pas pu être", "non remis",
        "non è stato possibile", "no se puede entregar", "não foi possível", "エラー", "не доставлено",
    ]

    /// Keys of what a sending service tells its customer as JSON.
    static let notificationKeys: [String] = ["notificationtype", "bouncedrecipients", "complainedrecipients"]

    /// What a text says where the server has not given up.
    static let delays: [String] = [
        "delay", "deferred", "still being retried", "not yet been delivered", "will be retried", "will keep trying",
        "warning: could not send", "you do not need to resend", "temporary", "verzögert", "retardé", "différée",
        "ritardat",
        "retrasad", "atrasad", "will continue to try", "(warning)", "notification: warning", "still trying",
    ]
}
