/// What a machine says about another mail: a delivery status, a receipt, a complaint (RFC 6522).
public struct Report: Sendable {
    /// The kind of report in lower case: `delivery-status`, `disposition-notification`, `feedback-report`.
    public var type: String

    /// The fields about the mail as a whole (RFC 3464, section 2.2; RFC 8098; RFC 5965). Names in lower case.
    public var fields: [String: String] = [:]

    /// The fields about each recipient (RFC 3464, section 2.3), such as `action`, `status`, `final-recipient`,
    /// `diagnostic-code`. Names in lower case.
    public var recipients: [[String: String]] = []

    /// The part for people.
    public var humanText = ""

    /// The header of the mail that is reported on, where the report brings it.
    public var returned: Headers?

    /// The identifier of that mail, without angle brackets.
    public var returnedMessageID: String? {
        returned?.first("Message-ID").flatMap(MessageIdentifiers.one)
            ?? fields["original-message-id"].flatMap(MessageIdentifiers.one)
    }

    /// What a feedback loop reports, such as `abuse` (RFC 5965, section 7.3).
    public var feedbackType: String? { fields["feedback-type"]?.lowercased() }

    /// What became of a mail whose sender asked for a receipt (RFC 8098, section 3.2.6).
    public var disposition: String? { fields["disposition"]?.lowercased() }

    init(type: String) {
        self.type = type
    }

    /// Takes the fields of the machine's part: groups parted by empty lines, the first about the mail.
    mutating func read(_ text: String) {
        let lines = text.lines
        let groups = lines.split(whereSeparator: { $0.allSatisfy { $0 == " " || $0 == "\t" } })
        for group in groups.prefix(Self.mostGroups) {
            var fields: [String: String] = [:]
            for (name, value) in Headers(lines: group).decoded {
                let key = name.lowercased()
                if fields[key] == nil { fields[key] = value }
            }
            if fields.isEmpty { continue }
            let isAboutRecipient = fields["final-recipient"] != nil || fields["action"] != nil
            if type == "delivery-status", isAboutRecipient { recipients.append(fields) }
            // Some servers write both groups as one.
            if type != "delivery-status" || !isAboutRecipient || fields["reporting-mta"] != nil {
                self.fields.merge(fields) { first, _ in first }
            }
        }
    }

    /// More recipients than this in one report are not read.
    private static let mostGroups = 1_000
}
