/// Files that old programs write into the text itself, between `begin 644 name` and `end` (POSIX uuencode).
enum UUEncoded {
    /// The text without such files, and the files.
    static func extract(from text: String) -> (text: String, files: [Attachment]) {
        guard mayHold(text) else { return (text, []) }
        var kept: [Substring] = []
        var files: [Attachment] = []
        let lines = text.lines
        var index = 0
        while index < lines.count {
            if let name = name(in: lines[index]), let file = body(lines, from: index + 1) {
                // Without a name, or with a hidden one, it is decoration: an icon, a signature.
                if !name.isEmpty, !name.hasPrefix(".") {
                    files.append(Attachment(name: name, type: "application/octet-stream", size: file.size))
                }
                index = file.next
            } else {
                kept.append(lines[index])
                index += 1
            }
        }
        return kept.count == lines.count ? (text, []) : (kept.joined(separator: "\n"), files)
    }

    private static func mayHold(_ text: String) -> Bool {
        text.utf8.starts(with: "begin ".utf8) || ByteSearch.contains(text, "\nbegin ")
    }

    /// The name after `begin` and an octal mode.
    private static func name(in line: Substring) -> String? {
        guard line.hasPrefix("begin ") else { return nil }
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, (3...4).contains(words[1].count), words[1].allSatisfy({ "01234567".contains($0) })
        else { return nil }
        return words.count == 3 ? PartName.clean(String(words[2])) : ""
    }

    /// The size of a file whose data lines start at `first`, and the line after its `end`; nil where it is none.
    ///
    /// A file whose `end` is missing goes as far as its lines are well-formed.
    private static func body(_ lines: [Substring], from first: Int) -> (size: Int, next: Int)? {
        var size = 0
        var index = first
        while index < lines.count {
            let line = lines[index].utf8
            if lines[index] == "end" { return (size, index + 1) }
            guard let mark = line.first, (32...96).contains(mark) else { break }
            let count = Int(mark - 32) & 63
            let expected = (count + 2) / 3 * 4
            guard line.count > expected || count == 0, line.count <= expected + 3 else { break }
            size += count
            index += 1
        }
        return size > 0 ? (size, index) : nil
    }
}
