/// What the marketplace writes into subjects: the topic and the buyer's name (domain facts 1.4).
struct SubjectForm: Sendable {
    private let topics: [SubjectPattern]
    private let ownCopies: [SubjectPattern]
    private let answers: [String]

    init(_ file: ProfileFile.Subjects) {
        topics = file.topics.map(SubjectPattern.init)
        ownCopies = file.ownCopies.map(SubjectPattern.init)
        answers = file.answers.map { Folding.fold($0) }
    }

    /// The words before the buyer's name, `Product details inquiry`; without a name the subject without its order
    /// number. `nil` where the mail answers one of ours, whose subject says nothing about the buyer's wish.
    func topic(of subject: String) -> String? {
        let (words, isAnswer) = Self.withoutPrefixes(subject)
        let bare = Self.withoutOrder(words)
        for pattern in topics {
            if let match = pattern.match(bare) { return Self.tidy(match.lead) }
        }
        let folded = Folding.fold(bare)
        if isAnswer || answers.contains(where: { folded.hasPrefix($0) }) { return nil }
        return Self.tidy(bare)
    }

    /// The buyer whom a copy of own mail went to; an empty name where the subject is such a one without a name.
    func buyerOfOwnCopy(_ subject: String) -> String? {
        for pattern in ownCopies {
            if let match = pattern.match(Substring(subject)) { return Self.tidy(match.name) ?? "" }
        }
        return nil
    }

    // MARK: - Parts of a subject

    /// Without `Re:`, `AW:` and their like.
    static func withoutPrefixes(_ subject: String) -> (words: Substring, isAnswer: Bool) {
        var rest = subject.drop { $0.isWhitespace }
        var isAnswer = false
        while let colon = rest.utf8.prefix(12).firstIndex(of: UInt8(ascii: ":")) {
            let prefix = rest[..<colon].lowercased().filter { $0.isLetter }
            guard answerPrefixes.contains(prefix) || forwardPrefixes.contains(prefix) else { break }
            isAnswer = isAnswer || answerPrefixes.contains(prefix)
            rest = rest[rest.index(after: colon)...].drop { $0.isWhitespace }
        }
        return (rest, isAnswer)
    }

    private static let answerPrefixes: Set<String> = [
        "re", "aw", "antw", "antwort", "rép", "rep", "réf", "r", "rif", "ris", "res", "sv", "vs", "odp", "ynt", "回复",
        "回覆",
        "返信",
    ]
    private static let forwardPrefixes: Set<String> = [
        "fw", "fwd", "wg", "tr", "i", "rv", "enc", "vb", "doorst", "pd", "転送", "转发",
    ]

    /// Without the bracket that holds the order number, `(Order: 111-…)`, which may have lost its end.
    static func withoutOrder(_ subject: Substring) -> Substring {
        let isWide = subject.utf8.contains(0xEF)
        let open =
            isWide ? subject.lastIndex { $0 == "(" || $0 == "（" } : subject.utf8.lastIndex(of: UInt8(ascii: "("))
        guard let open else { return subject }
        let bracket = subject[open...]
        return IdentifierScan.orders(in: String(bracket)).isEmpty ? subject : subject[..<open]
    }

    private static func tidy(_ words: Substring) -> String? {
        let tidy = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return tidy.isEmpty ? nil : tidy
    }
}

/// A subject with `NAME` in the place of a buyer's name; case is ignored in ASCII letters.
struct SubjectPattern: Sendable {
    private let before: [UInt8]
    private let after: [UInt8]

    init(_ pattern: String) {
        let lower = pattern.split(separator: "NAME", maxSplits: 1, omittingEmptySubsequences: false).map {
            Array($0.utf8).map(Bytes.small)
        }
        before = lower[0]
        after = lower.count > 1 ? lower[1] : []
    }

    /// What stands before the pattern, and the name; `nil` where the subject has another form.
    func match(_ subject: Substring) -> (lead: Substring, name: Substring)? {
        var text = subject
        return text.withUTF8 { bytes -> (Range<Int>, Range<Int>)? in
            guard let start = Bytes.firstIgnoringCase(before, in: bytes) else { return nil }
            let nameStart = start + before.count
            if after.isEmpty { return (0..<start, nameStart..<bytes.count) }
            let rest = UnsafeBufferPointer(rebasing: bytes[nameStart...])
            guard let end = Bytes.firstIgnoringCase(after, in: rest) else { return nil }
            return (0..<start, nameStart..<nameStart + end)
        }.map { lead, name in
            (subject.bytes(lead), subject.bytes(name))
        }
    }
}

extension Substring {
    /// The part between two offsets in UTF-8.
    func bytes(_ range: Range<Int>) -> Substring {
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return self[start..<utf8.index(start, offsetBy: range.count)]
    }
}
