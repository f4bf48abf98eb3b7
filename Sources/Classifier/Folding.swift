/// How one character of UTF-8 is folded.
enum Folding {
    enum Result {
        /// One or two ASCII letters or digits (`second` 0: none).
        case letters(UInt8, UInt8)
        /// A letter of another script: kept as it is.
        case raw
        case apostrophe
        /// A combining accent or an invisible sign.
        case ignored
        /// `.` `!` `?` `;` or a line's end.
        case stop
        case pictogram
        case gap
    }

    /// Bytes of the character that begins with `byte`; a stray continuation byte counts as one.
    static func length(of byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    static func fold(_ byte: UInt8, _ second: UInt8, _ third: UInt8) -> Result {
        switch byte {
        case 0x61...0x7A: .letters(byte, 0)
        case 0x41...0x5A: .letters(byte | 0x20, 0)
        case 0x30...0x39: .letters(0x30, 0)
        case 0x27, 0x60: .apostrophe
        case 0x2E, 0x21, 0x3F, 0x3B, 0x0A: .stop
        case 0x00...0x7F: .gap
        case 0xC2: second == 0xB4 ? .apostrophe : second == 0xAD ? .ignored : .gap
        case 0xC3: latin(second)
        case 0xC5 where second == 0x92 || second == 0x93: .letters(0x6F, 0x65)
        case 0xCC: .ignored
        case 0xE2 where second == 0x80 && (third == 0x98 || third == 0x99): .apostrophe
        case 0xE2 where second == 0x80 && (0x8B...0x8F).contains(third): .ignored
        case 0xE2 where (0x98...0x9E).contains(second): .pictogram
        case 0xE2: .gap
        case 0xE3 where second == 0x80: .gap
        case 0xEF where second == 0xB8 || second == 0xBB: .ignored
        case 0xF0: second == 0x9F ? .pictogram : .raw
        case 0xC4...0xEF, 0xF1...0xF4: .raw
        default: .gap
        }
    }

    /// True where what follows an apostrophe is an English ending: `n't 's 'm 'd 're 've 'll`.
    static func isContraction(_ text: UnsafeBufferPointer<UInt8>, after position: Int) -> Bool {
        func letter(_ index: Int) -> UInt8 {
            guard index < text.count else { return 0 }
            let byte = text[index] | 0x20
            return (0x61...0x7A).contains(byte) || text[index] >= 0x80 ? byte : 0
        }
        let (a, b, c) = (letter(position), letter(position + 1), letter(position + 2))
        if b == 0 { return [0x74, 0x73, 0x6D, 0x64].contains(a) }
        guard c == 0 else { return false }
        return (a == 0x72 && b == 0x65) || (a == 0x76 && b == 0x65) || (a == 0x6C && b == 0x6C)
    }

    /// U+00C0…U+00FF without their accents.
    private static func latin(_ second: UInt8) -> Result {
        switch second | 0x20 {
        case 0xA0...0xA5: .letters(0x61, 0)
        case 0xA6: .letters(0x61, 0x65)
        case 0xA7: .letters(0x63, 0)
        case 0xA8...0xAB: .letters(0x65, 0)
        case 0xAC...0xAF: .letters(0x69, 0)
        case 0xB0: .letters(0x64, 0)
        case 0xB1: .letters(0x6E, 0)
        case 0xB7: .gap
        case 0xB2...0xB6, 0xB8: .letters(0x6F, 0)
        case 0xB9...0xBC: .letters(0x75, 0)
        case 0xBD: .letters(0x79, 0)
        case 0xBF: second == 0x9F ? .letters(0x73, 0x73) : .letters(0x79, 0)
        default: .raw
        }
    }
}
