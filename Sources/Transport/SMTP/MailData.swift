/// A message in the form in which DATA sends it.
struct MailData: Sendable {
    /// Why a message cannot be sent as it is.
    enum Flaw: Error, Hashable, Sendable {
        case bareCR(at: Int)
        case bareLF(at: Int)
        case nul(at: Int)
        /// Longer than the 998 bytes that every server must take (RFC 5321 section 4.5.3.1.6).
        case longLine(at: Int)
        case empty
    }

    /// The message with its dots doubled, CRLF at its end, and the final `.` CRLF.
    let bytes: [UInt8]
    /// Where the final dot stands.
    let decisive: Int
    /// Whether a byte is above 127.
    let isEightBit: Bool

    /// Checks and codes a message. Nothing is repaired: a lone CR or LF, which servers read in different ways and which
    /// could smuggle a second mail in, is an error.
    init(_ message: [UInt8]) throws(Flaw) {
        guard !message.isEmpty else { throw .empty }
        if let flaw = Self.flaw(message) { throw flaw }
        var out: [UInt8] = []
        out.reserveCapacity(message.count + 64)
        let dot = UInt8(ascii: ".")
        var copied = 0
        var at = 0
        // From line to line; only lines that begin with a dot need anything.
        while at < message.count {
            if message[at] == dot {
                out.append(contentsOf: message[copied..<at])
                out.append(dot)
                copied = at
            }
            guard let end = message[at...].firstIndex(of: Grammar.lf) else { break }
            at = end + 1
        }
        out.append(contentsOf: message[copied...])
        if message.last != Grammar.lf { out.append(contentsOf: [Grammar.cr, Grammar.lf]) }
        decisive = out.count
        out.append(contentsOf: [dot, Grammar.cr, Grammar.lf])
        bytes = out
        isEightBit = message.contains { $0 > 127 }
    }

    private static func flaw(_ message: [UInt8]) -> Flaw? {
        message.withUnsafeBufferPointer { bytes in
            var lineStart = 0
            var previous: UInt8 = 0
            for index in bytes.indices {
                let byte = bytes[index]
                if previous == 13 && byte != 10 { return .bareCR(at: index - 1) }
                if byte == 10 {
                    if previous != 13 { return .bareLF(at: index) }
                    if index - lineStart > 999 { return .longLine(at: lineStart) }
                    lineStart = index + 1
                } else if byte == 0 {
                    return .nul(at: index)
                }
                previous = byte
            }
            if previous == 13 { return .bareCR(at: bytes.count - 1) }
            return bytes.count - lineStart > 998 ? .longLine(at: lineStart) : nil
        }
    }
}

extension MailData.Flaw: CustomStringConvertible {
    var description: String {
        switch self {
        case .bareCR(let at): "a CR without LF at byte \(at)"
        case .bareLF(let at): "an LF without CR at byte \(at)"
        case .nul(let at): "a NUL at byte \(at)"
        case .longLine(let at): "a line of more than 998 bytes at byte \(at)"
        case .empty: "an empty message"
        }
    }
}
