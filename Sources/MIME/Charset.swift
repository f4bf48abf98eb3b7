import CGMime
import Foundation

/// Turns the bytes of a text part into text, whatever their label says.
///
/// Labels lie: UTF-8 is sent as iso-8859-1, windows-1252 as US-ASCII, Japanese without any label. A label is believed
/// where the bytes do not speak against it; single bad bytes never make the rest unreadable.
enum Charset {
    /// The text of `bytes`, with LF line ends and without NUL.
    static func decode(_ bytes: UnsafeRawBufferPointer, label: String?) -> String {
        LineEnds.normalised(text(of: bytes, label: label.map(CharsetName.canonical) ?? ""))
    }

    private static func text(of bytes: UnsafeRawBufferPointer, label: String) -> String {
        if let mark = byteOrderMark(bytes) {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[mark.length...])
            return mark.charset == "utf-8" ? mixed(rest) : converted(rest, from: mark.charset)?.text ?? mixed(rest)
        }
        let shape = Shape(of: bytes)
        if CharsetName.isStateful(label), !CharsetName.isSevenBit(label) || shape.isSevenBit {
            return label == "iso-2022-jp" ? japanese(bytes) : converted(bytes, from: label)?.text ?? mixed(bytes)
        }
        switch shape {
        case .ascii: return String(decoding: bytes, as: UTF8.self)
        case .escaped where label != "utf-8": return japanese(bytes)
        case .escaped: return String(decoding: bytes, as: UTF8.self)
        case .utf8:
            // Bytes above 127 that happen to form UTF-8 throughout are UTF-8, unless the label's own charset has
            // characters of several bytes and reads them without a fault.
            if CharsetName.isMultibyte(label), bytes.prefix(2048).count(where: { $0 >= 0xC0 }) < Self.fewest,
                let other = converted(bytes, from: label), other.faults == 0
            {
                return other.text
            }
            return String(decoding: bytes, as: UTF8.self)
        case .other:
            if CharsetName.latin.contains(label) { return mixed(bytes) }
            if CharsetName.isSevenBit(label) { return contradicted(bytes, label) }
            return converted(bytes, from: label)?.text ?? mixed(bytes)
        }
    }

    /// So many characters in another charset of several bytes never look like UTF-8 by chance.
    private static let fewest = 6

    // MARK: - What the bytes are

    private enum Shape {
        /// Below 128 only.
        case ascii
        /// Below 128 only, with the escape sequences of ISO-2022-JP.
        case escaped
        /// Valid UTF-8 with characters above 127.
        case utf8
        case other

        var isSevenBit: Bool { self == .ascii || self == .escaped }

        init(of bytes: UnsafeRawBufferPointer) {
            var high: UInt8 = 0
            var escape = false
            for byte in bytes {
                high |= byte
                if byte == 0x1B { escape = true }
            }
            if high < 128 {
                self = escape && Shape.hasJapaneseEscapes(bytes) ? .escaped : .ascii
            } else {
                self = String(validating: bytes, as: UTF8.self) != nil ? .utf8 : .other
            }
        }

        private static func hasJapaneseEscapes(_ bytes: UnsafeRawBufferPointer) -> Bool {
            guard bytes.count > 3 else { return false }
            for index in 0..<bytes.count - 2
            where bytes[index] == 0x1B && bytes[index + 1] == UInt8(ascii: "$")
                && (bytes[index + 2] == UInt8(ascii: "B") || bytes[index + 2] == UInt8(ascii: "@"))
            {
                return true
            }
            return false
        }
    }

    private static func japanese(_ bytes: UnsafeRawBufferPointer) -> String {
        JapaneseCharset.extendedUnixCode(bytes).withUnsafeBytes {
            converted($0, from: "euc-jp-ms")?.text ?? mixed($0)
        }
    }

    /// Text with bytes above 127 under a label that has none: for Japanese one of the other two charsets of that country.
    private static func contradicted(_ bytes: UnsafeRawBufferPointer, _ label: String) -> String {
        if label.hasPrefix("iso-2022-jp") {
            for charset in ["euc-jp-ms", "cp932"] {
                if let other = converted(bytes, from: charset), other.faults == 0 { return other.text }
            }
        }
        return mixed(bytes)
    }

    private static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> (charset: String, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return ("utf-8", 3) }
        if bytes.starts(with: [0xFF, 0xFE]), bytes.count.isMultiple(of: 2) { return ("utf-16le", 2) }
        if bytes.starts(with: [0xFE, 0xFF]), bytes.count.isMultiple(of: 2) { return ("utf-16be", 2) }
        return nil
    }

    // MARK: - Conversion

    /// The text by iconv, with each byte that the charset does not have as U+FFFD; nil where it has no such charset.
    private static func converted(
        _ bytes: UnsafeRawBufferPointer, from charset: String
    ) -> (text: String, faults: Int)? {
        _ = GMimeLibrary.options
        guard !charset.isEmpty, let converter = g_mime_iconv_open("UTF-8", charset), Int(bitPattern: converter) != -1
        else { return nil }
        defer { g_mime_iconv_close(converter) }
        guard let base = bytes.baseAddress else { return ("", 0) }
        var input: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(
            mutating: base.assumingMemoryBound(to: CChar.self))
        var left = bytes.count
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        var faults = 0
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8192) { window in
            while left > 0 {
                var out = window.baseAddress
                var room = window.count
                let result = iconv(converter, &input, &left, &out, &room)
                output.append(
                    contentsOf: UnsafeRawBufferPointer(
                        rebasing: UnsafeRawBufferPointer(window)[..<(window.count - room)]))
                guard result == -1, errno != E2BIG else { continue }
                faults += 1
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                // A character cut off at the end is one fault, not one a byte.
                if errno == EINVAL { break }
                input = input?.advanced(by: 1)
                left -= 1
            }
        }
        return (String(decoding: output, as: UTF8.self), faults)
    }

    /// UTF-8 where the bytes are UTF-8, windows-1252 where they are not.
    private static func mixed(_ bytes: UnsafeRawBufferPointer) -> String {
        if let valid = String(validating: bytes, as: UTF8.self) { return valid }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        var index = 0
        while index < bytes.count {
            let length = utf8Length(bytes, at: index)
            if length > 0 {
                text.append(contentsOf: bytes[index..<index + length])
                index += length
            } else {
                text.append(contentsOf: UTF8.encode(windows1252(bytes[index])).map(Array.init) ?? [])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// How many bytes the UTF-8 character at `index` has, 0 where there is none (RFC 3629, section 4).
    private static func utf8Length(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        let length: Int
        switch first {
        case 0..<0x80: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return 0
        }
        guard index + length <= bytes.count else { return 0 }
        for offset in 1..<length where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        let second = bytes[index + 1]
        let isImpossible =
            first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F || first == 0xF0 && second < 0x90
            || first == 0xF4 && second > 0x8F
        return isImpossible ? 0 : length
    }

    /// What windows-1252 has at 128 to 159; the rest is as in iso-8859-1.
    private static let windowsRow: [UInt16] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (128..<160).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(windowsRow[Int(byte) - 128]) ?? "\u{FFFD}"
    }
}
