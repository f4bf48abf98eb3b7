/// What an SMTP server can do, whom it lets send, and what becomes of the mail.
public struct SMTPOptions: Sendable {
    /// An extension that EHLO tells of.
    public enum Extension: String, Hashable, Sendable, CaseIterable {
        case pipelining = "PIPELINING"
        case size = "SIZE"
        case eightBitMIME = "8BITMIME"
        case smtpUTF8 = "SMTPUTF8"
        case enhancedStatusCodes = "ENHANCEDSTATUSCODES"
        case auth = "AUTH"
    }

    /// What a provider does that files sent mail itself, as Gmail and Exchange do.
    public struct Filing: Sendable {
        /// Where the copy goes in the account of the one who logged in.
        public var folder: String

        /// Whether the provider puts a Message-ID of its own in place of the sender's.
        public var replacesMessageID: Bool

        /// Whether the copy waits for `SMTPServer.fileWaiting()`, as where a provider takes its time.
        public var waits: Bool

        public init(folder: String = "Sent", replacesMessageID: Bool = false, waits: Bool = false) {
            self.folder = folder
            self.replacesMessageID = replacesMessageID
            self.waits = waits
        }
    }

    public var extensions: Set<Extension>

    public var mechanisms: [String]

    /// Whether MAIL is refused before a login; without the AUTH extension nobody can log in.
    public var requiresLogin: Bool

    /// The largest mail taken, in bytes; told with SIZE.
    public var largestMail: Int

    /// What the server calls itself.
    public var name: String

    /// Set where the server files sent mail itself.
    public var filing: Filing?

    /// Whether a recipient who has an account in the store gets the mail in INBOX, such as a Bcc copy to oneself.
    public var deliversLocally: Bool

    /// What is said to RCPT for these addresses, in lower case, in place of 250.
    public var refusals: [String: String]

    public init(
        extensions: Set<Extension> = Set(Extension.allCases), mechanisms: [String] = ["PLAIN", "LOGIN", "XOAUTH2"],
        requiresLogin: Bool = true, largestMail: Int = 64 << 20, name: String = "loopback.example",
        filing: Filing? = nil, deliversLocally: Bool = true, refusals: [String: String] = [:]
    ) {
        self.extensions = extensions
        self.mechanisms = mechanisms
        self.requiresLogin = requiresLogin
        self.largestMail = largestMail
        self.name = name
        self.filing = filing
        self.deliversLocally = deliversLocally
        self.refusals = refusals
    }

    /// The same server with some extensions taken away.
    public func without(_ missing: Extension...) -> SMTPOptions {
        var options = self
        options.extensions.subtract(missing)
        return options
    }
}
