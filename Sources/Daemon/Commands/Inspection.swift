import Correspondence
import Foundation
import MIME

/// What `replyd inspect --json` prints of one mail (contract, design section 8).
public struct Inspection: Sendable {
    struct Person {
        let name: String?
        let address: String
    }
    struct File {
        let name: String?
        let type: String
        let bytes: Int
    }

    let file: String
    let message_id: String?
    let date: String?
    let from: Person?
    let reply_to: String?
    let subject: String
    let source: String
    let notice: String?
    let fields: [String: String]?
    let marketplace: String?
    let order_ids: [String]
    let asins: [String]
    let language: String?
    let text: String
    let quoted: Bool
    let attachments: [File]
    let kind: String
    let also: [String]
    let matters: [String]
    /// What was found in the words, by the names of the rules.
    let topics: [String]
    let confidence: Double?
    let because: [String]
    var conversation: String?
    /// Where in the conversation it stands, among the mails that are inspected together.
    var thread: String?
    let decision: String
    let reason: String
    let reply_after: String?
    let reply_by: String?
    let template: String?
    /// Why this one, or why none.
    var template_because: String?
    let error: String?
    /// Only where it was asked for, and of buyers' mail.
    var explain: ExplainedInspection?

    /// - Parameters:
    ///   - replyAfter: the first instant at which a reply may go out; the mail's own clock plus `reply_after`.
    public init(
        file: String, reading: MailReading, decision: Decision, replyAfter: Instant?, template: String?
    ) {
        let mail = reading.mail
        let understanding = reading.understanding
        self.file = file
        message_id = mail.messageID
        date = mail.date.map { Instant($0).iso8601 }
        from = mail.from.map { Person(name: $0.name.isEmpty ? nil : $0.name, address: $0.address) }
        subject = mail.subject
        source = understanding.recognition.source.rawValue
        marketplace = understanding.site
        order_ids = understanding.orderIDs.map(\.value)
        asins = understanding.asins.map(\.value)
        language = understanding.language
        text = understanding.text
        quoted = understanding.quoted
        attachments = mail.attachments.map {
            File(name: $0.name.isEmpty ? nil : $0.name, type: $0.type, bytes: $0.size)
        }
        kind = reading.classification?.kind?.rawValue ?? "none"
        also = reading.classification?.also.map(\.rawValue) ?? []
        matters = reading.classification?.matters.map(\.rawValue) ?? []
        topics = reading.classification?.topics ?? []
        confidence = reading.classification.map { ($0.confidence * 1000).rounded() / 1000 }
        because = understanding.because + (reading.classification?.because ?? [])
        self.decision = decision.course.rawValue
        reason = decision.reason
        reply_after = replyAfter?.iso8601
        reply_by = decision.deadline?.iso8601
        self.template = template
        error = mail.problem
        switch understanding.recognition {
        case .buyer(let buyer):
            reply_to = buyer.replyTo.description
            conversation = buyer.conversation.value
            notice = nil
            fields = nil
        case .notice(let told):
            notice = told.type
            fields = told.fields
            reply_to = mail.replyTo.first?.address
            conversation = nil
        case .bounce(let bounce):
            notice = nil
            fields = Self.fields(bounce)
            reply_to = mail.replyTo.first?.address
            conversation = nil
        case .ownCopy(let copy):
            notice = copy.type
            fields = nil
            reply_to = mail.replyTo.first?.address
            conversation = Conversations.Ties(mail, understanding).own?.value
        default:
            notice = nil
            fields = nil
            reply_to = mail.replyTo.first?.address
            conversation = nil
        }
    }

    /// A mail that could not be read from its file at all.
    public init(file: String, error: String) {
        self.file = file
        self.error = error
        message_id = nil
        date = nil
        from = nil
        reply_to = nil
        subject = ""
        source = Source.other.rawValue
        notice = nil
        fields = nil
        marketplace = nil
        order_ids = []
        asins = []
        language = nil
        text = ""
        quoted = false
        attachments = []
        kind = "none"
        also = []
        matters = []
        topics = []
        confidence = nil
        because = []
        conversation = nil
        decision = Decision.Course.hold.rawValue
        reason = "it could not be read"
        reply_after = nil
        reply_by = nil
        template = nil
    }

    private static func fields(_ bounce: Bounce) -> [String: String] {
        var fields = ["permanent": bounce.permanent ? "true" : "false"]
        fields["status"] = bounce.status
        fields["diagnostic"] = bounce.diagnostic
        fields["original_message_id"] = bounce.originalMessageID
        if !bounce.recipients.isEmpty { fields["recipients"] = bounce.recipients.joined(separator: ", ") }
        return fields
    }
}

// MARK: - JSON

extension Inspection {
    /// One JSON object on one line; absent values are `null`, as the contract lists every field.
    public var json: String {
        var object: [String: Any] = [
            "file": file, "message_id": orNull(message_id), "date": orNull(date), "from": orNull(from.map(object)),
            "reply_to": orNull(reply_to), "subject": subject, "source": source, "notice": orNull(notice),
            "fields": orNull(fields), "marketplace": orNull(marketplace), "order_ids": order_ids, "asins": asins,
            "language": orNull(language), "text": text, "quoted": quoted, "attachments": attachments.map(object),
            "kind": kind, "also": also, "matters": matters, "topics": topics,
            "confidence": orNull(confidence), "because": because,
            "conversation": orNull(conversation), "decision": decision, "reason": reason,
            "reply_after": orNull(reply_after), "reply_by": orNull(reply_by), "template": orNull(template),
            "template_because": orNull(template_because),
            "error": orNull(error),
        ]
        if let explain, let data = try? JSONEncoder().encode(explain) {
            object["explain"] = try? JSONSerialization.jsonObject(with: data)
        }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private func orNull(_ value: Any?) -> Any { value ?? NSNull() }
    private func object(_ person: Person) -> [String: Any] { ["name": orNull(person.name), "address": person.address] }
    private func object(_ file: File) -> [String: Any] {
        ["name": orNull(file.name), "type": file.type, "bytes": file.bytes]
    }
}
