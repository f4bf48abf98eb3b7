import CSystemd
import Foundation

/// The journal's native protocol (sd_journal_sendv(3)).
enum Journal {
    /// Sends one entry of `NAME=value` fields; 0, or a negative errno.
    static func send(_ fields: [String]) -> Int32 {
        let buffers = fields.map { field in
            let bytes = Array(field.utf8)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            buffer.copyBytes(from: bytes)
            return buffer
        }
        defer { buffers.forEach { $0.deallocate() } }
        let vectors = buffers.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
        return sd_journal_sendv(vectors, Int32(vectors.count))
    }
}
