import Correspondence
import Foundation
import Ledger

/// Everything about one order, conversation or buyer, in the order in which it happened.
///
/// Pure: made of what the ledger has, without a clock; the same record gives the same dossier.
public struct Dossier: Sendable {
    public let title: String
    public let entries: [DossierEntry]
    public let mails: [DossierMail]
    public let waits: [DossierWait]
    public let orders: [KnownOrder]
    /// The newest claim notice, with its fields as they came.
    public let claim: DossierEntry?
    /// What a claim form asks for first.
    public let statement: String

    public init(_ record: DossierRecord) {
        title =
            switch record.subject {
            case .order(let id): "Order \(id.value)"
            case .conversation(let key): "Conversation \(key)"
            case .buyer(let address): "Buyer \(address)"
            }
        orders = record.orders
        var mails: [DossierMail] = []
        var entries: [DossierEntry] = []
        func keep(_ raw: [UInt8]?, _ what: String, _ messageID: String?) -> String? {
            guard let raw else { return nil }
            let file = String(format: "mails/%03d-%@.eml", mails.count + 1, what as NSString)
            mails.append(DossierMail(file: file, bytes: raw, messageID: messageID))
            return file
        }
        for letter in record.letters {
            let mail = letter.message
            let sort = Self.sort(letter)
            let file = keep(letter.raw, sort.rawValue, mail.messageID)
            entries.append(
                DossierEntry(
                    at: mail.arrived, sort: sort, title: Self.title(letter), details: Self.details(letter), file: file))
        }
        for sent in record.replies {
            let file = keep(sent.raw, "reply", sent.reply.messageID)
            entries += Self.entries(sent, file: file)
        }
        for person in record.persons {
            let file = keep(person.raw, "person", person.messageID)
            entries.append(
                DossierEntry(
                    at: person.at, sort: .person,
                    title: "answer of a person, found in \(person.place)" + (person.who.map { ", from \($0)" } ?? ""),
                    details: person.words.isEmpty ? [] : [person.words], file: file))
        }
        for order in record.orders { entries += order.facts.compactMap { Self.entry($0, order: order.id) } }
        self.entries = entries.sorted { ($0.at, $0.title) < ($1.at, $1.title) }
        self.mails = mails
        waits = Self.waits(record)
        claim = entries.last { $0.sort == .notice && $0.title.contains("A_Z_CLAIM") }
        statement = DossierStatement.text(record)
    }

    // MARK: Lines

    private static func sort(_ letter: DossierRecord.Letter) -> DossierEntry.Sort {
        switch letter.message.source {
        case .buyer: .buyer
        case .notice: .notice
        case .ownCopy: .person
        default: .other
        }
    }

    private static func title(_ letter: DossierRecord.Letter) -> String {
        let mail = letter.message
        switch mail.source {
        case .buyer: return "mail of the buyer: \(mail.subject)"
        case .notice: return "notice of the marketplace, \(letter.notice ?? "of unknown type"): \(mail.subject)"
        case .ownCopy: return "copy of an answer given in Seller Central: \(mail.subject)"
        case .bounce: return "a mail came back: \(mail.subject)"
        default: return "mail: \(mail.subject)"
        }
    }

    private static func details(_ letter: DossierRecord.Letter) -> [String] {
        let mail = letter.message
        var lines: [String] = []
        if !mail.words.isEmpty { lines.append(mail.words) }
        if let classification = mail.classification {
            let kind = classification.kind?.rawValue ?? "nothing a seller answers"
            lines.append("taken for \(kind), confidence \(String(format: "%.2f", classification.confidence))")
        }
        if mail.decision.course == .hold { lines.append("held for a person: \(mail.decision.reason)") }
        if let failure = mail.authenticationFailure { lines.append("the sender was not proven: \(failure)") }
        if let problem = mail.problem { lines.append("could not be read whole: \(problem)") }
        return lines
    }

    private static func entries(_ sent: DossierRecord.Sent, file: String?) -> [DossierEntry] {
        let reply = sent.reply
        let name = "reply \(reply.id), template \(reply.language)/\(reply.template)"
        switch reply.state {
        case .sent(let at, let receipt):
            return [
                DossierEntry(
                    at: at, sort: .reply,
                    title: "\(name), sent" + (reply.releasedBy.map { ", released by \($0)" } ?? ""),
                    details: ["the server's last line: \(receipt)"]
                        + (sent.isFiled ? ["a copy lies in Sent, where copies are kept"] : []), file: file)
            ]
        case .bounced(let reason):
            return [
                DossierEntry(
                    at: reply.deadline, sort: .reply, title: "\(name), came back", details: [reason], file: file)
            ]
        case .held(let reason):
            return [DossierEntry(at: reply.deadline, sort: .hold, title: "\(name), held until then", details: [reason])]
        case .failed(let reason):
            return [
                DossierEntry(at: reply.deadline, sort: .hold, title: "\(name), failed", details: [reason], file: file)
            ]
        case .superseded(let reason):
            return [DossierEntry(at: reply.deadline, sort: .other, title: "\(name), not sent", details: [reason])]
        case .scheduled, .drafted, .sending:
            return [DossierEntry(at: reply.deadline, sort: .other, title: "\(name), \(reply.state.name), due by then")]
        }
    }

    private static func entry(_ fact: OrderFact, order: OrderID) -> DossierEntry? {
        let time = fact.time ?? fact.at
        let words = fact.time == nil ? "\(fact.name.rawValue) \(fact.value)" : fact.name.rawValue
        return DossierEntry(
            at: time, sort: .order, title: "order \(order.value): \(words)", details: ["says \(fact.source)"])
    }

    // MARK: Clocks

    private static func waits(_ record: DossierRecord) -> [DossierWait] {
        record.letters.filter { $0.message.source == .buyer && $0.message.decision.course != .ignore }.map { letter in
            let mail = letter.message
            let own = record.replies.first { sent in
                guard sent.reply.id == mail.answeredBy else { return false }
                if case .sent = sent.reply.state { return true }
                return false
            }
            let ownTime = own.flatMap { sent in if case .sent(let at, _) = sent.reply.state { at } else { nil } }
            let person = record.persons.first { $0.at >= mail.clockStart && mail.answeredByPerson }
            let answered = [ownTime, person?.at].compactMap { $0 }.min()
            return DossierWait(
                began: mail.clockStart, answered: answered,
                by: answered == nil ? "nobody" : answered == ownTime ? "replyd" : "a person",
                deadline: mail.decision.deadline ?? mail.clockStart + .seconds(86_400))
        }
    }
}
