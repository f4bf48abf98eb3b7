import Mustache

/// One template: its front matter, its compiled body, and which values it cannot do without.
struct TemplateText: Sendable {
    /// For mail that answers nobody; a reply keeps the buyer's subject.
    let subject: String
    /// For the seller who edits it.
    let notes: String
    let body: MustacheTemplate
    /// Named outside a section of their own name: without a value there is no mail.
    let needed: Set<TemplateVariable>

    /// Larger ones are slips.
    static let largest = 64 << 10

    init(_ text: String, file: String) throws(TemplateErrors) {
        guard text.utf8.count <= Self.largest else {
            throw TemplateErrors(file, nil, "is larger than \(Self.largest) bytes", "shorten it")
        }
        let (front, body, firstLine) = try Self.frontMatter(text, file: file)
        var scan = TemplateScan(body, file: file, firstLine: firstLine)
        needed = try scan.run()
        do {
            self.body = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + body)
        } catch {
            throw TemplateErrors(file, nil, "is no Mustache template: \(error)", "see the README's table of variables")
        }
        subject = front["subject"] ?? ""
        notes = front["notes"] ?? ""
    }

    /// `---`, lines of `key: value`, `---`, and the body.
    private static func frontMatter(
        _ text: String, file: String
    ) throws(TemplateErrors) -> (front: [String: String], body: String, firstLine: Int) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw TemplateErrors(file, 1, "has no front matter", "begin with ---, subject: …, notes: …, ---")
        }
        var front: [String: String] = [:]
        for index in 1..<end {
            guard let colon = lines[index].firstIndex(of: ":") else {
                throw TemplateErrors(
                    file, index + 1, "“\(lines[index])” is no “key: value”", "write subject: … or notes: …")
            }
            let key = String(lines[index][..<colon])
            guard ["subject", "notes"].contains(key) else {
                throw TemplateErrors(
                    file, index + 1, "unknown key “\(key)” in the front matter", "subject and notes are known")
            }
            front[key] = lines[index][lines[index].index(after: colon)...].trimmingPrefix(" ").description
        }
        guard front["subject"]?.isEmpty == false else {
            throw TemplateErrors(file, 1, "the front matter has no subject", "add a line subject: …")
        }
        return (front, lines[(end + 1)...].joined(separator: "\n"), end + 2)
    }
}
