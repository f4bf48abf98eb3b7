/// Which bytes may stand where (RFC 9051 section 9).
enum Grammar {
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let open = UInt8(ascii: "(")
    static let close = UInt8(ascii: ")")
    static let cr = UInt8(ascii: "\r")
    static let lf = UInt8(ascii: "\n")

    /// ATOM-CHAR: no controls, no space, none of `(){%*"\]`. Bytes above 127 are let through: old servers send them.
    static func isAtom(_ byte: UInt8) -> Bool { atom[Int(byte)] }

    /// ASTRING-CHAR: an atom's, and `]`.
    static func isAString(_ byte: UInt8) -> Bool { atom[Int(byte)] || byte == UInt8(ascii: "]") }

    private static let atom: [Bool] = (0...255).map { value in
        let byte = UInt8(value)
        return byte > 32 && byte != 127 && !"(){%*\"\\]".utf8.contains(byte)
    }
}
