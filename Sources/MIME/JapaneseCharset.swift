/// ISO-2022-JP as it is written: with the circled numbers and company marks of Windows, which the standard does not have
/// (RFC 1468; Microsoft's code page 50221).
enum JapaneseCharset {
    /// The same text in EUC-JP, whose Windows form iconv knows ("EUC-JP-MS").
    static func extendedUnixCode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var row = Row.latin
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x1B, index + 2 < bytes.count, let (next, length) = escape(bytes, at: index) {
                row = next
                index += length
                continue
            }
            // A line end ends every row, whatever is missing.
            if byte == 10 { row = .latin }
            switch row {
            case .kanji where byte > 32 && byte < 127: text.append(byte | 0x80)
            case .kana where byte > 32 && byte < 127: text += [0x8E, byte | 0x80]
            default: text.append(byte)
            }
            index += 1
        }
        return text
    }

    private enum Row { case latin, kanji, kana }

    /// The row that an escape sequence switches to, and its length; nil where it is none of these.
    private static func escape(_ bytes: UnsafeRawBufferPointer, at index: Int) -> (Row, Int)? {
        switch (bytes[index + 1], bytes[index + 2]) {
        case (UInt8(ascii: "$"), UInt8(ascii: "B")), (UInt8(ascii: "$"), UInt8(ascii: "@")): (.kanji, 3)
        case (UInt8(ascii: "("), UInt8(ascii: "B")), (UInt8(ascii: "("), UInt8(ascii: "J")): (.latin, 3)
        case (UInt8(ascii: "("), UInt8(ascii: "I")): (.kana, 3)
        default: nil
        }
    }
}
