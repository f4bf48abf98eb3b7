import Correspondence
import Foundation
import Ledger
import MIME
import Transport

/// Brings mail from a folder into the ledger: the first half of the route, one direction, no way back.
struct Intake: Sendable {
    let context: MailboxContext
    /// True for a folder into which a person moved mail: what to do with it is theirs to say.
    var movedByPerson = false

    /// Reads all mail of `folder` that the ledger does not have yet, in the order of its UIDs.
    func catchUp(_ session: IMAPSession, folder: FolderName) async throws {
        let selected = try await session.select(folder)
        let cursor = try await cursor(selected, session)
        guard let next = UID(cursor.lastUID &+ 1) else { return }
        let waiting = try await session.search(.from(next))
        guard let last = waiting.last else { return }
        // What lies before each mail, so that the cursor may step over gaps and over nothing else.
        let before = Dictionary(uniqueKeysWithValues: zip(waiting, [cursor.lastUID] + waiting.map(\.value)))
        let position = { @Sendable (uid: UID) in
            Position(
                mailbox: context.name, folder: folder.name, uidValidity: selected.uidValidity.value, uid: uid.value,
                previousUID: before[uid])
        }
        let gone = try await session.fetch(UIDSet(waiting), limit: Self.largestMail) { batch in
            try await handle(batch, at: position)
        }
        for uid in gone.uids where uid <= last { try await context.ledger.vanished(position(uid)) }
    }

    /// What happens to a batch of mails: read, decided and recorded in one transaction; only then do flags follow.
    private func handle(_ batch: [FetchedMessage], at position: @Sendable (UID) -> Position) async throws {
        // "Not now" is no mail: the connection is given up, and the mail asked for again.
        if let words = batch.lazy.compactMap(\.passingTrouble).first { throw FetchRefused(description: words) }
        let now = context.clock.now
        if let server = context.live.futureArrival(batch.compactMap { $0.internalDate.map { Instant($0) } }, now: now) {
            await context.record([.clockDoubtful(at: now, mailbox: context.name, server: server)])
        }
        let reader = context.reader
        let read = await concurrently(batch) { message in reader.read(message.bytes) }
        let results = try await record(batch, read, at: position)
        if results.contains(where: \.hasReply) { context.dispatchNudge() }
        if results.contains(where: \.hasDraft) { context.watcherNudge() }
        context.ordersNudge()
    }

    /// Decides upon mails as they were read, and records them, in one transaction.
    func record(
        _ batch: [FetchedMessage], _ read: [MailReading], at position: (UID) -> Position
    ) async throws -> [IntakeResult] {
        let now = context.clock.now
        let records = zip(batch, read).map { message, reading in
            IntakeRecord(message, reading, position: position(message.uid), now: now)
        }
        let readings = Dictionary(zip(records.map(\.position), read), uniquingKeysWith: { first, _ in first })
        let decider = Decider(context: context, readings: readings, now: now, movedByPerson: movedByPerson)
        return try await context.ledger.record(records, at: now) { record, facts in decider.decide(record, facts) }
    }

    /// Where reading goes on; at the first look at a folder, what lies there older than `since` is passed over.
    private func cursor(_ selected: SelectedFolder, _ session: IMAPSession) async throws -> Cursor {
        let ledger = context.ledger
        let now = context.clock.now
        let folder = selected.name.name
        let validity = selected.uidValidity.value
        let firstStart = try await ledger.firstStart(context.name, at: now)
        if let known = try await ledger.cursor(context.name, folder) {
            if known.uidValidity == validity { return known }
        }
        // New, or renumbered: read back as far as the very first start did. What is known already is a duplicate.
        let since = firstStart - context.settings.since
        // In this order: what arrives between the two has a higher UID than the first search's last.
        let end = try await session.search(.all).last?.value ?? 0
        let found = try await session.search(.since(since.date))
        let after = found.first.map { $0.value - 1 } ?? end
        if try await ledger.cursor(context.name, folder) != nil {
            try await ledger.renumber(context.name, folder, uidValidity: validity, after: after, at: now)
        } else {
            try await ledger.beginFolder(context.name, folder, uidValidity: validity, after: after, at: now)
            await context.record([
                .mailboxBacklog(
                    at: now, mailbox: context.name, folder: folder, waiting: found.count, since: since,
                    treated: context.settings.backlog)
            ])
        }
        return Cursor(uidValidity: validity, lastUID: after)
    }

    /// Larger mails are recorded by their header and left to a person.
    static let largestMail = 40 << 20
}

/// The server would not give a mail now.
struct FetchRefused: Error, CustomStringConvertible {
    let description: String
}

extension FetchedMessage {
    /// The server's words where it says that it cannot give the mail now (RFC 5530).
    var passingTrouble: String? {
        guard case .unreadable(let words) = content else { return nil }
        return TransportError.saysNotNow(words) ? words : nil
    }

    /// What there is of it.
    var bytes: [UInt8] {
        switch content {
        case .whole(let bytes): bytes
        case .tooBig(_, let header): header
        case .unreadable: []
        }
    }

    /// Why there is not all of it.
    var problem: String? {
        switch content {
        case .whole: nil
        case .tooBig(let size, _):
            "\(size) bytes are more than the \(Intake.largestMail) that are read; only its header was"
        case .unreadable(let words): "the server could not give it: \(words)"
        }
    }
}

extension IntakeRecord {
    init(_ message: FetchedMessage, _ reading: MailReading, position: Position, now: Instant) {
        let mail = reading.mail
        let arrived = min(message.internalDate.map { Instant($0) } ?? now, now)
        var references = mail.references
        references += mail.inReplyTo.filter { [known = Set(references)] in !known.contains($0) }
        self.init(
            position: position, raw: message.bytes, messageID: mail.messageID, references: references,
            replydReply: mail.headers.first("X-Replyd-Reply")?.trimmingCharacters(in: .whitespaces),
            subject: mail.subject, arrived: arrived,
            clockStart: Policy.clockStart(date: mail.date.map { Instant($0) }, arrived: arrived),
            flags: message.flags.map(\.name).sorted(), understanding: reading.understanding,
            problem: message.problem ?? mail.problem)
    }
}

extension IntakeResult {
    var hasReply: Bool {
        if case .recorded(_, .some, let decision) = self { return decision.due != nil }
        return false
    }

    var hasDraft: Bool {
        if case .recorded(_, .some, let decision) = self { return decision.course == .draft }
        return false
    }
}
