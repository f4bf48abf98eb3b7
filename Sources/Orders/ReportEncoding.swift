import Foundation

/// How a report's bytes are written.
public enum ReportEncoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16Little = "UTF-16LE"
    case utf16Big = "UTF-16BE"
    case windows1252 = "Windows-1252"
    case shiftJIS = "Shift-JIS"

    /// The encoding of which `sample`, a file's beginning, is most likely; UTF-8 for plain ASCII.
    public static func detect(_ sample: ArraySlice<UInt8>) -> ReportEncoding {
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if sample.starts(with: [0xFF, 0xFE]) { return .utf16Little }
        if sample.starts(with: [0xFE, 0xFF]) { return .utf16Big }
        var zeros = [0, 0]
        for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
        // A header is ASCII: in UTF-16 every other byte is zero.
        if zeros[1] * 4 > sample.count { return .utf16Little }
        if zeros[0] * 4 > sample.count { return .utf16Big }
        if isUTF8(sample) { return .utf8 }
        return looksJapanese(sample) ? .shiftJIS : .windows1252
    }

    /// A field's text. What cannot be read becomes U+FFFD, it never fails.
    func text(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return String(decoding: bytes, as: UTF8.self) }
        switch self {
        case .windows1252:
            return String(bytes: bytes, encoding: .windowsCP1252) ?? String(bytes: bytes, encoding: .isoLatin1) ?? ""
        case .shiftJIS:
            return String(bytes: bytes, encoding: .shiftJIS) ?? String(decoding: bytes, as: UTF8.self)
        case .utf8, .utf16Little, .utf16Big: return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The sample may end inside a character.
    private static func isUTF8(_ sample: ArraySlice<UInt8>) -> Bool {
        (0...3).contains { cut in
            cut <= sample.count && String(validating: sample.dropLast(cut), as: UTF8.self) != nil
        }
    }

    /// Valid Shift-JIS whose two-byte characters come in runs, as Japanese does and Western text does not.
    private static func looksJapanese(_ sample: ArraySlice<UInt8>) -> Bool {
        var pairs = 0
        var inRuns = 0
        var afterPair = false
        var index = sample.startIndex
        while index < sample.endIndex {
            let byte = sample[index]
            index += 1
            let isLead = (0x81...0x9F).contains(byte) || (0xE0...0xFC).contains(byte)
            guard isLead else {
                if byte == 0x80 || byte == 0xA0 || byte > 0xFC { return false }
                afterPair = false
                continue
            }
            guard index < sample.endIndex else { break }
            let trail = sample[index]
            guard (0x40...0xFC).contains(trail), trail != 0x7F else { return false }
            index += 1
            pairs += 1
            if afterPair { inRuns += 1 }
            afterPair = true
        }
        return pairs > 0 && inRuns * 2 >= pairs
    }
}

/// UTF-16 to UTF-8 in pieces of any size.
struct UTF16Transcoder {
    let isBig: Bool
    private var odd: UInt8?
    private var high: UInt16?

    init(isBig: Bool) { self.isBig = isBig }

    mutating func take(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        for byte in bytes {
            guard let first = odd else { odd = byte; continue }
            odd = nil
            put(isBig ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first), into: &output)
        }
    }

    private mutating func put(_ unit: UInt16, into output: inout [UInt8]) {
        var scalar = Unicode.Scalar(unit)
        if let high, (0xDC00...0xDFFF).contains(unit) {
            scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00))
        }
        high = (0xD800...0xDBFF).contains(unit) ? unit : nil
        if high == nil { output += Array(String(Character(scalar ?? "\u{FFFD}")).utf8) }
    }
}
