import CGMime
import Foundation

/// One mail, read from its bytes.
///
/// Parsing never fails: what cannot be read is left out and named in ``problem``. A `Mail` keeps the header and the
/// text; attachments are named and counted, not kept. The time it takes grows linearly with the size, whatever the
/// mail holds.
public struct Mail: Sendable {
    /// The header fields in their order.
    public internal(set) var headers = Headers()

    /// The first mailbox in From, else in Sender; nil where there is none.
    public internal(set) var from: Mailbox?

    /// What a person sees: the plain text where there is one, else the HTML as text. LF line ends.
    public internal(set) var text = ""

    /// The source of the first HTML body, decoded; nil where there is none.
    public internal(set) var html: String?

    /// The plain text bodies alone; nil where there is none.
    public internal(set) var plainPart: String?

    /// Whether ``text`` was made from ``html``, because there is no plain text that says anything.
    public internal(set) var isTextFromHTML = false

    /// Files, images, forwarded mails, signatures, in their order.
    public internal(set) var attachments: [Attachment] = []

    /// What a machine reports on another mail, where this mail is such a report or holds one.
    public internal(set) var report: Report?

    /// The headers of the mails within this mail, in their order.
    public internal(set) var enclosed: [Headers] = []

    /// The content type of the whole mail in lower case, such as `multipart/alternative`.
    public internal(set) var contentType = "text/plain"

    /// The parameters of that content type that tell machines from people, such as `report-type`.
    public internal(set) var reportType: String?

    /// Every part, in order, the mail itself first.
    public internal(set) var parts: [Part] = []

    /// What a calendar part asks or answers, in lower case: `request`, `reply`, `cancel` (RFC 5546).
    public internal(set) var calendarMethod: String?

    /// Why the mail could not be read whole; nil where it could.
    public internal(set) var problem: String?

    /// The type of one part and how deep it stands.
    public struct Part: Sendable, Hashable {
        /// In lower case, such as `text/plain`.
        public var type: String
        /// 0 for the mail itself.
        public var depth: Int
    }

    init() {}
}

// MARK: - Fields read from the header when asked for

extension Mail {
    /// The Message-ID without angle brackets; nil where it is absent or unusable.
    public var messageID: String? { headers.raw("Message-ID").flatMap(MessageIdentifiers.one) }

    /// The subject, decoded and unfolded; empty where there is none.
    public var subject: String { headers.first("Subject") ?? "" }

    /// The instant of the Date field; nil where it is absent or cannot be a mail's (before 1980, after 2200).
    public var date: Date? { headers.withRaw("Date", MailDate.parse) }

    /// When the last server on its way took it in, as the first Received says (RFC 5321, section 4.4); nil where there
    /// is none, or none with a date.
    public var received: Date? {
        guard let raw = headers.raw("Received"), let mark = raw.lastIndex(of: ";") else { return nil }
        return String(raw[raw.index(after: mark)...]).withCString(MailDate.parse)
    }

    /// Reply-To; empty where there is none.
    public var replyTo: [Mailbox] { headers.mailboxes("Reply-To") }

    /// Sender, the one who sent it for those in From (RFC 5322, section 3.6.2).
    public var sender: [Mailbox] { headers.mailboxes("Sender") }

    public var to: [Mailbox] { headers.mailboxes("To") }

    public var cc: [Mailbox] { headers.mailboxes("Cc") }
    /// Stands in drafts, and in what some programs keep in Sent.
    public var bcc: [Mailbox] { headers.mailboxes("Bcc") }

    /// The envelope sender that the last server noted: empty for the null path `<>` of machines, nil where not noted.
    public var returnPath: String? {
        guard let raw = headers.raw("Return-Path") else { return nil }
        let trimmed = raw.trimmingCharacters(in: .whitespaces)
        guard trimmed.hasPrefix("<"), let end = trimmed.firstIndex(of: ">") else { return trimmed }
        return trimmed[trimmed.index(after: trimmed.startIndex)..<end].trimmingCharacters(in: .whitespaces)
    }

    /// The identifiers in In-Reply-To, without angle brackets.
    public var inReplyTo: [String] { headers.raw("In-Reply-To").map(MessageIdentifiers.all) ?? [] }

    /// The identifiers in References, the oldest first, without angle brackets.
    public var references: [String] { headers.raw("References").map(MessageIdentifiers.all) ?? [] }

    /// The words that the writer wrote, without quoted history, signature and footers.
    public func ownWords() -> (text: String, quoted: Bool) {
        OwnWords.cut(text: text, html: isTextFromHTML ? html : nil)
    }
}
