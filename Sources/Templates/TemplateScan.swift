import Correspondence

/// Reads a template's tags before Mustache does: which values it names, and whether it is closed and known.
///
/// Partials, other delimiters and unescaped tags are refused: values are text, and a template is one file.
struct TemplateScan {
    private let text: Substring.UnicodeScalarView
    private let file: String
    private var line: Int
    private var open: [(mark: Character, name: String, line: Int)] = []
    private var needed: Set<TemplateVariable> = []
    private var errors: [TemplateErrors.Error] = []

    init(_ text: String, file: String, firstLine: Int) {
        self.text = Substring(text).unicodeScalars
        self.file = file
        line = firstLine
    }

    /// The values without which the template cannot be rendered.
    mutating func run() throws(TemplateErrors) -> Set<TemplateVariable> {
        var index = text.startIndex
        while let start = find("{{", from: index) {
            line += text[index..<start].count { $0 == "\n" }
            guard let end = find("}}", from: text.index(start, offsetBy: 2)) else {
                report(line, "a tag that begins with {{ does not end", "close it with }}")
                break
            }
            let inside = text[text.index(start, offsetBy: 2)..<end]
            take(String(String.UnicodeScalarView(inside)))
            line += inside.count { $0 == "\n" }
            index = text.index(end, offsetBy: 2)
        }
        for section in open {
            report(
                section.line, "the section {{\(section.mark)\(section.name)}} is not closed", "add {{/\(section.name)}}"
            )
        }
        guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
        return needed
    }

    private mutating func take(_ tag: String) {
        guard let mark = tag.first else { return report(line, "an empty tag", "take {{}} out") }
        let rest = tag.dropFirst().drop { $0 == " " }
        let name = String(rest.reversed().drop { $0 == " " }.reversed())
        switch mark {
        case "!": return
        case "#", "^":
            _ = known(name)
            open.append((mark, name, line))
        case "/":
            if open.last?.name == name {
                open.removeLast()
            } else {
                report(
                    line, "{{/\(name)}} closes no section",
                    open.last.map { "{{\($0.mark)\($0.name)}} of line \($0.line) is open" } ?? "take it out")
            }
        case ">", "=", "{", "&", "%", "<", "$":
            report(line, "{{\(mark)…}} is not used here", "write values as {{name}}, conditions as {{#name}}…{{/name}}")
        default:
            let name = String(tag.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            let isGuarded = open.contains { $0.mark == "#" && $0.name == name }
            if let variable = known(name), !isGuarded { needed.insert(variable) }
        }
    }

    private mutating func known(_ name: String) -> TemplateVariable? {
        if let variable = TemplateVariable(rawValue: name) { return variable }
        let nearest = Nearest.name(to: name, among: TemplateVariable.allCases.map(\.rawValue))
        report(line, "unknown variable {{\(name)}}", nearest.map { "did you mean {{\($0)}}?" } ?? "")
        return nil
    }

    private mutating func report(_ line: Int, _ problem: String, _ remedy: String) {
        errors.append(TemplateErrors.Error(file: file, line: line, problem: problem, remedy: remedy))
    }

    private func find(_ mark: String, from start: Substring.UnicodeScalarView.Index) -> Substring.UnicodeScalarView
        .Index?
    {
        var index = start
        let mark = Array(mark.unicodeScalars)
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == mark[0], next < text.endIndex, text[next] == mark[1] { return index }
            index = next
        }
        return nil
    }
}
