import CGMime
import Foundation

/// A mail that is to be sent: values in, bytes out.
///
/// ```swift
/// let mail = OutgoingMail(
///     from: Mailbox(name: "Shop Example", address: "support@shop.example"),
///     to: [Mailbox(address: "w0455ph9mvtwg42+case@marketplace.amazon.de")],
///     subject: "Re: Frage", date: now, messageID: "1.7@shop.example", text: "Guten Tag …")
/// let bytes = try mail.compose()
/// ```
/// No value can add a header field, a recipient or a part: see ``CompositionError``.
public struct OutgoingMail: Sendable {
    /// The sender that the marketplace knows.
    public var from: Mailbox

    /// Who gets it and is named in the header.
    public var to: [Mailbox]

    /// Who gets a copy and is named nowhere in the mail; only in ``recipients``.
    public var bcc: [String] = []

    public var subject: String

    /// The identifier of the mail that is answered, without angle brackets.
    public var inReplyTo: String?

    /// The identifiers of the conversation, the oldest first. A chain that would make an overlong field is shortened
    /// in the middle.
    public var references: [String] = []

    public var date: Date

    /// The identifier of this mail, without angle brackets.
    public var messageID: String

    /// Further fields, such as `Auto-Submitted`; none of those that this type writes itself.
    public var headers: [(name: String, value: String)] = []

    /// The body, with any line ends.
    public var text: String

    /// The same as HTML, shown by clients that can.
    public var html: String?

    public var attachments: [File] = []

    /// A file that goes with the mail.
    public struct File: Sendable {
        public var name: String
        /// Such as `application/pdf`.
        public var type: String
        public var bytes: [UInt8]

        public init(name: String, type: String, bytes: [UInt8]) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    public init(
        from: Mailbox, to: [Mailbox], bcc: [String] = [], subject: String, inReplyTo: String? = nil,
        references: [String] = [], date: Date, messageID: String, headers: [(name: String, value: String)] = [],
        text: String, html: String? = nil, attachments: [File] = []
    ) {
        self.from = from
        self.to = to
        self.bcc = bcc
        self.subject = subject
        self.inReplyTo = inReplyTo
        self.references = references
        self.date = date
        self.messageID = messageID
        self.headers = headers
        self.text = text
        self.html = html
        self.attachments = attachments
    }

    /// The addresses for the envelope.
    public var recipients: [String] { to.map(\.address) + bcc }

    /// The mail as it goes over SMTP, with CRLF line ends and no line over 998 octets (dots are not stuffed).
    ///
    /// - Throws: ``CompositionError`` where a value would say something else in a mail than it says by itself.
    public func compose() throws(CompositionError) -> [UInt8] {
        try check()
        _ = GMimeLibrary.options
        return MailComposer(mail: self).compose()
    }
}
