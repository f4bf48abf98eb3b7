import Foundation

/// Folder names on the wire: modified UTF-7 (RFC 3501 section 5.1.3).
enum ModifiedUTF7 {
    static func encode(_ name: String) -> String {
        var result = ""
        var pending: [UInt16] = []
        func flush() {
            guard !pending.isEmpty else { return }
            let base64 = Data(pending.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }).base64EncodedString()
            result += "&" + base64.replacingOccurrences(of: "/", with: ",").filter { $0 != "=" } + "-"
            pending = []
        }
        for scalar in name.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                flush()
                result += scalar == "&" ? "&-" : String(scalar)
            } else {
                pending += Array(String(scalar).utf16)
            }
        }
        flush()
        return result
    }

    /// Nil where it is not modified UTF-7.
    static func decode(_ text: String) -> String? {
        var result = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: "-") else { return nil }
            let coded = rest[rest.index(after: mark)..<end]
            if coded.isEmpty {
                result += "&"
            } else {
                var base64 = coded.replacingOccurrences(of: ",", with: "/")
                base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
                guard let bytes = Data(base64Encoded: base64), bytes.count % 2 == 0,
                    let decoded = String(data: bytes, encoding: .utf16BigEndian)
                else { return nil }
                result += decoded
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
