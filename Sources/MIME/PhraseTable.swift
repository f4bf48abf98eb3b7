/// A table of phrases that is asked for each line of each mail: whether a text begins with one, ends with one, or holds
/// one.
///
/// Phrases are found by their first two bytes, so that the number of languages costs next to nothing.
struct PhraseTable: Sendable {
    private var byStart: [UInt16: [[UInt8]]] = [:]

    /// One bit for each pair of bytes with which a phrase begins.
    private var starts = [UInt64](repeating: 0, count: 1024)

    /// Whether the phrases are kept and compared from their end.
    private let fromEnd: Bool

    init(_ phrases: [String], fromEnd: Bool = false) {
        self.fromEnd = fromEnd
        for phrase in Set(phrases) where !phrase.isEmpty {
            let bytes = fromEnd ? Array(phrase.utf8.reversed()) : Array(phrase.utf8)
            if bytes.count == 1 {
                for second in UInt8.min...UInt8.max { add(bytes, under: Self.key(bytes[0], second)) }
            } else {
                add(bytes, under: Self.key(bytes[0], bytes[1]))
            }
        }
    }

    /// The length in bytes of a phrase with which `text` begins (or ends); nil where it does with none.
    func match(_ text: some StringProtocol) -> Int? {
        ByteSearch.withBytes(text) { bytes in
            guard fromEnd else { return match(bytes, at: 0) }
            return Array(bytes.reversed()).withUnsafeBufferPointer { match($0, at: 0) }
        }
    }

    /// Whether `text` holds one of the phrases.
    func isFound(in text: some StringProtocol) -> Bool {
        ByteSearch.withBytes(text) { bytes in
            for index in bytes.indices where match(bytes, at: index) != nil { return true }
            return false
        }
    }

    private func match(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        let key = Self.key(bytes[index], index + 1 < bytes.count ? bytes[index + 1] : 0)
        guard starts[Int(key >> 6)] & (1 << UInt64(key & 63)) != 0, let phrases = byStart[key] else { return nil }
        for phrase in phrases where phrase.count <= bytes.count - index {
            var offset = 0
            while offset < phrase.count, phrase[offset] == bytes[index + offset] { offset += 1 }
            if offset == phrase.count { return offset }
        }
        return nil
    }

    private mutating func add(_ bytes: [UInt8], under key: UInt16) {
        byStart[key, default: []].append(bytes)
        starts[Int(key >> 6)] |= 1 << UInt64(key & 63)
    }

    private static func key(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }
}
