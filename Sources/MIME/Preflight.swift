#if canImport(Glibc)
    import Glibc
#endif

/// A look over the bytes before GMime gets them: what stands before the header, and what would cost too much.
struct Preflight {
    /// Where the mail proper starts: after an mbox separator line and empty lines.
    var start = 0

    /// Where the header section is cut because it is over the limit: its kept end, and where the body begins.
    var cut: (headerEnd: Int, body: Int)?

    /// Where second fields for content type and transfer encoding begin: the first of each holds.
    var repeatedFields: [Int] = []

    /// Where the mail is cut because too many lines begin as boundaries do; nil where it is not.
    var end: Int?

    /// Whether its only line ends are CR.
    var hasOnlyCR = false

    init(_ bytes: UnsafeRawBufferPointer, limits: Limits) {
        hasOnlyCR = Self.endsLinesWithCR(bytes)
        guard !hasOnlyCR else { return }
        start = Self.start(of: bytes)
        scanHeader(bytes, limits: limits)
        end = Self.end(bytes, from: start, boundaryLines: limits.boundaryLines)
    }

    private static func endsLinesWithCR(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(64 * 1024))
        return !head.contains(10) && head.contains(13)
    }

    private static func start(of bytes: UnsafeRawBufferPointer) -> Int {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var index = start
        while index < bytes.count, bytes[index] == 10 || bytes[index] == 13 || bytes[index] == 32 || bytes[index] == 9 {
            index += 1
            if bytes[index - 1] == 10 { start = index }
        }
        // Spaces before the first field would make GMime take the whole header for text.
        if looksLikeField(UnsafeRawBufferPointer(rebasing: bytes[index...])) { return index }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        if rest.starts(with: "From ".utf8) || rest.starts(with: ">From ".utf8) {
            guard let end = rest.firstIndex(of: 10) else { return start }
            return start + end + 1
        }
        // Empty lines before text that is no header belong to a mail without a header.
        return looksLikeField(rest) ? start : 0
    }

    private static func looksLikeField(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes.prefix(80) {
            if byte == UInt8(ascii: ":") { return true }
            if byte <= 32 || byte >= 127 { return false }
        }
        return false
    }

    /// Finds where the header section goes over the limit of bytes or fields, if it does, and its end.
    private mutating func scanHeader(_ bytes: UnsafeRawBufferPointer, limits: Limits) {
        var index = start
        var fields = 0
        var headerEnd: Int?
        var fieldStart = start
        var hasType = false
        var hasEncoding = false
        while index < bytes.count {
            let end = Self.lineEnd(bytes, from: index)
            let isEmpty = end == index || end == index + 1 && bytes[index] == 13
            if isEmpty { break }
            let continues = bytes[index] == 32 || bytes[index] == 9
            if !continues {
                fields += 1
                fieldStart = index
                if Self.begins(bytes, at: index, with: "content-type:") {
                    if hasType { repeatedFields.append(index) }
                    hasType = true
                } else if Self.begins(bytes, at: index, with: "content-transfer-encoding:") {
                    if hasEncoding { repeatedFields.append(index) }
                    hasEncoding = true
                }
            }
            if headerEnd == nil, end - start > limits.headerBytes || fields > limits.headerFields {
                headerEnd = fieldStart
            }
            index = end + 1
        }
        if let headerEnd { cut = (headerEnd, min(index, bytes.count)) }
    }

    /// Whether a field of that name, given in lower case, begins at `index`.
    private static func begins(_ bytes: UnsafeRawBufferPointer, at index: Int, with name: StaticString) -> Bool {
        guard bytes[index] | 0x20 == UInt8(ascii: "c"), index + name.utf8CodeUnitCount <= bytes.count else {
            return false
        }
        return name.withUTF8Buffer { name in
            for offset in 1..<name.count where bytes[index + offset] | 0x20 != name[offset] | 0x20 { return false }
            return true
        }
    }

    private static func end(_ bytes: UnsafeRawBufferPointer, from start: Int, boundaryLines: Int) -> Int? {
        var count = 0
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-") {
                count += 1
                if count > boundaryLines { return index }
            }
            index = lineEnd(bytes, from: index) + 1
        }
        return nil
    }

    /// Where the line that holds `index` ends: at its LF, or at the end of the bytes.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from index: Int) -> Int {
        guard let base = bytes.baseAddress, let found = memchr(base + index, 10, bytes.count - index) else {
            return bytes.count
        }
        return found - UnsafeMutableRawPointer(mutating: base)
    }
}
