import Correspondence
import Foundation
import Ledger
import MIME
import Synchronization
import Transport

/// Learns what people wrote to buyers with their own mail programs: reads what is new in Sent, in folders that other
/// programs use for it, and in All Mail where the provider has one.
struct SentWatch: Sendable {
    let context: MailboxContext

    /// How closely to look.
    enum Care: Sendable {
        /// Asks for the folder's state first. Some servers tell an old one.
        case sparing
        /// Opens the folder: what the server has by now is seen.
        case sure
    }

    func look(_ session: IMAPSession, _ folders: ServerFolders, _ care: Care) async throws {
        for folder in folders.sentByPeople {
            do {
                if care == .sparing, try await isRead(folder, session) { continue }
                try await read(folder, session)
            } catch let error as TransportError where error.isRefusal {
                // A folder that cannot be opened tells nothing; the others may.
                await context.tellUnreadable(folder, error)
            }
        }
    }

    private func isRead(_ folder: FolderName, _ session: IMAPSession) async throws -> Bool {
        guard let cursor = try await context.ledger.cursor(context.name, folder.name) else { return false }
        return try await session.status(folder).isRead(upTo: cursor)
    }

    private func read(_ folder: FolderName, _ session: IMAPSession) async throws {
        let selected = try await session.select(folder, readOnly: true)
        let cursor = try await context.beginOrContinue(selected, session)
        guard let next = UID(cursor.lastUID &+ 1) else { return }
        let new = try await session.search(.from(next))
        guard let last = new.last else { return }
        let toBuyers = try await session.fetchHeaders(UIDSet(new), SentMail.addressFields).compactMap { uid, header in
            SentMail.goesToBuyer(Mail.parse(header), context.reader.recogniser) ? uid : nil
        }
        let answers = Mutex<[PersonsAnswer]>([])
        if !toBuyers.isEmpty {
            _ = try await session.fetch(UIDSet(toBuyers), limit: Self.largestMail) { batch in
                let read = batch.compactMap { answer($0, folder) }
                answers.withLock { $0 += read }
            }
        }
        try await context.ledger.answeredByPersons(
            answers.withLock { $0 }, mailbox: context.name, folder: folder.name,
            uidValidity: selected.uidValidity.value, upTo: last.value, at: context.clock.now)
    }

    private func answer(_ message: FetchedMessage, _ folder: FolderName) -> PersonsAnswer? {
        // All Mail holds drafts too, ours among them: nobody has sent them.
        guard !message.flags.contains(.draft) else { return nil }
        let bytes: [UInt8]
        var isWhole = false
        switch message.content {
        case .whole(let whole): (bytes, isWhole) = (whole, true)
        case .tooBig(_, let header): bytes = header
        case .unreadable: return nil
        }
        let mail = Mail.parse(bytes)
        // Whichever clock is behind: an answer must not close a mail that came after it.
        let times = [mail.date, message.internalDate].compactMap { $0.map { Instant($0) } } + [context.clock.now]
        return SentMail.answer(
            mail, at: times.min() ?? context.clock.now, in: context.name, place: folder.name, context.reader.recogniser,
            raw: isWhole ? bytes : [])
    }

    /// Of a larger one the header is enough.
    private static let largestMail = 1 << 20
}
