/// Why a mail is not written. Nothing was sent; the value has to be put right where it comes from.
public enum CompositionError: Error, Equatable, CustomStringConvertible {
    /// A line end, NUL or another control character in a value of the header: it could add fields of its own.
    case controlCharacter(field: String)
    /// An address that is none, or that needs more than plain ASCII.
    case address(field: String, value: String)
    /// A message identifier that is not of the form `left@right`.
    case messageID(field: String, value: String)
    /// A name that no header field may have here.
    case headerName(String)
    /// A content type that is not of the form `type/subtype`.
    case contentType(String)
    /// A mail without a recipient.
    case noRecipient

    public var description: String {
        switch self {
        case .controlCharacter(let field):
            "the value of \(field) holds a line end or control character, which could add header fields; remove it"
        case .address(let field, let value):
            "the address in \(field) is not one that mail can be sent to: \(value.debugDescription)"
        case .messageID(let field, let value):
            "the identifier in \(field) is not of the form left@right: \(value.debugDescription)"
        case .headerName(let name):
            "\(name.debugDescription) is not a name for a further header field, or is written by the mail itself"
        case .contentType(let type): "\(type.debugDescription) is not a content type of the form type/subtype"
        case .noRecipient: "the mail has no recipient"
        }
    }
}

extension OutgoingMail {
    /// Refuses what could change the mail's structure.
    func check() throws(CompositionError) {
        if to.isEmpty { throw .noRecipient }
        try Self.checkMailbox(from, "From")
        for mailbox in to { try Self.checkMailbox(mailbox, "To") }
        for address in bcc { try Self.checkAddress(address, "Bcc") }
        try Self.checkValue(subject, "Subject")
        try Self.checkID(messageID, "Message-ID")
        if let inReplyTo { try Self.checkID(inReplyTo, "In-Reply-To") }
        for id in references { try Self.checkID(id, "References") }
        for header in headers {
            try Self.checkName(header.name)
            try Self.checkValue(header.value, header.name)
        }
        if text.utf8.contains(0) { throw .controlCharacter(field: "text") }
        if html?.utf8.contains(0) == true { throw .controlCharacter(field: "html") }
        for file in attachments {
            try Self.checkValue(file.name, "the attachment's name")
            let words = file.type.split(separator: "/", omittingEmptySubsequences: false)
            guard words.count == 2, words.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isTypeCharacter) }) else {
                throw .contentType(file.type)
            }
        }
    }

    private static func checkMailbox(_ mailbox: Mailbox, _ field: String) throws(CompositionError) {
        try checkValue(mailbox.name, field)
        try checkAddress(mailbox.address, field)
    }

    private static func checkValue(_ value: String, _ field: String) throws(CompositionError) {
        if value.unicodeScalars.contains(where: HeaderText.isControl) { throw .controlCharacter(field: field) }
    }

    private static func checkAddress(_ address: String, _ field: String) throws(CompositionError) {
        try checkValue(address, field)
        let halves = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard address.utf8.count <= 254, halves.count == 2, halves[0].count <= 64,
            halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isAddressCharacter) }),
            address.utf8.first != UInt8(ascii: "-"), !ByteSearch.contains(address, "=?"),
            halves[1].first != UInt8(ascii: ".")
        else { throw .address(field: field, value: address) }
    }

    private static func checkID(_ id: String, _ field: String) throws(CompositionError) {
        try checkValue(id, field)
        let isUsable = id.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        // Of other people's identifiers only the form is asked that keeps the field in one piece.
        let needsAt = field == "Message-ID"
        guard isUsable, !id.isEmpty, id.utf8.count <= 900, !needsAt || id.split(separator: "@").count == 2 else {
            throw .messageID(field: field, value: id)
        }
    }

    private static func checkName(_ name: String) throws(CompositionError) {
        let lower = name.lowercased()
        guard !name.isEmpty, name.utf8.count <= 76,
            name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }),
            !ownFields.contains(lower), !lower.hasPrefix("content-"), !lower.hasPrefix("resent-")
        else { throw .headerName(name) }
    }

    /// Fields that the mail writes itself, or that decide who gets it.
    private static let ownFields: Set<String> = [
        "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "return-path", "received",
    ]

    /// RFC 5322 `atext` and the dot: what addresses of the marketplace and of sellers are made of.
    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }
}

/// RFC 2045 `token`.
private func isTypeCharacter(_ byte: UInt8) -> Bool {
    byte > 32 && byte < 127 && !"()<>@,;:\\\"/[]?=".utf8.contains(byte)
}
