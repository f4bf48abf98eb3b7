/// Cuts a report into its records and fields, holding one record and one chunk of the file at a time.
struct RecordReader {
    /// Gives the next piece of the file; empty at its end.
    private let read: () throws -> [UInt8]
    private var buffer: [UInt8] = []
    private var start = 0
    private var transcoder: UTF16Transcoder?
    private var isAtEnd = false
    private(set) var line = 0
    let encoding: ReportEncoding
    /// Set from the header row.
    var separator = UInt8(ascii: "\t")
    var quotes = true

    /// A record's fields: without quotes, as bytes in the file's encoding (UTF-8 for UTF-16).
    struct Record {
        var line: Int
        var fields: [ArraySlice<UInt8>]
        /// Why the fields cannot be trusted.
        var problem: String?
    }

    init(_ read: @escaping () throws -> [UInt8]) throws {
        self.read = read
        var sample: [UInt8] = []
        while sample.count < Self.sampleSize {
            let piece = try read()
            if piece.isEmpty { isAtEnd = true; break }
            sample += piece
        }
        encoding = ReportEncoding.detect(sample[...])
        if encoding == .utf16Little || encoding == .utf16Big {
            transcoder = UTF16Transcoder(isBig: encoding == .utf16Big)
        }
        append(sample)
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    /// The next line that is not empty; `nil` at the end.
    mutating func next() throws -> Record? {
        while let (range, lines) = try nextRecord() {
            line += 1
            let at = line
            line += lines - 1
            var bytes = buffer[range]
            if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
            start = min(range.upperBound + 1, buffer.count)
            if bytes.count > Self.longest { return Record(line: at, fields: [], problem: "the line is too long") }
            let record = split(bytes, line: at)
            if record.fields.contains(where: { !$0.isEmpty }) { return record }
        }
        return nil
    }

    /// Chooses separator and quoting by the header row, the first record.
    mutating func header() throws -> [String]? {
        quotes = true
        guard let (range, _) = try nextRecord() else { return nil }
        let head = buffer[range]
        let count = { (byte: UInt8) in head.count { $0 == byte } }
        let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")]
        separator = candidates.max { count($0) < count($1) } ?? UInt8(ascii: "\t")
        // Tab reports are not quoted, unless their header is: an inch sign in a title opens nothing.
        quotes = separator != UInt8(ascii: "\t") || head.first == UInt8(ascii: "\"")
        return try next().map { record in record.fields.map { ReportForm.normalise(encoding.text($0)) } }
    }

    private static let sampleSize = 1 << 16
    private static let longest = 1 << 16

    private mutating func append(_ bytes: [UInt8]) {
        if transcoder != nil { transcoder?.take(bytes[...], into: &buffer) } else { buffer += bytes }
    }

    private mutating func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        let piece = try read()
        if piece.isEmpty { isAtEnd = true; return false }
        append(piece)
        return true
    }

    /// The bytes up to the line's end, and how many lines they span. A quote that never closes ends at its first line.
    private mutating func nextRecord() throws -> (Range<Int>, Int)? {
        var scanned = 0
        var isOpen = false
        var lines = 1
        var firstEnd: Int?
        while true {
            let (from, quoting) = (start + scanned, quotes)
            let end: Int? = buffer.withUnsafeBufferPointer { bytes in
                var index = from
                while index < bytes.count {
                    let byte = bytes[index]
                    if byte == UInt8(ascii: "\n") {
                        if !isOpen { return index }
                        lines += 1
                        if firstEnd == nil { firstEnd = index - start }
                    } else if quoting, byte == UInt8(ascii: "\"") {
                        isOpen.toggle()
                    }
                    index += 1
                }
                return nil
            }
            if let end { return (start..<end, lines) }
            scanned = buffer.count - start
            if let firstEnd, scanned > Self.longest { return (start..<start + firstEnd, 1) }
            if try fill() { continue }
            if let firstEnd { return (start..<start + firstEnd, 1) }
            guard start < buffer.count else { return nil }
            return (start..<buffer.count, 1)
        }
    }

    private func split(_ bytes: ArraySlice<UInt8>, line: Int) -> Record {
        var record = Record(line: line, fields: [], problem: nil)
        var isOpen = false
        var from = bytes.startIndex
        var index = from
        while index < bytes.endIndex {
            let byte = bytes[index]
            if quotes, byte == UInt8(ascii: "\"") {
                isOpen.toggle()
            } else if byte == separator, !isOpen {
                record.fields.append(Self.unquote(bytes[from..<index]))
                from = index + 1
            }
            index += 1
        }
        record.fields.append(Self.unquote(bytes[from...]))
        if isOpen { record.problem = "a quote opens and never closes" }
        return record
    }

    private static func unquote(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x00 }
        var field = field.drop(while: blank)
        while let last = field.last, blank(last) { field = field.dropLast() }
        let quote = UInt8(ascii: "\"")
        guard field.count >= 2, field.first == quote, field.last == quote else { return field }
        let inner = field.dropFirst().dropLast()
        guard inner.contains(quote) else { return inner }
        var plain: [UInt8] = []
        var wasQuote = false
        for byte in inner {
            if byte == quote, wasQuote { wasQuote = false; continue }
            wasQuote = byte == quote
            plain.append(byte)
        }
        return plain[...]
    }
}
