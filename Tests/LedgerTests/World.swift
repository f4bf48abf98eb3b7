import Correspondence
import Foundation

@testable import Ledger

/// A store in a folder of its own, and mails to put into it.
final class World: Sendable {
    let folder: URL
    let path: String
    let ledger: SQLiteLedger

    init(hook: SQLiteLedger.Hook? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("replyd.db").path
        ledger = try SQLiteLedger.open(path, hook: hook)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Records buyer mails that are all to be answered, and gives the results.
    @discardableResult
    func record(_ mails: IntakeRecord..., at now: Instant = .noon) async throws -> [IntakeResult] {
        try await ledger.record(mails, at: now, decide: World.answer)
    }

    /// One buyer mail with a scheduled reply.
    func scheduled(uid: UInt32 = 1, conversation: String = "a", at time: Instant = .noon) async throws -> Int64 {
        let results = try await record(.buyer(uid: uid, conversation: conversation, at: time), at: time)
        guard case .recorded(_, let reply?, _) = results[0] else { throw Missing() }
        return reply
    }

    /// One buyer mail with a reply that went out.
    func sent(uid: UInt32 = 1, conversation: String = "a", at time: Instant = .noon) async throws -> Int64 {
        let id = try await scheduled(uid: uid, conversation: conversation, at: time)
        _ = try await ledger.beginSending(id, messageID: "r\(id)@shop.example", mail: World.mail, inFlight: 1, at: time)
        try await ledger.finish(id, .sent(receipt: "250 2.0.0 Ok"), at: time)
        return id
    }

    func names() async throws -> [EventName] {
        try await ledger.events(after: 0, limit: 1000).compactMap { $0.event?.name }
    }

    /// What goes out.
    static let mail = Array("Subject: Re: Frage\r\n\r\nHier.\r\n".utf8)

    static let answer: @Sendable (IntakeRecord, ConversationFacts) -> Verdict = { mail, facts in
        Verdict(
            classification: Classification(kind: .inquiry, confidence: 0.97, because: ["a question"]),
            decision: Decision(
                .send, because: "test", due: facts.newest + .seconds(900),
                deadline: facts.earliestUnanswered + .seconds(82_800)),
            reply: PlannedReply(kind: .inquiry, action: .send, template: "inquiry", language: "de"),
            events: [Event(.messageReceived, at: mail.arrived, mailbox: mail.position.mailbox, message: mail.messageID)]
        )
    }

    static let hold: @Sendable (IntakeRecord, ConversationFacts) -> Verdict = { _, _ in
        Verdict(
            decision: Decision(.hold, because: "a lawyer"),
            reply: PlannedReply(kind: .problem, action: .draft, template: "problem", language: "en"))
    }
}

struct Missing: Error {}

extension Instant {
    static let noon = Instant(milliseconds: 1_790_000_000_000)
}

extension IntakeRecord {
    static func buyer(
        uid: UInt32, previous: UInt32? = nil, validity: UInt32 = 1, conversation: String = "a",
        messageID: String? = nil, body: String? = nil, at time: Instant = .noon, references: [String] = [],
        key: ConversationKey? = nil, alias: String = "w04", received: String = "first"
    ) -> IntakeRecord {
        let text = body ?? "Wo ist \(uid)?"
        let key = key ?? ConversationKey(case: conversation, alias: alias)
        let buyer = BuyerMessage(
            replyTo: EmailAddress("\(alias)+\(conversation)@marketplace.amazon.de")!, alias: alias, name: "Erika",
            topic: "Frage", conversation: key)
        return IntakeRecord(
            position: Position(
                mailbox: "main", folder: "INBOX", uidValidity: validity, uid: uid, previousUID: previous),
            raw: Array("Received: \(received)\r\nSubject: Frage\r\n\r\n\(text)\r\n".utf8),
            messageID: messageID ?? "m\(uid)@amazon.de", references: references, subject: "Frage", arrived: time,
            clockStart: time, flags: ["\\Seen"],
            understanding: Understanding(
                recognition: .buyer(buyer), because: ["header"], site: "amazon.de",
                orderIDs: [OrderID("302-1234567-1234567")!], asins: [ASIN("B000000001")!], language: "de", text: text))
    }

    static func notice(
        uid: UInt32, type: String, at time: Instant, fields: [String: String] = ["amount": "9,99"]
    ) -> IntakeRecord {
        IntakeRecord(
            position: Position(mailbox: "main", folder: "INBOX", uidValidity: 1, uid: uid), raw: Array("n\(uid)".utf8),
            messageID: "n\(uid)@amazon.de", subject: type, arrived: time, clockStart: time,
            understanding: Understanding(
                recognition: .notice(
                    Notice(
                        type: type, fields: fields,
                        effect: type.hasSuffix("NOTIFY") ? .claimFiled : .claimClosed)),
                orderIDs: [OrderID("302-1234567-1234567")!]))
    }
}

extension World {
    func events() async throws -> [Event] {
        try await ledger.events(after: 0, limit: 1000).compactMap(\.event)
    }

    /// Records mails that no buyer wrote.
    @discardableResult
    func ignore(_ mails: IntakeRecord..., at now: Instant = .noon) async throws -> [IntakeResult] {
        try await ledger.record(mails, at: now) { _, _ in Verdict(decision: Decision(.ignore, because: "no buyer's")) }
    }
}

extension IntakeRecord {
    static func other(
        uid: UInt32, mailbox: String = "main", _ recognition: Recognition, orders: [OrderID] = [],
        at time: Instant = .noon
    ) -> IntakeRecord {
        IntakeRecord(
            position: Position(mailbox: mailbox, folder: "INBOX", uidValidity: 1, uid: uid), raw: Array("o\(uid)".utf8),
            messageID: "o\(uid)@amazon.de", subject: "", arrived: time, clockStart: time,
            understanding: Understanding(recognition: recognition, orderIDs: orders))
    }
}
