import Foundation

/// A mail that the SMTP server has accepted.
public struct CapturedMail: Sendable, CustomStringConvertible {
    /// From 1, in the order of acceptance over all sessions.
    public let number: Int

    /// The number of the session it came in.
    public let session: Int

    public let time: Date

    /// Who had logged in, if anybody.
    public let user: String?

    /// MAIL FROM's address; empty for the null return path.
    public let sender: String

    /// The parameters of MAIL FROM in capitals: `BODY=8BITMIME`.
    public let parameters: [String]

    /// The addresses of RCPT TO that were accepted, in order.
    public let recipients: [String]

    /// What was sent, with dot-stuffing undone and nothing else touched.
    public let bytes: [UInt8]

    /// The id in the 250 line.
    public let queueID: String

    public var description: String { "mail \(number) to \(recipients), \(bytes.count) bytes" }

    /// The bytes as text; what is not UTF-8 is replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value of the first header field of that name, unfolded, or nil.
    public func header(_ name: String) -> String? { MessageParts(bytes).fields(named: name).first }

    /// Whether a CR or LF stands alone, which some servers take for a line end (SMTP smuggling).
    public var hasBareLineEnds: Bool {
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A, index == 0 || bytes[index - 1] != 0x0D { return true }
            if byte == 0x0D, index + 1 == bytes.count || bytes[index + 1] != 0x0A { return true }
        }
        return false
    }
}
