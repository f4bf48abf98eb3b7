extension Mail {
    /// The identifiers of the mails that this one brings back or is about, the most certain first: those that a report
    /// names, those of mails within it, those in lines of the text that copy a Message-ID field.
    ///
    /// Many servers send a refused mail back without a report (RFC 3464), as text or as an attachment; by these the mail
    /// that was refused can still be found.
    public var returnedMessageIDs: [String] {
        var ids: [String] = []
        if let id = report?.returnedMessageID { ids.append(id) }
        ids += enclosed.compactMap { $0.raw("Message-ID").flatMap(MessageIdentifiers.one) }
        for line in text.lines.prefix(Self.mostLines) where line.utf8.count < 1_100 && ByteSearch.contains(line, "<") {
            let field = line.drop { $0 == " " || $0 == ">" || $0 == "\t" }
            guard field.prefix(11).lowercased() == "message-id:" else { continue }
            ids += MessageIdentifiers.all(in: String(field.dropFirst(11)))
        }
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }

    /// So far into the text a copied header is looked for.
    private static let mostLines = 5_000
}
