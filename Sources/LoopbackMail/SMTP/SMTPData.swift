import Foundation
import NIOCore

/// The end of DATA, and dot-stuffing undone (RFC 5321 section 4.5.2). Only CRLF ends a line.
struct SMTPData {
    /// How far has been looked for the end.
    private var searched = 0

    /// How many bytes there are up to the final dot and its line end, or nil when it has not come.
    ///
    /// Call it again with all that has come each time; it does not look twice at the same bytes.
    mutating func end(in buffer: ByteBuffer) -> Int? {
        buffer.withUnsafeReadableBytes { bytes in
            if bytes.count >= 3, bytes[0] == 0x2E, bytes[1] == 0x0D, bytes[2] == 0x0A { return 3 }
            let end = SMTPData.find([0x0D, 0x0A, 0x2E, 0x0D, 0x0A], in: bytes, from: searched)
            searched = max(0, bytes.count - 4)
            return end.map { $0 + 5 }
        }
    }

    /// The mail in what `end` has found.
    static func mail(_ buffer: ByteBuffer) -> [UInt8] {
        buffer.withUnsafeReadableBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(3))
            var mail: [UInt8] = []
            mail.reserveCapacity(content.count)
            var from = content.first == 0x2E ? 1 : 0
            while let stuffed = find([0x0D, 0x0A, 0x2E], in: content, from: from) {
                mail.append(contentsOf: content[from..<(stuffed + 2)])
                from = stuffed + 3
            }
            mail.append(contentsOf: content[from...])
            return mail
        }
    }

    /// Where a line begins with a dot and goes on as given, from its CRLF; nil if nowhere.
    private static func find(_ what: [UInt8], in bytes: UnsafeRawBufferPointer, from: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var position = from + 2
        while position < bytes.count {
            guard let dot = memchr(base + position, 0x2E, bytes.count - position) else { return nil }
            let start = UnsafeRawPointer(dot) - base - 2
            if start + what.count <= bytes.count, memcmp(base + start, what, what.count) == 0 { return start }
            position = start + 3
        }
        return nil
    }
}
