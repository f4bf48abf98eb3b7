import Correspondence
import Foundation
import Ledger
import Transport

/// How folders beside the inbox are read: by a cursor in the ledger.
extension MailboxContext {
    /// Where reading of the open folder goes on. It begins as far back as the inbox's does; again so where the folder was
    /// numbered anew, for what is known already changes nothing.
    func beginOrContinue(_ selected: SelectedFolder, _ session: IMAPSession) async throws -> Cursor {
        let (folder, validity, now) = (selected.name.name, selected.uidValidity.value, clock.now)
        let known = try await ledger.cursor(name, folder)
        if let known, known.uidValidity == validity { return known }
        let since = try await ledger.firstStart(name, at: now) - settings.since
        // In this order: what arrives between the two has a higher UID than the first search's last.
        let end = try await session.search(.all).last?.value ?? 0
        let after = try await session.search(.since(since.date)).first.map { $0.value - 1 } ?? end
        if known != nil {
            try await ledger.renumber(name, folder, uidValidity: validity, after: after, at: now)
        } else {
            try await ledger.beginFolder(name, folder, uidValidity: validity, after: after, at: now)
        }
        return Cursor(uidValidity: validity, lastUID: after)
    }

    /// A folder that cannot be opened tells nothing; the others may. Told once.
    func tellUnreadable(_ folder: FolderName, _ error: TransportError) async {
        guard live.isNews("\(name)/\(folder.name)", "\(error)") else { return }
        await record([.folderUnreadable(at: clock.now, mailbox: name, folder: folder.name, reason: "\(error)")])
    }
}
