import Correspondence
import Foundation
import Ledger
import MIME
import Transport

/// Reports mail in Junk that looks like a buyer's or the marketplace's. It is never answered from there: a person moves
/// it into the inbox.
struct JunkWatch: Sendable {
    let context: MailboxContext

    func look(_ session: IMAPSession, _ folders: ServerFolders) async throws {
        guard let folder = folders.junk, !folders.inboxes.contains(folder) else { return }
        do { try await look(session, in: folder) } catch let error as TransportError where error.isRefusal {
            await context.tellUnreadable(folder, error)
        }
    }

    private func look(_ session: IMAPSession, in folder: FolderName) async throws {
        let known = try await context.ledger.cursor(context.name, folder.name)
        if let known, try await session.status(folder).isRead(upTo: known) { return }
        let selected = try await session.select(folder, readOnly: true)
        let cursor = try await context.beginOrContinue(selected, session)
        guard let next = UID(cursor.lastUID &+ 1) else { return }
        let new = try await session.search(.from(next))
        guard let last = new.last else { return }
        let events = Reports()
        _ = try await session.fetch(UIDSet(new), limit: Self.largestMail) { batch in
            for message in batch { await events.add(report(message, folder)) }
        }
        let found = await events.all
        try await context.ledger.junkRead(
            found, mailbox: context.name, folder: folder.name, uidValidity: selected.uidValidity.value, upTo: last.value
        )
        if !found.isEmpty {
            context.live.note(
                error: "\(context.name): \(found.count) mails in \(folder) look like a buyer's: move them to the inbox",
                at: context.clock.now)
        }
    }

    private func report(_ message: FetchedMessage, _ folder: FolderName) -> Event? {
        let mail = Mail.parse(message.bytes)
        let understanding = context.reader.recogniser.understand(mail)
        switch understanding.recognition {
        case .buyer, .notice: break
        case .ownCopy, .bounce, .autoReply, .list, .other: return nil
        }
        return .messageInJunk(
            at: context.clock.now, mailbox: context.name, message: mail.messageID, folder: folder.name,
            source: understanding.recognition.source.rawValue, subject: mail.subject,
            order: understanding.orderIDs.first)
    }

    private actor Reports {
        private(set) var all: [Event] = []

        func add(_ event: Event?) { if let event { all.append(event) } }
    }

    /// Of a larger one the header is enough.
    private static let largestMail = 1 << 20
}
