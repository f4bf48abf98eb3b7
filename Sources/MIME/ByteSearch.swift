import CGMime

/// Looks for bytes in text: what the search for words in every line of every mail has time for.
enum ByteSearch {
    /// Whether `text` holds `needle`.
    static func contains(_ text: some StringProtocol, _ needle: StaticString) -> Bool {
        first(text, needle) != nil
    }

    /// Where `needle` stands first in the UTF-8 of `text`, in bytes; nil where it is not.
    static func first(_ text: some StringProtocol, _ needle: StaticString) -> Int? {
        withBytes(text) { bytes in
            guard let base = bytes.baseAddress,
                let found = memmem(base, bytes.count, needle.utf8Start, needle.utf8CodeUnitCount)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    /// Hands over the UTF-8 of `text`, without a copy where it is contiguous.
    static func withBytes<Result>(
        _ text: some StringProtocol, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }
}
