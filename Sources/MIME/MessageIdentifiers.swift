/// Message identifiers in Message-ID, In-Reply-To and References (RFC 5322, section 3.6.4).
enum MessageIdentifiers {
    /// Longer ones are no identifiers but an attack on whoever stores them.
    static let longest = 998

    /// The identifiers in a field, without angle brackets, in their order; comments and free text are passed over.
    ///
    /// Where nothing stands in brackets, words that hold an `@` are taken.
    static func all(in value: String) -> [String] {
        let bytes = Array(value.utf8)
        var found: [String] = []
        var open: Int?
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "<") {
                open = index + 1
            } else if byte == UInt8(ascii: ">"), let start = open {
                if let id = usable(bytes[start..<index]) { found.append(id) }
                open = nil
            }
        }
        if found.isEmpty {
            found = bytes.split(whereSeparator: { $0 <= 32 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") })
                .filter { $0.contains(UInt8(ascii: "@")) }
                .compactMap(usable)
        }
        return found
    }

    /// The one identifier of a Message-ID field: what stands in brackets, else a lone word.
    static func one(in value: String) -> String? {
        if let id = all(in: value).first { return id }
        let words = value.utf8.split(whereSeparator: { $0 <= 32 })
        guard words.count == 1, let word = words.first else { return nil }
        return usable(ArraySlice(Array(word)).filter { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }[...])
    }

    /// White space inside, which folding leaves, is taken out; empty ones and those with control characters are refused.
    private static func usable(_ bytes: ArraySlice<UInt8>) -> String? {
        let id = bytes.filter { $0 != 32 && $0 != 9 }
        guard !id.isEmpty, id.count <= longest, !id.contains(where: { $0 < 32 || $0 == 127 }) else { return nil }
        return String(decoding: id, as: UTF8.self)
    }
}
