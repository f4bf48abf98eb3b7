#if canImport(Glibc)
    import Glibc
#endif

/// Text as bytes: what looks at every mail has no time for characters.
enum Bytes {
    /// Hands over the UTF-8 of `text`, without a copy where it is contiguous.
    static func with<Result>(
        _ text: some StringProtocol, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }

    /// Where `needle` begins in `bytes`; `nil` where it does not stand there.
    static func first(_ needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let wanted = needle.baseAddress, let base = bytes.baseAddress else { return needle.isEmpty ? 0 : nil }
        var start = 0
        while start + needle.count <= bytes.count {
            let places = bytes.count - needle.count - start + 1
            guard let found = memchr(base + start, Int32(wanted.pointee), places) else { return nil }
            start = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(base + start, wanted, needle.count) == 0 { return start }
            start += 1
        }
        return nil
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    static func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte & 0xDF) && byte < 128 }
    /// A letter, a digit, or part of a character beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte >= 128 }
}

extension Bytes {
    /// An ASCII capital as its small letter; any other byte as it is.
    static func small(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte | 0x20 : byte }

    /// Where `needle`, which has no ASCII capitals, begins in `bytes`, their capitals taken for small letters.
    static func firstIgnoringCase(_ needle: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = needle.first, bytes.count >= needle.count else { return needle.isEmpty ? 0 : nil }
        for start in 0...(bytes.count - needle.count) where small(bytes[start]) == first {
            if (0..<needle.count).allSatisfy({ small(bytes[start + $0]) == needle[$0] }) { return start }
        }
        return nil
    }
}
