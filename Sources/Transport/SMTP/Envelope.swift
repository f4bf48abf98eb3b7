/// From whom and to whom a mail goes, apart from what its header says.
public struct Envelope: Hashable, Sendable {
    /// Where bounces go; nil is the null path `<>`.
    public let from: String?
    public let recipients: [String]

    /// Nil without recipients, or where an address could break out of its brackets: a control, a space outside
    /// quotes, an angle bracket, or no `@`.
    public init?(from: String?, recipients: [String]) {
        guard !recipients.isEmpty, (recipients + [from].compactMap { $0 }).allSatisfy(Self.isSafe) else { return nil }
        self.from = from
        self.recipients = recipients
    }

    var needsUTF8: Bool { (recipients + [from].compactMap { $0 }).contains { !$0.utf8.allSatisfy { $0 < 128 } } }

    private static func isSafe(_ address: String) -> Bool {
        let bytes = Array(address.utf8)
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > 0, at < bytes.count - 1, bytes.count <= 320,
            !bytes.contains(where: { $0 < 32 || $0 == 127 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") })
        else { return false }
        let quoted = bytes.first == UInt8(ascii: "\"") && at > 1 && bytes[at - 1] == UInt8(ascii: "\"")
        return quoted ? !bytes[at...].contains(32) : !bytes.contains(32)
    }
}

/// How far a mail got, exactly.
public enum SendOutcome: Sendable {
    /// Where in the transaction the server refused.
    public enum Stage: Hashable, Sendable {
        case sender
        case recipient(String)
        case data
        /// After the whole message.
        case message
    }

    /// The server has taken the mail.
    case accepted(ServerReply)
    /// The server has said no: nothing was sent to anybody. `permanent`: it will say so again.
    case refused(ServerReply, permanent: Bool, at: Stage)
    /// Failed before the final dot: surely not sent, safe to try again where the error `isTransient`.
    case notSent(TransportError)
    /// Failed after the final dot was given to the socket, in whole or in part, and before the reply: sent or not.
    case ambiguous(TransportError)
}
