/// What elements mean for the text (HTML Living Standard, section 15.3, as far as it shows in plain text).
enum HTMLElements {
    /// Elements whose content nobody sees.
    static let unseen: Set<String> = [
        "script", "style", "head", "title", "template", "noscript", "iframe", "object", "applet", "audio", "video",
        "svg",
        "math", "select", "datalist", "noframes", "map", "canvas", "xml",
    ]

    /// Elements that start and end a line.
    static let lines: Set<String> = [
        "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "header", "html", "legend", "li", "main", "menu", "nav",
        "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "blockquote", "option",
    ]

    /// Elements with an empty line before and after.
    static let paragraphs: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "hr", "listing",
    ]

    /// Elements that have no content and no end.
    static let void: Set<String> = [
        "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta",
        "param", "source", "track", "wbr",
    ]

    /// Whether an element's style or attributes hide it: `display:none`, `visibility:hidden`, `font-size:0`, `mso-hide`,
    /// a height of nothing.
    static func areHidden(_ attributes: HTMLAttributes) -> Bool {
        if attributes.isEmpty { return false }
        if attributes["hidden"] != nil { return true }
        guard let style = attributes["style"] else { return false }
        return isHiding(style)
    }

    static func isHiding(_ style: String) -> Bool {
        for declaration in style.utf8.split(separator: UInt8(ascii: ";")) {
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = word(declaration[..<colon])
            guard let values = hiding[name] else { continue }
            var value = word(declaration[declaration.index(after: colon)...])
            if let mark = value.range(of: "!important") { value.removeSubrange(mark) }
            if values.contains(value) { return true }
        }
        return false
    }

    private static func word(_ bytes: Substring.UTF8View) -> String {
        String(decoding: bytes.filter { $0 > 32 }, as: UTF8.self).lowercased()
    }

    private static let nothing: Set<String> = ["0", "0px", "0pt", "0em", "0rem", "0%", "0.0px"]

    private static let hiding: [String: Set<String>] = [
        "display": ["none"],
        "visibility": ["hidden", "collapse"],
        "font-size": nothing,
        "mso-hide": ["all"],
        "max-height": nothing,
        "opacity": ["0", "0.0", "0%"],
    ]

    /// Whether a style keeps white space, as `<pre>` does.
    static func keepsSpace(_ style: String) -> Bool {
        guard let found = style.lowercased().range(of: "white-space:") else { return false }
        let value = style.lowercased()[found.upperBound...].drop { $0 == " " }
        return value.hasPrefix("pre") && !value.hasPrefix("pre-line") || value.hasPrefix("break-spaces")
    }
}
