import CGMime

/// RFC 2047: words in other charsets inside header fields, read wherever people's programs put them.
enum EncodedWords {
    /// Whether decoding could change these bytes: they hold 8-bit characters or the start of an encoded word.
    static func mayNeedDecoding(_ bytes: [UInt8]) -> Bool {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte >= 128 || (byte == UInt8(ascii: "?") && previous == UInt8(ascii: "=")) || byte == 0x1B {
                return true
            }
            previous = byte
        }
        return false
    }

    /// The text of an unfolded value that ends in NUL.
    static func decode(nulTerminated bytes: [UInt8]) -> String {
        let text = bytes.withUnsafeBytes { bytes in
            GMimeLibrary.take(
                g_mime_utils_header_decode_text(
                    GMimeLibrary.options.pointer,
                    bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self)))
        }
        return text ?? ""
    }
}
