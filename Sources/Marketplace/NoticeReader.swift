import Correspondence
import MIME

/// Reads the facts off a marketplace's notice (domain facts 1.6, 3, 4, 5).
///
/// The fields of a notice are named here and in the profile's `[facts]`. Several items are told line by line, each fact
/// with as many lines as there are items.
struct NoticeReader {
    let profile: Profile
    let mail: Mail
    /// The beginning of the text; notices are short, and what is longer is none.
    private let text: String

    init(profile: Profile, mail: Mail) {
        self.profile = profile
        self.mail = mail
        text = String(decoding: mail.text.utf8.prefix(Self.longest), as: UTF8.self)
    }

    private static let longest = 50_000

    func read(_ type: String, _ meaning: Meaning) -> Notice {
        let facts = profile.facts
        var fields = labelled()
        if let order = fields["order"] { fields["order"] = IdentifierScan.orders(in: order).first?.value }
        let folded = words(without: fields["comment"])
        fields.merge(facts.verdicts(on: meaning, in: folded, labelled: fields)) { said, _ in said }
        switch meaning {
        case .claim:
            fields["amount"] = fields["amount"].flatMap(Money.first) ?? Money.first(in: text)
            fields["deadline_hours"] = String(facts.hours(in: folded) ?? facts.deadlineHours)
        case .decision:
            fields["amount"] = fields["amount"].flatMap(Money.first) ?? Money.first(in: text)
            if fields["decision"] == "lost", let hours = appeal(in: folded) {
                fields["appeal_days"] = String(hours / 24)
            }
        case .refund:
            fields["amount"] = fields["amount"].flatMap(Money.first) ?? Money.first(in: text)
        case .undelivered:
            fields["alias"] = relay()?.alias
            fields["message_id"] = mail.inReplyTo.last ?? mail.references.last
        case .returnRequest, .cancellation, .buyer, .ownCopy, .other: break
        }
        return Notice(type: type, fields: fields, effect: Self.effect(of: meaning, fields))
    }

    private static func effect(of meaning: Meaning, _ fields: [String: String]) -> Notice.Effect? {
        switch meaning {
        case .undelivered: fields["cause"] == "opted_out" ? .optedOut : .undelivered
        case .claim: .claimFiled
        case .decision: .claimClosed
        case .returnRequest, .cancellation, .refund, .buyer, .ownCopy, .other: nil
        }
    }

    /// The mail's words in folded form, without what the buyer wrote into it: only the marketplace's count.
    private func words(without comment: String?) -> String {
        var folded = Folding.fold(mail.subject + "\n" + text)
        for line in comment?.split(separator: "\n") ?? [] where line.utf8.count > 3 {
            folded = folded.replacing(Folding.fold(line), with: " ")
        }
        return folded
    }

    /// The copy of what the seller wrote in the marketplace's pages.
    func readOwnCopy(_ type: String) -> OwnCopy {
        let name = profile.subjects.buyerOfOwnCopy(mail.subject)
        let relay = relay()
        return OwnCopy(
            buyerName: name.flatMap { $0.isEmpty ? nil : $0 }, alias: relay?.alias, conversation: relay?.caseKey,
            type: type)
    }

    /// The first address of the relay that the mail names: in its header, a link, or its text.
    private func relay() -> RelayAddress? {
        for mailbox in mail.to + mail.replyTo + mail.cc {
            if let found = EmailAddress(mailbox.address).flatMap(profile.relay) { return found }
        }
        for text in [mail.html ?? "", mail.text] {
            if let found = AddressScan.addresses(in: text).lazy.compactMap(profile.relay).first {
                return found
            }
        }
        return nil
    }

    /// The time limit near the word that names the appeal.
    private func appeal(in folded: String) -> Int? {
        for sentence in folded.split(separator: ".") {
            if let hours = profile.facts.hours(in: String(sentence)), hours >= 168 { return hours }
        }
        return nil
    }

    // MARK: - Labels

    /// What stands in the table and behind the labels of lines; of several items, each on its line.
    private func labelled() -> [String: String] {
        let names = profile.facts.names
        var values =
            mail.html.map { html in
                NoticeTable.read(String(decoding: html.utf8.prefix(4 * Self.longest), as: UTF8.self), names: names)
            } ?? [:]
        let inTable = Set(values.keys)
        var waiting: String?
        for row in text.split(separator: "\n").prefix(500) {
            if let (label, value) = Self.parted(row), let name = names[Folding.fold(label)] {
                waiting = nil
                if inTable.contains(name) { continue }
                if value.isEmpty { waiting = name } else { values[name, default: []].append(value) }
            } else if let name = waiting {
                let value = row.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if !value.isEmpty { values[name, default: []].append(value) }
                waiting = nil
            }
        }
        return values.compactMapValues { lines in
            lines.contains { !$0.isEmpty } ? lines.joined(separator: "\n") : nil
        }
    }

    /// The label and the value of `Return reason: Bought by mistake`, list marks left out.
    private static func parted(_ row: Substring) -> (label: Substring, value: String)? {
        let row = row.drop { $0 == " " || $0 == "-" || $0 == "*" || $0 == "•" || $0 == "\t" }
        guard let colon = row.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let value = row[row.index(after: colon)...].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return (row[..<colon], value)
    }
}
