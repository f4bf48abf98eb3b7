/// How machines that want a sender to prove that it is a person give themselves away. Facts, in folded form
/// (``Folding``).
enum ChallengeWords {
    /// Headers that only their challenges have: of ChoiceMail, ASK, Spamazoid, Spamlion, BoxTrapper, Bluebottle, ExiSpam.
    static let headers = [
        "X-ChoiceMail-Registration-Request", "X-AskVersion", "X-Spamazoid-MD", "Spamlion", "X-Boxtrapper",
        "X-Bluebottle-Request", "X-ExiSpam",
    ]

    /// Local parts of their senders: of EarthLink, SpamHippo.
    static let senders: Set<String> = ["spamblocker-challenge", "spamhippo", "devnull-quarantine"]

    /// Their domains, and what lies below them.
    static let domains = ["notify.boxbe.com", "spamstomp.com", "ipermitmail.com", "knowspam.net"]

    /// The end of their Message-IDs: of TMDA.
    static let messageIDs = ["-tmda-confirm"]

    /// Beginnings of their subjects.
    static let subjects: [String] = [
        "please confirm your message", "please confirm your email to", "please verify your message",
        "verification required for message", "your message requires verification",
        "action required: verify your message", "unverified email to",
        "your email requires verification", "email verification required to deliver", "[spamarrest]",
        "challenge-response", "confirm delivery of your message", "boxbe:",
        "your message to a boxbe user", "sender authentication required", "antispam uol",
        "bitte bestätigen sie ihre nachricht", "bitte bestätigen sie ihre e-mail an", "absenderprüfung",
        "veuillez confirmer votre message", "confirmez l'envoi de votre message",
        "conferma il tuo messaggio", "confirme su mensaje", "confirmação de envio de mensagem",
    ]

    /// With what their texts begin, whatever the subject: some answer under ours.
    static let texts = [
        "i apologize for this automatic reply to your email",
        "to control spam, i now allow incoming messages only from",
        "this message was created automatically by mail delivery software (tmda)",
        "this is an automatic message. your email has been put on hold", "your message has been held until",
    ]
}
