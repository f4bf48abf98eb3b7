import Correspondence
import GRDB

/// Which conversation an answer belongs to: by the mail it answers, the case, the order, the buyer.
struct AnswerSearch {
    let db: Database
    let answer: PersonsAnswer

    enum Finding {
        case one(ConversationKey, PersonsAnswer.Match)
        case several([ConversationKey])
        case none
    }

    private struct Candidate {
        var conversation: ConversationKey
        var isOpen: Bool
    }

    private var before: Int64 { answer.at.milliseconds }

    func find() throws -> Finding {
        if let known = try Facts.conversation(db, of: answer.references, answer.mailbox) {
            return .one(known, .answered)
        }
        if let key = answer.conversation,
            try AnswerSQL.ofConversation.row(db, [answer.mailbox, key.value, before]) != nil
        {
            return .one(key, .conversationKey)
        }
        for order in answer.orders {
            let found = try candidates(.ofOrder, [order.value, answer.mailbox, answer.alias, answer.alias, before])
            if !found.isEmpty { return choose(found, .order) }
        }
        if let alias = answer.alias {
            let found = try candidates(.ofAlias, [answer.mailbox, alias, before])
            let finding = choose(found, .alias)
            if case .one(let conversation, _) = finding, try isAboutOthers(conversation) {
                return .several(found.filter(\.isOpen).map(\.conversation))
            }
            if !found.isEmpty { return finding }
        }
        if let name = answer.buyerName {
            let open = try candidates(.ofName, [answer.mailbox, name, before]).filter(\.isOpen)
            if !open.isEmpty { return .several(open.map(\.conversation)) }
        }
        return .none
    }

    private func candidates(_ statement: AnswerSQL, _ arguments: StatementArguments) throws -> [Candidate] {
        try statement.rows(db, arguments).map { row in
            Candidate(
                conversation: ConversationKey(stored: row["conversation"]), isOpen: (row["open"] as Int64) > 0)
        }
    }

    /// The one that waits for an answer; where none does, the newest.
    private func choose(_ candidates: [Candidate], _ match: PersonsAnswer.Match) -> Finding {
        let open = candidates.filter(\.isOpen)
        if open.count > 1 { return .several(open.map(\.conversation)) }
        return (open.first ?? candidates.first).map { .one($0.conversation, match) } ?? .none
    }

    /// True where the answer names orders, and the conversation is about other ones.
    private func isAboutOthers(_ conversation: ConversationKey) throws -> Bool {
        let orders = try AnswerSQL.ordersOfConversation.rows(db, [answer.mailbox, conversation.value])
            .map { $0["order_id"] as String }
        return !orders.isEmpty && !answer.orders.isEmpty
            && Set(orders).isDisjoint(with: answer.orders.map(\.value))
    }
}
