import Correspondence

/// What can happen to an outbox row: the table of its states (design section 6). Whatever it does not list is refused.
enum ReplyStep: String, CaseIterable {
    case begin, accept, found, retry, fail, giveUp, hold, draft, reschedule, release, supersede, bounce

    var from: Set<String> { row.from }
    var to: String { row.to }

    private var row: (from: Set<String>, to: String) {
        switch self {
        case .begin: (["scheduled"], "sending")
        case .accept: (["sending", "drafted"], "sent")
        // It went out all the same: refused "for now", or sent again since nothing was found then.
        case .found: (["scheduled", "held", "failed"], "sent")
        case .retry: (["sending"], "scheduled")
        case .fail: (["sending"], "failed")
        case .giveUp: (["sending"], "held")
        case .hold: (["scheduled", "drafted"], "held")
        case .draft: (["scheduled", "held"], "drafted")
        case .reschedule: (["scheduled"], "scheduled")
        case .release: (["held", "drafted", "failed"], "scheduled")
        case .supersede: (["scheduled", "drafted", "held", "failed", "bounced"], "superseded")
        case .bounce: (["sent"], "bounced")
        }
    }
}

extension Transaction {
    func reply(_ id: Int64) throws -> Reply {
        guard let row = try ReplySQL.reply.row(db, [id]) else {
            throw LedgerError(
                .noSuchReply, what: "find reply \(id)", path: "", words: "there is no such row",
                advice: "look the number up with `status`")
        }
        return try Reply(row)
    }

    /// Takes the step, where the table has it from the row's state.
    func take(_ step: ReplyStep, _ reply: Reply, detail: String, at now: Instant) throws {
        guard step.from.contains(reply.state.name) else {
            throw LedgerError(
                .illegalTransition(from: reply.state.name, to: step.to),
                what: "\(step.rawValue) reply \(reply.id)", path: "", words: "it is \(reply.state.name)",
                advice: "nothing was changed; look at the reply again")
        }
        try ReplySQL.move.run(db, [step.to, now.milliseconds, detail, reply.id])
    }

    /// An event of a reply, with what every one of them says.
    func append(
        _ name: EventName, of reply: Reply, at now: Instant, _ fields: [String: EventValue] = [:]
    ) throws {
        var all = fields
        all["reply"] = .number(reply.id)
        if let id = reply.messageID { all["message_id"] = .text(id) }
        if let campaign = reply.campaign { all["campaign"] = .text(campaign.rawValue) }
        let mail = try MailSQL.message.row(db, [reply.message])
        try append(
            Event(
                name, at: now, mailbox: reply.mailbox, message: mail?["message_id"], conversation: reply.conversation,
                order: reply.order, kind: reply.kind, all))
    }
}
