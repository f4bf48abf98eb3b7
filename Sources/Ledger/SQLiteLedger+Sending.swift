import Correspondence
import Foundation
import GRDB

/// Exactly one reply (design section 6): intent, outcome, doubt, filing.
extension SQLiteLedger {
    public func messageID(of reply: Reply, domain: String) -> String {
        Self.messageID(reply, names: names, domain: domain)
    }

    static func messageID(_ reply: Reply, names: String, domain: String) -> String {
        if let campaign = reply.campaign, let order = reply.order { return messageID(campaign, order, domain: domain) }
        return "replyd.\(names.prefix(16)).\(reply.id)@\(domain)"
    }

    public func beginSending(
        _ id: Int64, messageID: String, mail: [UInt8], inFlight: Int, at now: Instant
    ) async throws(LedgerError) -> SendingPermit {
        try await write("begin sending") { transaction in
            var reply = try transaction.reply(id)
            if try EventSQL.meta.text(transaction.db, ["paused"]) == "1" { return .refused(.paused) }
            guard reply.state == .scheduled else { return .refused(.notScheduled(reply.state.name)) }
            let sending = Int(try ReplySQL.countSending.integer(transaction.db, [reply.mailbox]) ?? 0)
            guard sending < inFlight else { return .refused(.inFlight(sending)) }
            let name = reply.messageID ?? messageID
            if reply.messageID == nil { try ReplySQL.name.run(transaction.db, [name, id]) }
            reply.messageID = name
            try ReplySQL.keepMail.run(transaction.db, [id, Data(mail)])
            try transaction.take(.begin, reply, detail: "", at: now)
            try transaction.append(
                .replySending, of: reply, at: now,
                [
                    "attempt": .number(Int64(reply.attempts + 1)),
                    "sha256": .text(Digest(of: mail).description),
                ])
            return .granted(messageID: name)
        }
    }

    public func finish(_ id: Int64, _ outcome: SendOutcome, at now: Instant) async throws(LedgerError) {
        try await write("finish") { transaction in
            let reply = try transaction.reply(id)
            switch outcome {
            case .sent(let receipt):
                // A bounce may be faster than the server's answer.
                if case .bounced = reply.state { return }
                try transaction.accept(reply, receipt: receipt, at: now)
            case .refusedForNow(let answer, let retryAt):
                try transaction.retry(reply, at: retryAt, attempts: reply.attempts + 1, because: answer, now: now)
                try transaction.append(
                    .replyRefused, of: reply, at: now,
                    [
                        "answer": .text(answer), "retry_at": .time(retryAt),
                        "attempts": .number(Int64(reply.attempts + 1)),
                    ])
            case .notSent(let reason, let retryAt):
                try transaction.retry(reply, at: retryAt, attempts: reply.attempts + 1, because: reason, now: now)
                try transaction.append(
                    .replyRescheduled, of: reply, at: now, ["reason": .text(reason), "due": .time(retryAt)])
            case .failed(let reason):
                try transaction.take(.fail, reply, detail: reason, at: now)
                try transaction.append(.replyFailed, of: reply, at: now, ["reason": .text(reason)])
            }
        }
    }

    public func replyMail(_ id: Int64) async throws(LedgerError) -> [UInt8]? {
        try await read("look up a reply's mail") { db in
            try ReplySQL.mail.row(db, [id]).map { row in [UInt8](row["raw"] as Data) }
        }
    }

    public func noteAmbiguous(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError) {
        try await write("note an ambiguous reply") { transaction in
            let reply = try transaction.reply(id)
            guard case .sending(let since) = reply.state else { return }
            try transaction.append(
                .replyAmbiguous, of: reply, at: now, ["since": .time(since), "reason": .text(reason)])
        }
    }

    public func ambiguous() async throws(LedgerError) -> [Reply] {
        try await read("look up ambiguous replies") { db in try ReplySQL.sending.rows(db).map { try Reply($0) } }
    }

    public func resolveAmbiguous(
        _ id: Int64, _ resolution: AmbiguousResolution, at now: Instant
    ) async throws(LedgerError) {
        try await write("resolve an ambiguous reply") { transaction in
            let reply = try transaction.reply(id)
            guard case .sending(let since) = reply.state else {
                // Throws: no other state has this step.
                return try transaction.take(.giveUp, reply, detail: "", at: now)
            }
            try transaction.append(
                .replyAmbiguous, of: reply, at: now,
                ["since": .time(since), "resolution": .text(resolution.word)])
            switch resolution {
            case .found(let place):
                try transaction.accept(reply, receipt: "found in \(place)", at: now)
            case .sendAgain:
                let reason = "it did not go out"
                try transaction.retry(reply, at: now, attempts: reply.attempts, because: reason, now: now)
                try transaction.append(
                    .replyRescheduled, of: reply, at: now, ["reason": .text(reason), "due": .time(now)])
            case .held(let reason):
                try transaction.take(.giveUp, reply, detail: reason, at: now)
                try ReplySQL.forPerson.run(transaction.db, [id])
                try transaction.append(.replyHeld, of: reply, at: now, ["reason": .text(reason)])
            }
        }
    }

    public func pendingFilings(_ mailbox: String) async throws(LedgerError) -> [Filing] {
        try await read("look up replies to file") { db in
            try ReplySQL.filing.rows(db, [mailbox]).map { row in
                let reply = try Reply(row)
                return Filing(
                    reply: reply, position: try MailSQL.positions.row(db, [reply.message]).map { Position($0) })
            }
        }
    }

    public func filed(_ id: Int64, problem: String?, at now: Instant) async throws(LedgerError) {
        try await write("file a reply") { transaction in
            let reply = try transaction.reply(id)
            guard let row = try ReplySQL.reply.row(transaction.db, [id]), row["filing"] == 1 else { return }
            try ReplySQL.filed.run(transaction.db, [id])
            try transaction.append(
                .replyFiled, of: reply, at: now, problem.map { ["problem": .text($0)] } ?? [:])
        }
    }
}

extension AmbiguousResolution {
    fileprivate var word: String {
        switch self {
        case .found(let place): "found in \(place)"
        case .sendAgain: "send again"
        case .held: "held"
        }
    }
}

extension Transaction {
    /// The reply is out: it and all older mails of the conversation are answered.
    func accept(_ reply: Reply, receipt: String, by step: ReplyStep = .accept, at now: Instant) throws {
        try take(step, reply, detail: receipt, at: now)
        try ReplySQL.sent.run(db, [now.milliseconds, reply.id])
        if !reply.isHolding {
            // The marketplace counts no mere word that somebody looks into it: the mail stays open.
            try MailSQL.close.run(db, [reply.id, reply.mailbox, reply.conversation.value, reply.message])
            try keepPromises(reply.conversation, reply.mailbox, because: "reply \(reply.id) went out", at: now)
        }
        try append(
            .replySent, of: reply, at: now,
            [
                "receipt": .text(receipt), "template": .text(reply.template), "deadline": .time(reply.deadline),
                "in_time": .flag(now <= reply.deadline),
            ])
        try makePromise(reply, at: now)
    }

    /// A person sent off a draft of ours: the copy of it that was found needs no other.
    func acceptDraft(_ reply: Reply, _ answer: PersonsAnswer, at now: Instant) throws {
        try accept(reply, receipt: "a person sent the draft: found in \(answer.place)", at: now)
        try ReplySQL.filed.run(db, [reply.id])
    }

    fileprivate func retry(
        _ reply: Reply, at due: Instant, attempts: Int, because reason: String, now: Instant
    ) throws {
        try take(.retry, reply, detail: reason, at: now)
        try ReplySQL.schedule.run(db, [due.milliseconds, reply.deadline.milliseconds, attempts, 0, reply.id])
    }
}
