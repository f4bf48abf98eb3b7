/// Looks over HTML before libxml2 gets it.
enum HTMLGuard {
    /// libxml2 compares each attribute of an element with all before it; more than this is an attack.
    private static let mostAttributes = 500

    /// Whether one element has so many attributes that reading it would take long.
    static func hasTooManyAttributes(_ html: String) -> Bool {
        ByteSearch.withBytes(html) { bytes in
            var inTag = false
            var quote: UInt8 = 0
            var words = 0
            var previous: UInt8 = 0
            for byte in bytes {
                if !inTag {
                    inTag = byte == UInt8(ascii: "<")
                    words = 0
                    quote = 0
                } else if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: ">") {
                    inTag = false
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    if previous == UInt8(ascii: "=") || previous <= 32 { quote = byte }
                    words += 1
                } else if byte <= 32, previous > 32 {
                    words += 1
                }
                if words > mostAttributes * 2 { return true }
                previous = byte
            }
            return false
        }
    }
}
