import Foundation

/// The table that grows while the daemon works: one line a mail, as soon as its fate is known.
struct LiveTable {
    private(set) var events: [DemoEvent] = []
    private let mails: [String: DemoMail]
    private var classified: [String: DemoEvent] = [:]
    private var open: Set<String>

    init(_ mails: [DemoMail]) {
        self.mails = Dictionary(uniqueKeysWithValues: mails.map { ($0.messageID, $0) })
        open = Set(mails.map(\.messageID))
        print(Self.row(["mail", "kind", "sure", "why", "became", "at"]))
        print(Self.row(["----", "----", "----", "---", "------", "--"]))
    }

    var isComplete: Bool { open.isEmpty }

    mutating func take(_ event: DemoEvent) {
        events.append(event)
        guard let message = event.message, let mail = mails[message] else { return }
        switch event.name {
        case "message.classified": classified[message] = event
        case "reply.sent": finish(mail, "answered", event)
        case "reply.drafted": finish(mail, "draft", event)
        case "message.held", "reply.held": finish(mail, "held: \(event.fields["reason"] ?? "")", event)
        case "message.ignored": finish(mail, "ignored: \(event.fields["reason"] ?? "")", event)
        case "reply.failed": finish(mail, "FAILED: \(event.fields["reason"] ?? "")", event)
        default: break
        }
    }

    private mutating func finish(_ mail: DemoMail, _ became: String, _ event: DemoEvent) {
        guard open.remove(mail.messageID) != nil else { return }
        let verdict = classified[mail.messageID]
        let sure = verdict?.fields["confidence"].flatMap(Double.init).map { String(format: "%.2f", $0) } ?? ""
        let at = (event.fields["time"] ?? "").dropFirst(11).prefix(12)
        print(
            Self.row([
                mail.id, verdict?.fields["kind"] ?? "", sure, verdict?.fields["because"] ?? "", became, String(at),
            ]))
    }

    private static let widths = [15, 8, 5, 46, 58, 12]

    private static func row(_ cells: [String]) -> String {
        zip(cells, widths).map { cell, width in
            cell.count > width
                ? cell.prefix(width - 1) + "…" : cell.padding(toLength: width, withPad: " ", startingAt: 0)
        }.joined(separator: " ")
    }
}
