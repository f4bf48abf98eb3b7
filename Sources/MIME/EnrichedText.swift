/// `text/enriched` (RFC 1896) and `text/richtext`: the text without its commands.
enum EnrichedText {
    static func text(from source: String) -> String {
        var text = ""
        var rest = Substring(source)
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            rest = rest[rest.index(after: open)...]
            if rest.first == "<" {
                text += "<"
                rest = rest.dropFirst()
            } else if let close = rest.firstIndex(of: ">") {
                let command = rest[..<close].lowercased()
                if command == "nl" || command == "/paragraph" || command == "np" { text += "\n" }
                if command == "lt" { text += "<" }
                rest = rest[rest.index(after: close)...]
                if command == "param", let end = rest.range(of: "</param>") { rest = rest[end.upperBound...] }
            } else {
                break
            }
        }
        return text + rest
    }
}
