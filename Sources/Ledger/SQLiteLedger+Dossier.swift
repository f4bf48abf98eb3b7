import Correspondence
import Foundation
import GRDB

/// What a dossier is about.
public enum DossierSubject: Hashable, Sendable {
    case order(OrderID)
    /// As `status --json` and the log name it.
    case conversation(String)
    /// A buyer's address at the relay, or its alias.
    case buyer(String)
}

/// All that the ledger has on one subject: what a dossier is made of.
public struct DossierRecord: Sendable {
    public struct Letter: Sendable {
        /// The raw mail; `nil` where only the fact is known.
        public var raw: [UInt8]?
        public var message: StoredMessage
        /// The marketplace's type, of a notice.
        public var notice: String?
    }
    public struct Sent: Sendable {
        public var reply: Reply
        public var raw: [UInt8]?
        public var isFiled: Bool
    }
    public struct Person: Sendable {
        public var at: Instant
        public var place: String
        public var who: String?
        public var messageID: String?
        public var words: String
        /// The whole mail, where it lay in Sent.
        public var raw: [UInt8]?
    }

    public var subject: DossierSubject
    public var orders: [KnownOrder]
    public var letters: [Letter]
    public var replies: [Sent]
    public var persons: [Person]
}

/// One link of the chain; salt and content are there for events that the dossier shows.
public struct ChainLink: Sendable, Hashable {
    public var number: Int64
    public var digest: Digest
    public var hash: Digest
    public var salt: [UInt8]?
    public var content: [UInt8]?
    /// `nil` where the content was erased, or is of a newer vocabulary.
    public var event: Event?
}

extension SQLiteLedger {
    /// What there is on a subject; `nil` where nothing is known of it.
    public func dossier(_ subject: DossierSubject) async throws(LedgerError) -> DossierRecord? {
        try await read("look up a dossier") { db in
            let keys = try DossierSQL.keys(db, subject)
            var orders: [KnownOrder] = []
            var letters: [DossierRecord.Letter] = []
            var conversations: Set<String> = []
            for key in keys {
                guard let message = try Self.stored(db, MailSQL.message.row(db, [key])) else { continue }
                if let conversation = message.conversation { conversations.insert(conversation.value) }
                let raw = try MailSQL.source.row(db, [key]).map { Array($0["raw"] as Data) }
                letters.append(
                    .init(raw: raw, message: message, notice: try DossierSQL.noticeType.text(db, [key])))
            }
            var ids = letters.flatMap(\.message.orderIDs)
            if case .order(let id) = subject { ids = [id] }
            for id in ids where !orders.contains(where: { $0.id == id }) {
                if let order = try Facts.order(db, id) { orders.append(order) }
            }
            guard !letters.isEmpty || !orders.isEmpty else { return nil }
            let replies = try letters.flatMap { letter in
                try DossierSQL.replies.rows(db, [letter.message.key]).map { row in
                    let reply = try Reply(row)
                    return DossierRecord.Sent(
                        reply: reply, raw: try ReplySQL.mail.row(db, [reply.id]).map { Array($0["raw"] as Data) },
                        isFiled: (row["filing"] as Int64) == 0 && row["sent_at"] as Int64? != nil)
                }
            }
            let persons = try conversations.sorted().flatMap { conversation in
                try DossierSQL.answers.rows(db, [conversation]).map { row in
                    DossierRecord.Person(
                        at: Instant(milliseconds: row["at"]), place: row["place"], who: row["who"],
                        messageID: row["message_id"], words: row["words"],
                        raw: (row["raw"] as Data?).map(Array.init))
                }
            }
            return DossierRecord(
                subject: subject, orders: orders, letters: letters.sorted { $0.message.arrived < $1.message.arrived },
                replies: replies, persons: persons)
        }
    }

    /// The whole chain in pages, the oldest first; each with the hash before it.
    public func chainLinks(after number: Int64, limit: Int) async throws(LedgerError) -> [ChainLink] {
        try await read("read the chain") { db in
            try EventSQL.chain.rows(db, [number, limit]).map { row in
                let content = (row["content"] as Data?).map(Array.init)
                return ChainLink(
                    number: row["number"], digest: try digest(row["digest"]), hash: try digest(row["hash"]),
                    salt: (row["salt"] as Data?).map(Array.init), content: content,
                    event: content.flatMap { CanonicalEvent.decode($0)?.event })
            }
        }
    }

    /// h(0), on which the first event's hash stands.
    public var chainBeginning: Digest { Transaction.beginning(storeID) }
}

/// Statements of dossiers.
enum DossierSQL: String, Statements {
    case ofOrder = """
        SELECT message FROM message_order WHERE order_id = ?1
        UNION SELECT message FROM notice WHERE order_id = ?1
        UNION SELECT message.id FROM message_order
            JOIN message AS named ON named.id = message_order.message
            JOIN message ON message.mailbox = named.mailbox AND message.conversation = named.conversation
            WHERE message_order.order_id = ?1 AND named.conversation IS NOT NULL
        """
    case ofConversation = "SELECT id AS message FROM message WHERE conversation = ?"
    case ofBuyer = "SELECT id AS message FROM message WHERE alias = ?"
    case ofReportedBuyer = """
        SELECT "order".id FROM order_fact JOIN "order" ON "order".key = order_fact."order"
        WHERE order_fact.name = 'buyer_address' AND order_fact.value IN (?, ?)
        """
    case noticeType = "SELECT type FROM notice WHERE message = ?"
    case replies = "SELECT * FROM reply WHERE message = ? ORDER BY id"
    case answers = "SELECT at, place, who, message_id, words, raw FROM answer WHERE conversation = ? ORDER BY at"

    static func keys(_ db: Database, _ subject: DossierSubject) throws -> [Int64] {
        let rows =
            switch subject {
            case .order(let id): try ofOrder.rows(db, [id.value])
            case .conversation(let key): try ofConversation.rows(db, [key])
            case .buyer(let address):
                try ofBuyer.rows(db, [alias(address)])
            }
        return rows.map { $0["message"] }
    }

    /// Orders of which reports tell who the buyer is.
    static func orders(_ db: Database, _ subject: DossierSubject) throws -> Set<OrderID> {
        switch subject {
        case .order(let id): try Facts.order(db, id) == nil ? [] : [id]
        case .conversation: []
        case .buyer(let address):
            Set(
                try ofReportedBuyer.rows(db, [alias(address), address]).compactMap { OrderID($0["id"]) })
        }
    }

    /// An address at the relay without its case.
    private static func alias(_ address: String) -> String {
        let parts = address.lowercased().split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return address.lowercased() }
        return "\(parts[0].prefix { $0 != "+" })@\(parts[1])"
    }
}

/// How the chain is computed, for those who check it without the store.
public enum Chain {
    public static func digest(salt: [UInt8], content: [UInt8]) -> Digest { Digest(of: salt, content) }
    public static func hash(after last: Digest, _ digest: Digest) -> Digest { Digest(of: last.bytes, digest.bytes) }
    /// The event that the bytes say; `nil` where they are none.
    public static func event(_ content: [UInt8]) -> Event? { CanonicalEvent.decode(content)?.event }
}
