import Foundation

/// Mails as `inspect` and `simulate` find them: a file, `-`, an mbox, a Maildir, or a folder of mails.
public enum MailFiles {
    /// One mail to read: where it lies, and its bytes or why they could not be had.
    public struct Item: Sendable {
        public let name: String
        public let load: @Sendable () throws -> [UInt8]
    }

    /// The mails that `path` names, in a stable order.
    public static func items(at path: String) throws -> [Item] {
        if path == "-" {
            let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
            return mailbox(bytes, named: "-")
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: path])
        }
        guard isFolder.boolValue else { return try file(path) }
        let maildir = ["cur", "new"].map { "\(path)/\($0)" }
        if maildir.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) {
            return try maildir.flatMap { try folder($0, deep: false) }
        }
        return try folder(path, deep: true)
    }

    private static func folder(_ path: String, deep: Bool) throws -> [Item] {
        let names =
            deep
            ? try FileManager.default.subpathsOfDirectory(atPath: path)
            : try FileManager.default.contentsOfDirectory(atPath: path)
        return try names.sorted().flatMap { name -> [Item] in
            let full = "\(path)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else {
                return []
            }
            return try file(full)
        }
    }

    /// A single mail, or an mbox by its name or its first line. A file that is called a mail is one, whatever it holds.
    private static func file(_ path: String) throws -> [Item] {
        let isMail = path.hasSuffix(".eml") || path.hasSuffix(".msg")
        guard path.hasSuffix(".mbox") || (!isMail && startsLikeMailbox(path)) else {
            return [Item(name: path, load: { try bytes(of: path) })]
        }
        return mailbox(try bytes(of: path), named: path)
    }

    /// Read straight into the array that is handed on: a large mail is held once.
    private static func bytes(of path: String) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var facts = stat()
        guard fstat(file.fileDescriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            return [UInt8](try file.readToEnd() ?? Data())
        }
        var failure: POSIXError?
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(facts.st_size)) { buffer, count in
            while count < buffer.count, let start = buffer.baseAddress {
                let got = read(file.fileDescriptor, start + count, buffer.count - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
                guard got > 0 else { return }
                count += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func startsLikeMailbox(_ path: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: 5)).map { Array($0) == Array("From ".utf8) } ?? false
    }

    /// Cuts an mbox at its `From ` lines after an empty line (RFC 4155); a file with only one is one mail.
    private static func mailbox(_ bytes: [UInt8], named name: String) -> [Item] {
        let starts = separators(in: bytes)
        guard starts.count > 1 || (starts.first == 0 && name.hasSuffix(".mbox")) else {
            return [Item(name: name, load: { bytes })]
        }
        return starts.enumerated().map { index, start in
            let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
            let body = bytes[start..<end]
            let afterLine = body.firstIndex(of: 10).map { $0 + 1 } ?? end
            return Item(name: "\(name)#\(index + 1)", load: { unquoted(bytes[afterLine..<end]) })
        }
    }

    private static func separators(in bytes: [UInt8]) -> [Int] {
        let mark = Array("From ".utf8)
        var starts: [Int] = []
        var lineStart = 0
        var blank = true
        while lineStart < bytes.count {
            let lineEnd = bytes[lineStart...].firstIndex(of: 10) ?? bytes.count
            if blank, bytes[lineStart...].starts(with: mark), looksLikeSeparator(bytes[lineStart..<lineEnd]) {
                starts.append(lineStart)
            }
            blank = lineEnd == lineStart || (lineEnd == lineStart + 1 && bytes[lineStart] == 13)
            lineStart = lineEnd + 1
        }
        return starts
    }

    /// `From sender Thu Oct  1 09:30:00 2026`: it ends in something with a time of day.
    private static func looksLikeSeparator(_ line: ArraySlice<UInt8>) -> Bool {
        line.contains(UInt8(ascii: ":")) && line.contains { (48...57).contains($0) }
    }

    /// `>From ` at a line's begin is one `>` too many.
    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let mark = Array("From ".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var lineStart = bytes.startIndex
        while lineStart < bytes.endIndex {
            let lineEnd = bytes[lineStart...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.endIndex
            var line = bytes[lineStart..<lineEnd]
            let content = line.drop { $0 == UInt8(ascii: ">") }
            if content.startIndex > line.startIndex, content.starts(with: mark) { line = line.dropFirst() }
            out += line
            lineStart = lineEnd
        }
        return out
    }
}
