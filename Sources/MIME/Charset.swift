import CGMime
import Foundation

/// Turns the bytes of a text part into text, whatever their label says.
///
/// Labels lie: UTF-8 is sent as iso-8859-1, windows-1252 as US-ASCII, Japanese without any label. A label is believed
/// where the bytes do not speak against it; single bad bytes never make the rest unreadable.
enum Charset {
    /// The text of `bytes`, with LF line ends and without NUL.
    static func decode(_ bytes: UnsafeRawBufferPointer, label: String?) -> String {
        LineEnds.normalised(text(of: bytes, label: label.map(canonical) ?? ""))
    }

    private static func text(of bytes: UnsafeRawBufferPointer, label: String) -> String {
        if let mark = byteOrderMark(bytes) {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[mark.length...])
            return mark.charset == "utf-8" ? mixed(rest) : converted(rest, from: mark.charset)?.text ?? mixed(rest)
        }
        let shape = Shape(of: bytes)
        if isStateful(label), !isSevenBit(label) || shape.isSevenBit {
            return label == "iso-2022-jp" ? japanese(bytes) : converted(bytes, from: label)?.text ?? mixed(bytes)
        }
        switch shape {
        case .ascii: return String(decoding: bytes, as: UTF8.self)
        case .escaped where label != "utf-8": return japanese(bytes)
        case .escaped: return String(decoding: bytes, as: UTF8.self)
        case .utf8:
            // Bytes above 127 that happen to form UTF-8 throughout are UTF-8, unless the label's own charset has
            // characters of several bytes and reads them without a fault.
            if isMultibyte(label), bytes.prefix(2048).count(where: { $0 >= 0xC0 }) < Self.fewest,
                let other = converted(bytes, from: label), other.faults == 0
            {
                return other.text
            }
            return String(decoding: bytes, as: UTF8.self)
        case .other:
            if latin.contains(label) { return mixed(bytes) }
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

    private static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> (charset: String, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return ("utf-8", 3) }
        if bytes.starts(with: [0xFF, 0xFE]), bytes.count.isMultiple(of: 2) { return ("utf-16le", 2) }
        if bytes.starts(with: [0xFE, 0xFF]), bytes.count.isMultiple(of: 2) { return ("utf-16be", 2) }
        return nil
    }

    // MARK: - Labels

    /// Labels that mean windows-1252 or say nothing: what is not UTF-8 under them is read as windows-1252.
    private static let latin: Set<String> = [
        "", "utf-8", "us-ascii", "ascii", "ansi_x3.4-1968", "iso-8859-1", "latin1", "windows-1252", "cp1252",
        "unknown-8bit", "x-unknown", "8bit", "7bit", "binary", "default", "none", "unknown",
    ]

    /// Labels as they are written, and the names under which iconv has the charset or its common superset.
    private static let aliases: [String: String] = [
        "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8-mac": "utf-8", "unicode-1-1-utf-7": "utf-7",
        "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
        "iso-8859-6-e": "iso-8859-6", "iso8859-1": "iso-8859-1", "iso_8859-1": "iso-8859-1", "l1": "iso-8859-1",
        "latin-1": "iso-8859-1", "iso8859-15": "iso-8859-15", "latin-9": "iso-8859-15", "iso-8859-9": "windows-1254",
        "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
        "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "euc-kr": "cp949",
        "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030",
        "big5": "big5-hkscs", "x-x-big5": "big5-hkscs", "cn-big5": "big5-hkscs", "cp950": "big5-hkscs",
        "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
        "ms_kanji": "cp932", "x-euc-jp": "euc-jp", "iso-2022-jp-ms": "iso-2022-jp", "macintosh": "macintosh",
        "x-mac-roman": "macintosh", "mac": "macintosh", "koi8r": "koi8-r", "cp1251": "windows-1251",
        "cp-1251": "windows-1251", "win-1251": "windows-1251", "cp-850": "cp850",
    ]

    private static func canonical(_ label: String) -> String {
        var name = label.lowercased()
        name.removeAll { $0 == "\"" || $0 == "'" || $0 == " " || $0 == ";" }
        // iconv takes "//" in a name as an instruction.
        if let slash = name.firstIndex(of: "/") { name = String(name[..<slash]) }
        return aliases[name] ?? name
    }

    private static func isStateful(_ label: String) -> Bool {
        label.hasPrefix("iso-2022") || label.hasPrefix("utf-7") || label.hasPrefix("utf-16")
            || label.hasPrefix("utf-32")
            || label.hasPrefix("ucs-") || label.hasPrefix("hz")
    }

    /// Charsets that never have a byte above 127: where there is one, the label lies.
    private static func isSevenBit(_ label: String) -> Bool {
        label.hasPrefix("iso-2022") || label.hasPrefix("utf-7") || label.hasPrefix("hz")
    }

    private static func isMultibyte(_ label: String) -> Bool {
        label.hasPrefix("gb") || label.hasPrefix("big5") || label.hasPrefix("euc") || label == "cp932"
            || label == "cp949" || label == "johab"
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
