/// Takes tags off without reading them: for sources that no HTML parser should be given.
enum MarkupRemoval {
    static func text(of source: String) -> String {
        var text: [UInt8] = []
        var inTag = false
        for byte in source.utf8 {
            switch byte {
            case UInt8(ascii: "<"):
                inTag = true
                if text.last != 32 { text.append(32) }
            case UInt8(ascii: ">"): inTag = false
            default: if !inTag { text.append(byte) }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
