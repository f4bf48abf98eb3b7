import Correspondence
import Foundation
import MIME
import Marketplace

/// Which of a heap of mails belong together, by the ledger's rule (domain facts 1.2): the case, the mail it answers, the
/// order, the buyer's last conversation within 30 days.
///
/// The ledger sees mails as they come in; here they lie in any order, so they are taken in the order of their dates.
struct Conversations: Sendable {
    /// What a mail can be tied by; kept for each mail of the heap, so it is small.
    struct Ties: Sendable {
        var messageID: String?
        /// In-Reply-To and References, the nearest ancestor last.
        var references: [String]
        var date: Instant?
        /// The mail's own key, and the buyer; `nil` for what is of no conversation.
        var own: ConversationKey?
        var alias: String?
    }

    /// By the mail's place in the heap; `nil` for what is of no conversation.
    let keys: [ConversationKey?]
    /// The mails of each conversation, the oldest first; conversations in the order of their first mail in the heap.
    let threads: [(key: ConversationKey, mails: [Int])]
    private let places: [Int: (thread: Int, place: Int)]

    init(_ heap: [Ties]) {
        var keys = [ConversationKey?](repeating: nil, count: heap.count)
        var byID: [String: ConversationKey] = [:]
        var last: [String: (key: ConversationKey, at: Instant)] = [:]
        let order = Self.chronological(heap)
        for (index, time) in order {
            let mail = heap[index]
            guard let own = mail.own, let alias = mail.alias else { continue }
            let answered = mail.references.reversed().lazy.compactMap { byID[$0] }.first
            let recent = last[alias].flatMap { time - $0.at <= Self.sameConversation ? $0.key : nil }
            let key =
                own.value.hasPrefix("case:") ? own : answered ?? (own.value.hasPrefix("alias:") ? recent : nil) ?? own
            keys[index] = key
            last[alias] = (key, time)
            if let id = mail.messageID, byID[id] == nil { byID[id] = key }
        }
        self.keys = keys
        let mails = Dictionary(grouping: order.map(\.index).filter { keys[$0] != nil }, by: { keys[$0] })
        var seen: Set<ConversationKey> = []
        threads = keys.compactMap { $0 }.filter { seen.insert($0).inserted }.map { ($0, mails[$0] ?? []) }
        var places: [Int: (thread: Int, place: Int)] = [:]
        for (thread, conversation) in threads.enumerated() {
            for (place, index) in conversation.mails.enumerated() { places[index] = (thread, place) }
        }
        self.places = places
    }

    /// Where in its conversation a mail stands: the how manieth of how many, and the one before it.
    func place(of index: Int) -> (number: Int, count: Int, before: Int?)? {
        guard let (thread, place) = places[index] else { return nil }
        let mails = threads[thread].mails
        return (place + 1, mails.count, place > 0 ? mails[place - 1] : nil)
    }

    /// The heap's places with their times, by time; a mail without a date keeps to the one before it in the heap.
    private static func chronological(_ heap: [Ties]) -> [(index: Int, time: Instant)] {
        var time = Instant(milliseconds: 0)
        return heap.enumerated().map { index, mail in
            time = mail.date ?? time
            return (index, time)
        }.sorted { ($0.time, $0.index) < ($1.time, $1.index) }
    }

    /// The ledger's limit (``IntakeRecord/sameConversationWithin``).
    private static let sameConversation = Duration.seconds(30 * 86_400)
}

extension Conversations.Ties {
    init(_ mail: Mail, _ understanding: Understanding) {
        messageID = mail.messageID
        references = mail.references
        references += mail.inReplyTo.filter { [known = Set(references)] in !known.contains($0) }
        date = mail.date.map { Instant($0) }
        switch understanding.recognition {
        case .buyer(let buyer):
            own = buyer.conversation
            alias = buyer.alias
        case .ownCopy(let copy):
            alias = copy.alias
            own =
                copy.conversation
                ?? copy.alias.map { alias in
                    understanding.orderIDs.first.map { ConversationKey(alias: alias, order: $0) }
                        ?? ConversationKey(alias: alias)
                }
        default: break
        }
    }
}
