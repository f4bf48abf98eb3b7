import Correspondence
import Foundation
import Ledger
import MIME
import Transport

/// Obeys what people say by moving mail into the folders under the configured root: Hold, Send now, Never, Done, and the
/// kinds (design section 7).
struct CommandFolders: Sendable {
    let context: MailboxContext

    /// Does what new mail in the folders asks for, each once. The session may have any folder open; the caller opens its
    /// own again.
    func obey(_ session: IMAPSession, _ folders: ServerFolders) async throws {
        let there = Set(
            try await session.list(pattern: folders.command("%", root: context.settings.folders).name)
                .map(\.name))
        guard !there.isEmpty else { return }
        for command in FolderCommand.all {
            let folder = folders.command(command.name, root: context.settings.folders)
            guard there.contains(folder) else { continue }
            do { try await obey(command, in: folder, session) } catch let error as TransportError where error.isRefusal
            {
                await context.tellUnreadable(folder, error)
            }
        }
    }

    private func obey(_ command: FolderCommand, in folder: FolderName, _ session: IMAPSession) async throws {
        let (ledger, name) = (context.ledger, context.name)
        let known = try await ledger.obeyed(name, folder.name)
        if let known, try await session.status(folder).isRead(upTo: known) { return }
        guard let known else { return try await begin(command, folder, session) }
        try await Intake(context: context, movedByPerson: true).catchUp(session, folder: folder)
        guard let validity = await session.selected?.uidValidity.value else { return }
        // Numbered anew: what lies there was obeyed under its old numbers.
        guard validity == known.uidValidity else { return try await begin(command, folder, session) }
        for (uid, message) in try await ledger.mails(name, folder.name, uidValidity: validity, after: known.lastUID) {
            let place = CommandPlace(mailbox: name, folder: folder.name, uidValidity: validity, uid: uid)
            try await carryOut(command, message, at: place)
        }
    }

    private func carryOut(_ command: FolderCommand, _ message: Int64, at place: CommandPlace) async throws {
        let ledger = context.ledger
        if case .kind(let kind) = command {
            try await correct(message, to: kind, in: place.folder)
        }
        if command == .done {
            try await ledger.closeTasks(forMessage: message, by: "a move to \(place.folder)", at: context.clock.now)
        }
        try await ledger.obey(command, message, at: place, now: context.clock.now)
        context.dispatchNudge()
        context.watcherNudge()
    }

    /// Of what no buyer wrote there is nothing to correct; what came of the move is told all the same.
    private func correct(_ message: Int64, to kind: Kind, in folder: String) async throws {
        guard try await context.ledger.message(message)?.buyer != nil else { return }
        _ = try await Corrector(context: context).correct(message, to: kind, by: "a move to \(folder)")
    }

    /// The first look. What the ledger does not know was put there under another store: it is no order to this one, and
    /// must not send anything a second time.
    private func begin(_ command: FolderCommand, _ folder: FolderName, _ session: IMAPSession) async throws {
        let selected = try await session.select(folder, readOnly: true)
        let (ledger, name, validity) = (context.ledger, context.name, selected.uidValidity.value)
        let there = try await session.search(.all)
        let last = there.last?.value ?? 0
        try await ledger.beginFolder(name, folder.name, uidValidity: validity, after: last, at: context.clock.now)
        if try await ledger.cursor(name, folder.name)?.uidValidity != validity {
            try await ledger.renumber(name, folder.name, uidValidity: validity, after: last, at: context.clock.now)
        }
        if !there.isEmpty {
            let headers = try await session.fetchHeaders(UIDSet(there), ["Message-ID"])
            for uid in there {
                guard let id = headers[uid].flatMap({ Mail.parse($0).messageID }),
                    let mail = try await ledger.message(name, messageID: id), mail.position?.folder != folder.name
                else { continue }
                let place = CommandPlace(mailbox: name, folder: folder.name, uidValidity: validity, uid: uid.value)
                try await carryOut(command, mail.key, at: place)
            }
        }
        try await ledger.setObeyed(
            CommandPlace(mailbox: name, folder: folder.name, uidValidity: validity, uid: last))
    }
}

extension FolderStatus {
    /// True where nothing has come since the folder was read up to there. Some servers tell an old state.
    func isRead(upTo cursor: Cursor) -> Bool {
        uidValidity?.value == cursor.uidValidity
            && uidNext.map { UInt64($0.value) <= UInt64(cursor.lastUID) + 1 } ?? false
    }
}
