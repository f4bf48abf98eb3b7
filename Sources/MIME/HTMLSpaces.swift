/// Characters that show nothing, or nothing but a space, in UTF-8.
enum HTMLSpaces {
    static func isNoBreakSpace(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        bytes[index] == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0
    }

    /// The width in bytes of a character that fills previews but is not seen: soft hyphen, grapheme joiner, zero-width
    /// space, byte order mark; nil where it is another.
    static func invisible(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        switch bytes[index] {
        case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0xAD ? 2 : nil
        case 0xCD: index + 1 < bytes.count && bytes[index + 1] == 0x8F ? 2 : nil
        case 0xE2:
            index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x8B ? 3 : nil
        case 0xEF:
            index + 2 < bytes.count && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF ? 3 : nil
        default: nil
        }
    }
}

/// Where a link leads, as far as a reader of text wants to know it.
enum LinkTarget {
    /// The target that is worth showing: an address of the web, of mail or a telephone.
    static func shown(_ href: String) -> String? {
        let target = href.filter { !$0.isWhitespace && !$0.isNewline }
        let lower = target.prefix(8).lowercased()
        guard target.utf8.count <= 2_000 else { return nil }
        if lower.hasPrefix("mailto:") || lower.hasPrefix("tel:") {
            let address = target[target.index(after: target.firstIndex(of: ":") ?? target.startIndex)...]
            return address.isEmpty ? nil : String(address.prefix { $0 != "?" })
        }
        return lower.hasPrefix("http://") || lower.hasPrefix("https://") ? target : nil
    }

    /// Whether the words of a link are its target.
    static func says(_ words: String, _ target: String) -> Bool {
        let words = bare(words)
        return words.isEmpty || words == bare(target)
    }

    private static func bare(_ address: String) -> String {
        var bare = address.lowercased().filter { !$0.isWhitespace }
        for scheme in ["https://", "http://", "mailto:", "tel:"] where bare.hasPrefix(scheme) {
            bare.removeFirst(scheme.count)
        }
        if bare.hasPrefix("www.") { bare.removeFirst(4) }
        while bare.last == "/" || bare.last == "." { bare.removeLast() }
        return bare
    }
}
