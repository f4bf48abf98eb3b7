import CGMime

/// RFC 2047: words in other charsets inside header fields, read wherever people's programs put them.
///
/// Each word is decoded by itself, since many programs pad each; the bytes of neighbours in one charset are put together
/// before the charset is looked at, since as many programs split characters between words.
enum EncodedWords {
    /// Whether decoding could change these bytes: they hold 8-bit characters or the start of an encoded word.
    static func mayNeedDecoding(_ bytes: some Sequence<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte >= 128 || (byte == UInt8(ascii: "?") && previous == UInt8(ascii: "=")) || byte == 0x1B {
                return true
            }
            previous = byte
        }
        return false
    }

    /// The text of an unfolded value.
    static func decode(_ bytes: [UInt8]) -> String {
        pieces(of: bytes).map(\.text).joined()
    }

    /// An address field in which encoded words are replaced by what they say, in quotes, so that what they say cannot be
    /// taken for an address; raw 8-bit text becomes UTF-8.
    static func decodedForAddresses(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var inQuotes = false
        for piece in pieces(of: bytes) {
            guard piece.isEncoded else {
                var previous: UInt8 = 0
                for byte in piece.text.utf8 {
                    if byte == UInt8(ascii: "\""), previous != UInt8(ascii: "\\") { inQuotes.toggle() }
                    previous = previous == UInt8(ascii: "\\") ? 0 : byte
                }
                result += piece.text.utf8
                continue
            }
            if !inQuotes { result.append(UInt8(ascii: "\"")) }
            for byte in piece.text.utf8 where byte >= 32 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { result.append(UInt8(ascii: "\\")) }
                result.append(byte)
            }
            if !inQuotes { result.append(UInt8(ascii: "\"")) }
        }
        return result
    }

    // MARK: - Pieces

    /// A stretch of a value: plain, or encoded words that belong together.
    private struct Piece {
        var text: String
        var isEncoded: Bool
    }

    private static func pieces(of bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var plainStart = 0
        var index = 0
        var words: [Word] = []
        func flushWords() {
            for group in grouped(words) { pieces.append(Piece(text: group, isEncoded: true)) }
            words = []
        }
        while index + 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "="), bytes[index + 1] == UInt8(ascii: "?"),
                let word = word(bytes, at: index)
            else {
                index += 1
                continue
            }
            let between = bytes[plainStart..<index]
            // White space between two encoded words is no part of the text (RFC 2047, section 6.2).
            if words.isEmpty || !between.allSatisfy({ $0 == 32 }) {
                flushWords()
                if !between.isEmpty { pieces.append(Piece(text: plain(between), isEncoded: false)) }
            }
            words.append(word)
            index = word.end
            plainStart = index
        }
        flushWords()
        if plainStart < bytes.count { pieces.append(Piece(text: plain(bytes[plainStart...]), isEncoded: false)) }
        return pieces
    }

    private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.withUnsafeBytes { Charset.decode($0, label: nil) }
    }

    /// The texts of neighbouring words, those of one charset read as one.
    private static func grouped(_ words: [Word]) -> [String] {
        var texts: [String] = []
        var bytes: [UInt8] = []
        for (index, word) in words.enumerated() {
            bytes += word.bytes
            if index + 1 < words.count, words[index + 1].charset == word.charset { continue }
            texts.append(bytes.withUnsafeBytes { Charset.decode($0, label: word.charset) })
            bytes = []
        }
        // One piece for all, so that a name in two charsets is one name.
        return texts.isEmpty ? [] : [texts.joined()]
    }

    private struct Word {
        var charset: String
        var bytes: [UInt8]
        var end: Int
    }

    /// Longer words are read too, as many programs write them, up to this.
    private static let longestWord = 8 * 1024

    /// The encoded word at `start`: `=?charset*language?B|Q?text?=`. A missing end is the end of the value.
    private static func word(_ bytes: [UInt8], at start: Int) -> Word? {
        let limit = min(bytes.count, start + longestWord)
        let mark = UInt8(ascii: "?")
        guard let charsetEnd = bytes[(start + 2)..<min(limit, start + 66)].firstIndex(of: mark), charsetEnd + 2 < limit,
            bytes[charsetEnd + 2] == mark
        else { return nil }
        let encoding = bytes[charsetEnd + 1] | 0x20
        guard encoding == UInt8(ascii: "b") || encoding == UInt8(ascii: "q") else { return nil }
        let textStart = charsetEnd + 3
        var index = textStart
        while index + 1 < limit, !(bytes[index] == mark && bytes[index + 1] == UInt8(ascii: "=")) { index += 1 }
        let isOpen = index + 1 >= limit
        let textEnd = isOpen ? limit : index
        let text = bytes[textStart..<textEnd]
        guard let charset = charset(bytes[(start + 2)..<charsetEnd]) else { return nil }
        if isOpen, text.contains(32) || limit < bytes.count { return nil }
        let decoded = encoding == UInt8(ascii: "b") ? base64(text) : quoted(text)
        return Word(charset: charset, bytes: decoded, end: isOpen ? limit : textEnd + 2)
    }

    /// The charset's name without a language (RFC 2231, section 5).
    private static func charset(_ bytes: ArraySlice<UInt8>) -> String? {
        let name = bytes.prefix { $0 != UInt8(ascii: "*") }
        guard name.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        text.withUnsafeBytes { TransferEncoding.decode($0, GMIME_CONTENT_ENCODING_BASE64, limit: longestWord).bytes }
    }

    /// The Q encoding (RFC 2047, section 4.2): underscore is a space.
    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "="), index + 2 < text.endIndex, let high = hex(text[index + 1]),
                let low = hex(text[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
                continue
            }
            decoded.append(byte == UInt8(ascii: "_") ? 32 : byte)
            index += 1
        }
        return decoded
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
