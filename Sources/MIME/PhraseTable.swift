/// A table of phrases that is asked for each line of each mail: whether a text begins, or ends, with one of them.
///
/// Phrases are found by their first two bytes, so that the number of languages costs nothing.
struct PhraseTable: Sendable {
    private var byStart: [UInt16: [[UInt8]]] = [:]

    /// Whether the phrases are compared from the end.
    private let fromEnd: Bool

    init(_ phrases: [String], fromEnd: Bool = false) {
        self.fromEnd = fromEnd
        for phrase in Set(phrases) where !phrase.isEmpty {
            let bytes = fromEnd ? Array(phrase.utf8.reversed()) : Array(phrase.utf8)
            byStart[Self.key(bytes), default: []].append(bytes)
        }
    }

    /// The length in bytes of a phrase with which `text` begins (or ends); nil where it does with none.
    func match(_ text: some StringProtocol) -> Int? {
        fromEnd ? match(text.utf8.reversed()) : match(text.utf8)
    }

    private func match(_ text: some Collection<UInt8>) -> Int? {
        let key = Self.key(text)
        if let found = byStart[key]?.first(where: { text.starts(with: $0) }) { return found.count }
        // Phrases of one byte.
        return key & 0xFF != 0 && byStart[key & 0xFF00] != nil ? 1 : nil
    }

    private static func key(_ bytes: some Collection<UInt8>) -> UInt16 {
        UInt16(bytes.first ?? 0) << 8 | UInt16(bytes.dropFirst().first ?? 0)
    }
}
