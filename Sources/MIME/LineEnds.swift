/// Line ends inside the program are LF; mails have CRLF, LF, CR and all of them mixed.
enum LineEnds {
    /// The text with LF for CRLF and for a lone CR, without NUL.
    static func normalised(_ text: String) -> String {
        var text = text
        let clean = text.withUTF8 { !$0.contains { $0 == 13 || $0 == 0 } }
        if clean { return text }
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                var count = 0
                var index = 0
                while index < bytes.count {
                    let byte = bytes[index]
                    index += 1
                    if byte == 0 { continue }
                    if byte == 13 {
                        // "\r\r\n" is one line end that a gateway has doubled.
                        while index < bytes.count, bytes[index] == 13, index + 1 < bytes.count, bytes[index + 1] == 10 {
                            index += 1
                        }
                        if index < bytes.count, bytes[index] == 10 { index += 1 }
                        target[count] = 10
                    } else {
                        target[count] = byte
                    }
                    count += 1
                }
                return count
            }
        }
    }
}

extension StringProtocol {
    /// The lines of a text with LF line ends, empty ones too; an LF at the end makes an empty last line.
    ///
    /// Looks at bytes, where `split` would look for the borders of characters.
    var lines: [SubSequence] {
        var lines: [SubSequence] = []
        var start = startIndex
        let utf8 = utf8
        var index = start
        while index < endIndex {
            let next = utf8.index(after: index)
            if utf8[index] == 10 {
                lines.append(self[start..<index])
                start = next
            }
            index = next
        }
        lines.append(self[start...])
        return lines
    }
}
