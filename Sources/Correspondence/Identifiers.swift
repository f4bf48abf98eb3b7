/// A marketplace order number: 3-7-7 digits, or the merchant form `S01-…` (domain facts 1.3).
public struct OrderID: Hashable, Sendable, Codable, CustomStringConvertible {
    public let value: String
    public var description: String { value }

    /// `nil` unless the whole of `text` is one order number.
    public init?(_ text: String) {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard groups.count == 3, groups[0].count == 3, groups[1].count == 7, groups[2].count == 7 else { return nil }
        let digits = { (bytes: Substring.UTF8View) in bytes.allSatisfy { (48...57).contains($0) } }
        guard digits(groups[1]), digits(groups[2]) else { return nil }
        guard digits(groups[0]) || (groups[0].first == UInt8(ascii: "S") && digits(groups[0].dropFirst())) else {
            return nil
        }
        value = text
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let order = OrderID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an order number: \(text)")
        }
        self = order
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// The marketplace's item number: ten capital letters and digits, nearly always beginning `B0` (domain facts 1.3).
public struct ASIN: Hashable, Sendable, Codable, CustomStringConvertible {
    public let value: String
    public var description: String { value }

    /// `nil` unless the whole of `text` is ten capital letters or digits with at least one digit.
    public init?(_ text: String) {
        guard text.utf8.count == 10, text.utf8.contains(where: { (48...57).contains($0) }),
            text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
        else { return nil }
        value = text
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let asin = ASIN(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ASIN: \(text)")
        }
        self = asin
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// A mail address as an SMTP envelope takes it (RFC 5321, 4.1.2): local part, `@`, domain; no display name.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// As written; the local part's case is the receiver's business.
    public let local: String
    /// In lower case.
    public let domain: String

    /// `nil` where `text` has no `@`, an empty side, white space, control characters or angle brackets: nothing that
    /// passes here can break out of a header or an SMTP command.
    public init?(_ text: String) {
        guard let at = text.lastIndex(of: "@") else { return nil }
        let local = text[..<at]
        let domain = text[text.index(after: at)...]
        guard !local.isEmpty, !domain.isEmpty, text.utf8.count <= 320 else { return nil }
        let forbidden = { (scalar: Unicode.Scalar) in
            scalar.value <= 0x20 || scalar.value == 0x7F || "<>(),;:\\\"[]".unicodeScalars.contains(scalar)
        }
        guard !text.unicodeScalars.contains(where: forbidden), !local.contains("@") else { return nil }
        self.local = String(local)
        self.domain = domain.lowercased()
    }

    public var description: String { "\(local)@\(domain)" }

    /// For logs: enough to tell two buyers apart, not enough to write to one: `w04…@marketplace.amazon.it`.
    public var masked: String { "\(local.prefix(3))…@\(domain)" }
}

extension EmailAddress: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let address = EmailAddress(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a mail address")
        }
        self = address
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What makes several mails one exchange; the first that a mail has, in the order of domain facts 1.2.
public struct ConversationKey: Hashable, Sendable, Codable, CustomStringConvertible {
    public let value: String
    public var description: String { value }

    public init(case caseID: String, alias: String) { value = "case:\(alias.lowercased())+\(caseID.lowercased())" }
    public init(alias: String, order: OrderID) { value = "order:\(alias.lowercased())/\(order)" }
    public init(alias: String) { value = "alias:\(alias.lowercased())" }
    /// A key read back from the ledger.
    public init(stored value: String) { self.value = value }

    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
