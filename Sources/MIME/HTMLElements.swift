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
}
