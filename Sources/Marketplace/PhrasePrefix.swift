/// Beginnings of subjects, found by their first bytes instead of one by one.
struct PhrasePrefixes: Sendable {
    private let byFirst: [UInt8: [[UInt8]]]

    /// - Parameter phrases: in folded form.
    init(_ phrases: [String]) {
        byFirst = Dictionary(grouping: phrases.map { Array($0.utf8) }, by: { $0.first ?? 0 })
    }

    /// What follows the longest phrase that `text` begins with; `nil` where it begins with none.
    func rest(of text: String) -> Substring? {
        var text = text
        let length = text.withUTF8 { bytes -> Int? in
            guard let first = bytes.first, let phrases = byFirst[first] else { return nil }
            return phrases.filter { bytes.starts(with: $0) }.map(\.count).max()
        }
        return length.map { text[text.utf8.index(text.utf8.startIndex, offsetBy: $0)...] }
    }
}
