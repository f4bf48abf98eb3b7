import MIME

/// The marketplace's frame around a buyer's words (domain facts 1.5), and how it is taken off.
struct FrameForm: Sendable {
    private let begins: Set<String>
    private let ends: Set<String>
    private let footers: [String]
    private let style: String
    private let lines: [(begin: String, end: String)]
    private let intros: [String]
    private let labels: [String]

    /// A mail taken apart.
    struct Unframed {
        /// The buyer's part of the text; the whole text where no frame was found.
        var words: String
        /// What stands before it: the order and its items.
        var head: String
        var isFramed: Bool
        /// The HTML that `words` were made of, where they were.
        var html: String?
    }

    init(_ file: ProfileFile.Frame) {
        begins = Set(file.begin.map { Folding.fold($0) })
        ends = Set(file.end.map { Folding.fold($0) })
        footers = file.footers.map { Folding.fold($0) }
        style = file.style
        lines = file.lines.map { (Folding.fold($0.begin), Folding.fold($0.end)) }
        intros = file.relayed.intros.map { Folding.fold($0) }
        labels = file.relayed.labels.map { Folding.fold($0) }
    }

    func takeOff(_ mail: Mail) -> Unframed {
        Unframed(words: mail.text, head: "", isFramed: false, html: mail.isTextFromHTML ? mail.html : nil)
    }
}
