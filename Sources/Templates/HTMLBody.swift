/// A reply's text as simple HTML, for `[sending] html = true`: the same words, nothing fetched, no image, no style that a
/// mail program would have to know.
public enum HTMLBody {
    public static func of(_ text: String) -> String {
        var blocks: [String] = []
        for paragraph in paragraphs(text) {
            let isQuote = paragraph.allSatisfy { $0.hasPrefix(">") }
            let lines = paragraph.map { line in
                escape(isQuote ? String(line.dropFirst(line.hasPrefix("> ") ? 2 : 1)) : String(line))
            }
            let words = lines.joined(separator: "<br>\r\n")
            blocks.append(isQuote ? "<blockquote type=\"cite\">\(words)</blockquote>" : "<p>\(words)</p>")
        }
        return "<!DOCTYPE html>\r\n<html><body>\r\n\(blocks.joined(separator: "\r\n"))\r\n</body></html>\r\n"
    }

    /// Lines that stand together, quoted ones apart from others.
    private static func paragraphs(_ text: String) -> [[Substring]] {
        var found: [[Substring]] = [[]]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let quoted = line.hasPrefix(">")
            if line.allSatisfy(\.isWhitespace) {
                found.append([])
            } else if let last = found.last?.last, last.hasPrefix(">") != quoted {
                found.append([line])
            } else {
                found[found.count - 1].append(line)
            }
        }
        return found.filter { !$0.isEmpty }
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
