import Correspondence
import Ledger

/// The mail that tells of urgent events.
struct AlertBulletin: Sendable {
    var bulletin: Bulletin
    var subject: String

    static func make(_ events: [NumberedEvent], _ context: MailboxContext) async throws -> AlertBulletin {
        var sections: [(heading: String, items: [Bulletin.Item])] = []
        for event in events.compactMap(\.event) {
            let heading = Urgent.words[event.name] ?? event.name.rawValue
            let item = try await item(event, context)
            if let index = sections.firstIndex(where: { $0.heading == heading }) {
                sections[index].items.append(item)
            } else {
                sections.append((heading, [item]))
            }
        }
        let first = sections.first?.heading ?? "An alert"
        let more = events.count - 1
        var bulletin = Bulletin(title: first, summary: "Mailbox \(context.name)")
        bulletin.sections = sections.map { Bulletin.Section($0.heading, $0.items) }
        return AlertBulletin(
            bulletin: bulletin, subject: "replyd: \(first)" + (more > 0 ? ", and \(more) more" : ""))
    }

    private static func item(_ event: Event, _ context: MailboxContext) async throws -> Bulletin.Item {
        var item = Bulletin.Item(head: event.order.map { "Order \($0.value)" } ?? context.name)
        if let id = event.message, let mail = try await context.ledger.message(context.name, messageID: id) {
            item.head = mail.subject.isEmpty ? item.head : DigestMail.short(mail.subject, 120)
            item.quote = DigestMail.short(mail.words, 600)
        }
        for name in shown {
            guard let value = event.fields[name], let text = text(value) else { continue }
            item.lines.append("\(name.replacing("_", with: " ")): \(text)")
        }
        return item
    }

    /// What of an event people need, in this order.
    private static let shown = [
        "matters", "minutes_left", "deadline", "late_by", "goes_out", "to_do", "task_kind", "due", "detail", "limit",
        "until", "mails", "within", "buyer", "since", "reason",
    ]

    private static func text(_ value: EventValue) -> String? {
        switch value {
        case .text(let text), .words(let text), .person(let text): text
        case .number(let number): "\(number)"
        case .fraction(let share): "\(share)"
        case .flag(let flag): flag ? "yes" : "no"
        case .time(let instant): instant.iso8601
        case .list(let list): list.joined(separator: ", ")
        case .address(let address): address.description
        }
    }
}
