extension Mail {
    /// The identifiers of the mails that this one brings back or is about, the most certain first: those that a report
    /// names, those of mails within it, those in lines of the text that copy a header field.
    ///
    /// Many servers send a refused mail back without a report (RFC 3464), as text or as an attachment; by these the mail
    /// that was refused can still be found.
    ///
    /// - Parameter names: header fields that identify a mail.
    public func returnedIdentifiers(in names: [String] = ["Message-ID"]) -> [String] {
        var ids: [String] = []
        if let id = report?.returnedMessageID { ids.append(id) }
        for headers in [report?.returned].compactMap({ $0 }) + enclosed {
            ids += names.compactMap { headers.raw($0).flatMap(MessageIdentifiers.one) }
        }
        let copied = names.map { $0.lowercased() + ":" }
        for line in text.lines.prefix(Self.mostLines) where line.utf8.count < 1_100 && ByteSearch.contains(line, "@") {
            let field = line.drop { $0 == " " || $0 == ">" || $0 == "\t" }
            guard let name = copied.first(where: { field.prefix($0.count).lowercased() == $0 }) else { continue }
            ids += MessageIdentifiers.all(in: String(field.dropFirst(name.count)))
        }
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }

    /// So far into the text a copied header is looked for.
    private static let mostLines = 5_000
}
