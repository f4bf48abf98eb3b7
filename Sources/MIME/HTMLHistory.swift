/// What mail programs put around the mail that is answered.
enum HTMLHistory {
    enum Mark {
        /// The element holds history.
        case container
        /// Everything below the element's start is history.
        case restOfMail
    }

    /// Classes of elements that hold the mail that is answered, each with the program that writes it.
    static let containerClasses: Set<String> = [
        "gmail_quote", "gmail_quote_container", "gmail_extra",  // Gmail
        "yahoo_quoted", "yahoo-quoted", "yqt",  // Yahoo
        "moz-cite-prefix",  // Thunderbird
        "protonmail_quote", "tutanota_quote", "zmail_extra", "zmail_extra_hr",  // Proton, Tutanota, Zoho
        "mailmaster-quote", "foxmail-quote", "qt", "aolreplacedquote",  // NetEase, AOL
        "mail_quote", "cloudmagic-smart-beak", "edo-reply", "sh-quoted-content",  // Newton, Edison, Spark
        "spike-quoted-message", "mcntquote", "x_gmail_quote", "web_de_quote",
        "gmx_quote", "freebirdquote", "ik_mail_quote", "front-blockquote",
        "mb_quote", "bluemail-quote", "quoted-text", "reply-quote",
    ]

    /// Identifiers of such elements.
    static let containerIdentifiers: Set<String> = [
        "yahoo_quoted", "isforwardcontent", "mailcontenteditor_quote", "aolmail_quote", "replybody", "isreplycontent",
        "qm_quote", "tmjah_g_1299_quote",
    ]

    /// Identifiers of elements that part the new words from all that follows.
    static let dividingIdentifiers: Set<String> = [
        "divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "x_appendonsend", "stopspelling", "olk_src_body_section",
        "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message", "zwchr",
        "replywithquote", "reply-intro", "previousmessage",
    ]

    /// Classes of such elements.
    static let dividingClasses: Set<String> = [
        "outlookmessageheader", "ms-outlook-mobile-reference-message", "olk_src_body_section",
    ]

    /// What an element says about history; nil where nothing.
    static func mark(_ name: String, _ attributes: HTMLAttributes, _ style: HTMLStyle?) -> Mark? {
        if attributes.isEmpty { return nil }
        if let id = attributes["id"]?.lowercased() {
            if dividingIdentifiers.contains(id) { return .restOfMail }
            if containerIdentifiers.contains(id) || id.hasPrefix("yahoo_quoted") { return .container }
        }
        if let classes = attributes["class"]?.lowercased() {
            for one in classes.split(separator: " ") {
                if containerClasses.contains(String(one)) { return .container }
                if dividingClasses.contains(String(one)) { return .restOfMail }
            }
        }
        if name == "blockquote", attributes["type"]?.lowercased() == "cite" || attributes["cite"] != nil {
            return .container
        }
        if name == "div", style?.isOutlookRule == true { return .restOfMail }
        return nil
    }
}
