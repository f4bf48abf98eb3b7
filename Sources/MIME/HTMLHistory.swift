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
        "gmail_quote", "gmail_quote_container", "gmail_quote_attribution",  // Gmail, Mailspring, Superhuman
        "yahoo_quoted",  // Yahoo
        "moz-cite-prefix",  // Thunderbird
        "protonmail_quote",  // Proton Mail
        "tutanota_quote",  // Tuta
        "zmail_extra",  // Zoho
        "ik_mail_quote",  // Infomaniak
        "front-blockquote",  // Front
        "cloudmagic-smart-beak",  // Newton
        "qt",  // Fastmail
    ]

    /// Identifiers of such elements; Yahoo's are followed by a number.
    static let containerIdentifiers: Set<String> = [
        "yahoo_quoted",  // Yahoo
        "isforwardcontent", "isreplycontent",  // NetEase
    ]

    /// Values of `name` of such elements.
    static let containerNames: Set<String> = [
        "quote",  // GMX, WEB.DE
        "messagereplysection",  // Spark
    ]

    /// Identifiers of elements that part the new words from all that follows.
    static let dividingIdentifiers: Set<String> = [
        "divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "x_appendonsend",  // Outlook on the web
        "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message",  // Outlook for phones
        "olk_src_body_section",  // Outlook for Mac
        "stopspelling",  // Hotmail
        "zwchr",  // Zimbra
        "reply-intro",  // Roundcube
    ]

    /// Classes of such elements.
    static let dividingClasses: Set<String> = [
        "ms-outlook-mobile-reference-message",  // Outlook for phones
        "outlookmessageheader",  // Windows Mail
    ]

    /// What an element says about history; nil where nothing.
    static func mark(_ name: String, _ attributes: HTMLAttributes, _ style: HTMLStyle?) -> Mark? {
        if attributes.isEmpty { return nil }
        if let id = attributes["id"]?.lowercased() {
            if dividingIdentifiers.contains(id) { return .restOfMail }
            if containerIdentifiers.contains(id) || id.hasPrefix("yahoo_quoted") { return .container }
        }
        if let written = attributes["name"]?.lowercased(), containerNames.contains(written), name == "div" {
            return .container
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
