import Mustache

/// One template: its front matter, its compiled body, and which values it cannot do without.
struct TemplateText: Sendable {
    /// For mail whose own subject is empty; any other reply keeps the buyer's.
    let subject: MustacheTemplate
    let body: MustacheTemplate
    /// Named outside a section of their own name: without a value there is no mail.
    let needed: Set<TemplateVariable>
    /// The same of the subject.
    let neededBySubject: Set<TemplateVariable>
    /// Files that go with it.
    let attachments: [TemplateAttachment]

    /// Larger ones are slips.
    static let largest = 64 << 10

    init(_ text: String, file: String) throws(TemplateErrors) {
        guard text.utf8.count <= Self.largest else {
            throw TemplateErrors(file, nil, "is larger than \(Self.largest) bytes", "shorten it")
        }
        let (subject, body, firstLine, attachments) = try Self.frontMatter(Self.unixLines(text), file: file)
        self.attachments = attachments
        (self.body, needed) = try Self.compile(body, file: file, firstLine: firstLine)
        (self.subject, neededBySubject) = try Self.compile(subject.text, file: file, firstLine: subject.line)
    }

    /// Scanned first, since Mustache would render a slip as nothing.
    private static func compile(
        _ text: String, file: String, firstLine: Int
    ) throws(TemplateErrors) -> (MustacheTemplate, Set<TemplateVariable>) {
        var scan = TemplateScan(text, file: file, firstLine: firstLine)
        let needed = try scan.run()
        do {
            return (try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text), needed)
        } catch {
            throw TemplateErrors(file, nil, "is no Mustache template: \(error)", "see the README's table of variables")
        }
    }

    /// Files of other systems end lines with CRLF and may begin with a byte order mark.
    private static func unixLines(_ text: String) -> String {
        let text = text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\r" || $0 == "\n" }
            .joined(separator: "\n")
        return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// `---`, lines of `key: value`, `---`, and the body.
    private static func frontMatter(
        _ text: String, file: String
    ) throws(TemplateErrors) -> (
        subject: (text: String, line: Int), body: String, firstLine: Int, attachments: [TemplateAttachment]
    ) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw TemplateErrors(file, 1, "has no front matter", "begin with ---, subject: …, notes: …, ---")
        }
        var subject: (text: String, line: Int)?
        var attachments: [TemplateAttachment] = []
        for index in 1..<end {
            guard let colon = lines[index].firstIndex(of: ":") else {
                throw TemplateErrors(
                    file, index + 1, "“\(lines[index])” is no “key: value”", "write subject: … or notes: …")
            }
            let value = lines[index][lines[index].index(after: colon)...].trimmingPrefix(" ").description
            switch lines[index][..<colon] {
            case "subject": subject = (value, index + 1)
            case "attach":
                for word in value.split(separator: ",").map({ $0.trimmingPrefix(" ") }) {
                    guard let kind = TemplateAttachment(rawValue: String(word)) else {
                        let known = TemplateAttachment.allCases.map(\.rawValue).joined(separator: ", ")
                        throw TemplateErrors(file, index + 1, "“\(word)” cannot be attached", "known are \(known)")
                    }
                    attachments.append(kind)
                }
            case "notes": continue  // for the seller who edits the file
            case let key:
                throw TemplateErrors(
                    file, index + 1, "unknown key “\(key)” in the front matter", "subject, notes and attach are known")
            }
        }
        guard let subject, !subject.text.isEmpty else {
            throw TemplateErrors(file, 1, "the front matter has no subject", "add a line subject: …")
        }
        return (subject, lines[(end + 1)...].joined(separator: "\n"), end + 2, attachments)
    }
}
