import CGMime

/// Undoes base64 and quoted-printable (RFC 2045, section 6).
enum TransferEncoding {
    /// The decoded bytes, at most `limit`; the second value says whether there was more.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, _ encoding: GMimeContentEncoding, limit: Int
    ) -> (bytes: [UInt8], cut: Bool) {
        guard needsDecoding(encoding) else { return (Array(bytes.prefix(limit)), bytes.count > limit) }
        // No encoding of three makes fewer than one byte of three, so that reading more input than this is useless.
        let input = UnsafeRawBufferPointer(rebasing: bytes.prefix(limit * 3 + 1024))
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, encoding)
        let capacity = g_mime_encoding_outlen(&state, input.count) + 16
        let decoded = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = g_mime_encoding_step(&state, input.baseAddress, input.count, buffer.baseAddress)
            count += finish(&state, buffer.baseAddress.map { $0 + count }, padding: missingPadding(input, encoding))
        }
        guard decoded.count > limit else { return (decoded, input.count < bytes.count) }
        return (Array(decoded.prefix(limit)), true)
    }

    /// How many bytes an attachment has, counted through a small window so that it is never held decoded.
    static func decodedCount(_ bytes: UnsafeRawBufferPointer, _ encoding: GMimeContentEncoding) -> Int {
        guard needsDecoding(encoding) else { return bytes.count }
        let window = 64 * 1024
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, encoding)
        let capacity = g_mime_encoding_outlen(&state, window) + 16
        return withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 8) { scratch in
            var total = 0
            var start = 0
            while start < bytes.count {
                let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + window, bytes.count)])
                total += g_mime_encoding_step(&state, piece.baseAddress, piece.count, scratch.baseAddress)
                start += piece.count
            }
            return total + finish(&state, scratch.baseAddress, padding: missingPadding(bytes, encoding))
        }
    }

    /// Ends decoding, with the padding that the input lacks: GMime drops what lacks it.
    private static func finish(_ state: inout GMimeEncoding, _ target: UnsafeMutableRawPointer?, padding: Int) -> Int {
        let output = target?.assumingMemoryBound(to: CChar.self)
        let missing: StaticString = padding == 1 ? "=" : padding == 2 ? "==" : ""
        let pad = UnsafeRawPointer(missing.utf8Start).assumingMemoryBound(to: CChar.self)
        return g_mime_encoding_flush(&state, pad, missing.utf8CodeUnitCount, output)
    }

    /// How many `=` a base64 text lacks at its end.
    private static func missingPadding(_ bytes: UnsafeRawBufferPointer, _ encoding: GMimeContentEncoding) -> Int {
        guard encoding == GMIME_CONTENT_ENCODING_BASE64 else { return 0 }
        guard bytes.last(where: { $0 > 32 }) != UInt8(ascii: "=") else { return 0 }
        var count = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                count += 1
            case UInt8(ascii: "="): return 0
            default: break
            }
        }
        return count % 4 == 3 ? 1 : count % 4 == 2 ? 2 : 0
    }

    static func needsDecoding(_ encoding: GMimeContentEncoding) -> Bool {
        encoding == GMIME_CONTENT_ENCODING_BASE64 || encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    }
}
