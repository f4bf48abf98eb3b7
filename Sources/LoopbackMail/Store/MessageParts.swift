/// A message cut into header and body, and the header into fields: as much of RFC 5322 as IMAP's FETCH and SEARCH need.
struct MessageParts {
    /// The header with the empty line that ends it.
    let header: ArraySlice<UInt8>

    /// All that follows the empty line.
    let body: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        let end = MessageParts.endOfHeader(bytes)
        header = bytes[..<end]
        body = bytes[end...]
    }

    /// The fields in order, each with its name and its lines as they stand, line ends and folding included.
    var rawFields: [(name: String, lines: ArraySlice<UInt8>)] {
        var fields: [(name: String, lines: ArraySlice<UInt8>)] = []
        var position = header.startIndex
        while position < header.endIndex {
            var end = MessageParts.afterLine(header, from: position)
            if MessageParts.isEmptyLine(header[position..<end]) { break }
            while end < header.endIndex, header[end] == 0x20 || header[end] == 0x09 {
                end = MessageParts.afterLine(header, from: end)
            }
            let lines = header[position..<end]
            if let colon = lines.firstIndex(of: UInt8(ascii: ":")) {
                let name = String(decoding: lines[..<colon], as: UTF8.self)
                fields.append((name.trimmingBlanks, lines))
            }
            position = end
        }
        return fields
    }

    /// The unfolded values of the fields of that name.
    func fields(named name: String) -> [String] {
        rawFields.filter { $0.name.lowercased() == name.lowercased() }.map { field in
            let value = field.lines.drop { $0 != UInt8(ascii: ":") }.dropFirst()
            return String(decoding: value.filter { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self).trimmingBlanks
        }
    }

    /// The named fields alone, or all but them, with the empty line that BODY[HEADER.FIELDS] ends in.
    func header(only names: [String], inverted: Bool) -> [UInt8] {
        let wanted = Set(names.map { $0.lowercased() })
        let chosen = rawFields.filter { wanted.contains($0.name.lowercased()) != inverted }
        return chosen.flatMap { $0.lines } + [0x0D, 0x0A]
    }

    private static func endOfHeader(_ bytes: [UInt8]) -> Int {
        var position = 0
        while position < bytes.endIndex {
            let end = afterLine(bytes[...], from: position)
            if isEmptyLine(bytes[position..<end]) { return end }
            position = end
        }
        return bytes.endIndex
    }

    private static func afterLine(_ bytes: ArraySlice<UInt8>, from position: Int) -> Int {
        bytes[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
    }

    private static func isEmptyLine(_ line: ArraySlice<UInt8>) -> Bool {
        line.elementsEqual([0x0D, 0x0A]) || line.elementsEqual([0x0A])
    }
}

extension String {
    var trimmingBlanks: String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
