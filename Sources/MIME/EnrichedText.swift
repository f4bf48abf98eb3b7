/// `text/enriched` (RFC 1896) and `text/richtext` (RFC 1341): the text without its commands.
enum EnrichedText {
    static func text(from source: String) -> String {
        var text: [UInt8] = []
        var command: [UInt8]?
        var isParameter = false
        for byte in source.utf8 {
            if byte == UInt8(ascii: "<") {
                // "<<" stands for "<".
                if command?.isEmpty == true {
                    if !isParameter { text.append(byte) }
                    command = nil
                } else {
                    command = []
                }
            } else if byte == UInt8(ascii: ">"), let name = command {
                switch String(decoding: name, as: UTF8.self).lowercased() {
                case "param": isParameter = true
                case "/param": isParameter = false
                case "nl", "np", "/paragraph": text.append(10)
                case "lt": text.append(UInt8(ascii: "<"))
                default: break
                }
                command = nil
            } else if command != nil {
                if command?.count ?? 0 < longestCommand { command?.append(byte) }
            } else if !isParameter {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// RFC 1896, section 4.
    private static let longestCommand = 60
}
