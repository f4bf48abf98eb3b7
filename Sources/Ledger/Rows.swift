import Correspondence
import Foundation
import GRDB

/// Rows of the store as values, and the other way round.

extension Instant {
    init?(column value: Int64?) {
        guard let value else { return nil }
        self.init(milliseconds: value)
    }
}

/// A value as JSON text of one form.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

func fromJSON<T: Decodable>(_ text: String, as type: T.Type = T.self) throws -> T {
    do {
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
        throw StoredValueError(what: "an unreadable \(type)")
    }
}

extension Reply {
    init(_ row: Row) throws {
        let state: String = row["state"]
        guard let kind = Kind(rawValue: row["kind"]), let action = Action(rawValue: row["action"]),
            let known = ReplyState(
                stored: state, since: Instant(milliseconds: row["since"]), detail: row["detail"],
                sentAt: Instant(column: row["sent_at"]))
        else { throw StoredValueError(what: "a reply in state \(state)") }
        let order: String? = row["order_id"]
        let campaign: String? = row["campaign"]
        self.init(
            id: row["id"], mailbox: row["mailbox"], message: row["message"],
            conversation: ConversationKey(stored: row["conversation"]), order: order.flatMap { OrderID($0) },
            kind: kind,
            action: action, template: row["template"], language: row["language"], due: Instant(column: row["due"]),
            deadline: Instant(milliseconds: row["deadline"]), state: known, messageID: row["message_id"],
            attempts: row["attempts"], releasedBy: row["released_by"],
            campaign: campaign.flatMap { Campaign(rawValue: $0) })
    }
}

extension ReplyState {
    init?(stored name: String, since: Instant, detail: String, sentAt: Instant?) {
        switch name {
        case "scheduled": self = .scheduled
        case "drafted": self = .drafted
        case "sending": self = .sending(since: since)
        case "sent": self = .sent(at: sentAt ?? since, receipt: detail)
        case "failed": self = .failed(reason: detail)
        case "superseded": self = .superseded(reason: detail)
        case "held": self = .held(reason: detail)
        case "bounced": self = .bounced(reason: detail)
        default: return nil
        }
    }
}

extension Position {
    init(_ row: Row) {
        self.init(
            mailbox: row["mailbox"], folder: row["folder"], uidValidity: row["uid_validity"], uid: row["uid"],
            previousUID: row["previous_uid"])
    }
}

extension StoredMessage {
    /// - Parameter position: of its `position` rows the newest.
    init(_ row: Row, position: Row?) throws {
        guard let course = Decision.Course(rawValue: row["course"]) else {
            throw StoredValueError(what: "a decision \(row["course"] as String)")
        }
        let orders: [String] = try fromJSON(row["orders"])
        let asins: [String] = try fromJSON(row["asins"])
        let source: String? = row["source"]
        let classification: String? = row["classification"]
        self.init(
            key: row["id"], mailbox: row["mailbox"], position: position.map { Position($0) },
            messageID: row["message_id"], references: try fromJSON(row["references"]), subject: row["subject"],
            arrived: Instant(milliseconds: row["arrived"]), clockStart: Instant(milliseconds: row["clock_start"]),
            flags: try fromJSON(row["flags"]), source: source.flatMap { Source(rawValue: $0) }, site: row["site"],
            language: row["language"], orderIDs: orders.compactMap { OrderID($0) },
            asins: asins.compactMap { ASIN($0) },
            because: try fromJSON(row["because"]), authenticationFailure: row["authentication_failure"],
            buyer: Self.buyer(row), words: row["words"], classification: try classification.map { try fromJSON($0) },
            decision: Decision(
                course, because: row["reason"], due: Instant(column: row["due"]),
                deadline: Instant(column: row["deadline"])),
            problem: row["problem"], answeredBy: row["answered_by"],
            answeredByPerson: (row["answered_by_person"] as Int64?) != nil)
    }

    private static func buyer(_ row: Row) -> BuyerMessage? {
        guard let replyTo = (row["reply_to"] as String?).flatMap({ EmailAddress($0) }),
            let alias: String = row["alias"], let conversation: String = row["conversation"]
        else { return nil }
        return BuyerMessage(
            replyTo: replyTo, alias: alias, name: row["buyer_name"], topic: row["topic"],
            conversation: ConversationKey(stored: conversation))
    }
}
