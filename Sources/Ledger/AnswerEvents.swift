import Correspondence

/// What the ledger tells of people's answers.
extension Event {
    static func messageAnsweredByPerson(
        _ answer: PersonsAnswer, _ match: PersonsAnswer.Match, message: String?, conversation: ConversationKey,
        at now: Instant
    ) -> Event {
        var fields = answer.fields
        fields["matched"] = .text(match.rawValue)
        return Event(
            .messageAnsweredByPerson, at: now, mailbox: answer.mailbox, message: message, conversation: conversation,
            order: answer.orders.first, fields)
    }

    static func folderObeyed(
        _ mail: StoredMessage, command: String, folder: String, outcome: String, at now: Instant
    ) -> Event {
        Event(
            .folderObeyed, at: now, mailbox: mail.mailbox, message: mail.messageID, conversation: mail.conversation,
            order: mail.orderIDs.first,
            ["command": .text(command), "folder": .text(folder), "outcome": .text(outcome)])
    }

    /// - Parameter waiting: the conversations that it may belong to.
    static func answerUnmatched(_ answer: PersonsAnswer, waiting: [ConversationKey], at now: Instant) -> Event {
        var fields = answer.fields
        fields["reason"] = .text(
            waiting.isEmpty
                ? "a person wrote to a buyer of whom no mail is known: if it was an answer, see whether one still waits"
                : "a person wrote to a buyer, and it cannot be told about which mail: what waits is held")
        if !waiting.isEmpty { fields["conversations"] = .list(waiting.map(\.value)) }
        return Event(
            .answerUnmatched, at: now, mailbox: answer.mailbox, message: answer.messageID, order: answer.orders.first,
            fields)
    }
}

extension PersonsAnswer {
    fileprivate var fields: [String: EventValue] {
        var fields: [String: EventValue] = ["where": .text(place), "answered_at": .time(at)]
        if let who { fields["by"] = .address(who) }
        if let messageID { fields["answer"] = .text(messageID) }
        if let buyerName { fields["buyer"] = .person(buyerName) }
        if !raw.isEmpty { fields["sha256"] = .text(Digest(of: raw).description) }
        return fields
    }
}
