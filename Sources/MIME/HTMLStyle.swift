/// The declarations of a `style` attribute, as far as they say what is seen.
struct HTMLStyle {
    /// In lower case and without white space.
    private let text: String

    init(_ source: String) {
        text = String(unsafeUninitializedCapacity: source.utf8.count) { target in
            var count = 0
            for byte in source.utf8 where byte > 32 {
                target[count] = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }

    /// Whether it hides the element: `display:none`, `visibility:hidden`, `font-size:0`, `mso-hide`, a height of nothing.
    var hides: Bool {
        guard Self.hints.isFound(in: text) else { return false }
        return text.utf8.split(separator: UInt8(ascii: ";")).contains { declaration in
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")),
                let values = Self.hiding[String(Substring(declaration[..<colon]))]
            else { return false }
            let value = declaration[declaration.index(after: colon)...].prefix { $0 != UInt8(ascii: "!") }
            return values.contains(String(Substring(value)))
        }
    }

    /// Whether it keeps white space, as `<pre>` does.
    var keepsSpace: Bool {
        guard let found = ByteSearch.first(text, "white-space:") else { return false }
        let value = Substring(text.utf8.dropFirst(found + 12))
        return value.hasPrefix("pre") && !value.hasPrefix("pre-line") || value.hasPrefix("-o-pre")
            || value.hasPrefix("-moz-pre") || value.hasPrefix("break-spaces")
    }

    /// Whether it draws the rule of Outlook for Windows above the header of the mail that is answered.
    var isOutlookRule: Bool {
        ByteSearch.contains(text, "border:none;border-top:solid#")
            || ByteSearch.contains(text, "border-top:solid#e1e1e11.0pt")
            || ByteSearch.contains(text, "border-top:solid#b5c4df1.0pt")
            || ByteSearch.contains(text, "border-top:1ptsolid#b5c4df")
            || ByteSearch.contains(text, "border-top-color:rgb(181,196,223)")
    }

    private static let nothing: Set<String> = ["0", "0px", "0pt", "0em", "0rem", "0%", "0.0px", "0in", "0cm"]

    private static let hiding: [String: Set<String>] = [
        "display": ["none"],
        "visibility": ["hidden", "collapse"],
        "font-size": nothing,
        "mso-hide": ["all"],
        "max-height": nothing,
        "opacity": ["0", "0.0", "0%"],
    ]

    private static let hints = PhraseTable(Array(hiding.keys))
}
