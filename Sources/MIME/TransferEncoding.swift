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
            count = g_mime_encoding_flush(&state, input.baseAddress, input.count, buffer.baseAddress)
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
            return total + g_mime_encoding_flush(&state, nil, 0, scratch.baseAddress)
        }
    }

    static func needsDecoding(_ encoding: GMimeContentEncoding) -> Bool {
        encoding == GMIME_CONTENT_ENCODING_BASE64 || encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    }
}
