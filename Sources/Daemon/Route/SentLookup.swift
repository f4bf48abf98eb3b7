import Configuration
import Correspondence
import Foundation
import Ledger
import Transport

/// Finds out what became of sends whose answer was lost (design section 6): never twice; once, or held with the reason.
struct SentLookup: Sendable {
    let context: MailboxContext

    /// Settles every row that has been in `sending` for longer than `settle`. Throws where the server is away: the rows
    /// wait for it.
    func settleAmbiguous() async throws {
        let now = context.clock.now
        let sending = context.settings.sending
        let rows = try await context.ledger.ambiguous().filter { row in
            guard row.mailbox == context.name, case .sending(let since) = row.state else { return false }
            return since + sending.settle <= now
        }
        guard !rows.isEmpty else { return }
        var found = InSent(names: [], folder: "")
        var trouble: String?
        do { found = try await identifiersInSent(since: Self.oldest(rows) ?? now) } catch let unreadable
            as SentUnreadable
        {
            trouble = unreadable.description
        }
        for row in rows { try await settle(row, found: found, trouble: trouble, at: now) }
    }

    private func settle(_ row: Reply, found: InSent, trouble: String?, at now: Instant) async throws {
        let ledger = context.ledger
        if let id = row.messageID, found.names.contains(id) {
            try await ledger.resolveAmbiguous(row.id, .found(where: found.folder), at: now)
            context.watcherNudge()
            return
        }
        let sending = context.settings.sending
        // Not found proves nothing unless the provider itself files what it sends.
        let provesAbsence = trouble == nil && context.settings.saveSent == .server && sending.confirm == .sent
        if provesAbsence, sending.whenUnsure == .send {
            return try await ledger.resolveAmbiguous(row.id, .sendAgain, at: now)
        }
        let unproven = provesAbsence ? "not in Sent, but when_unsure is hold" : "nothing proves whether it went out"
        try await ledger.resolveAmbiguous(
            row.id, .held(reason: "ambiguous: the server's answer was lost; \(trouble ?? unproven)"), at: now)
    }

    private static func oldest(_ rows: [Reply]) -> Instant? {
        rows.compactMap { row in
            if case .sending(let since) = row.state { since } else { nil }
        }.min()
    }

    private typealias InSent = (names: Set<String>, folder: String)

    private func identifiersInSent(since: Instant) async throws -> InSent {
        guard context.settings.sending.confirm == .sent else {
            throw SentUnreadable(
                description: "confirm is \(context.settings.sending.confirm.rawValue), so Sent is not looked at")
        }
        let session = try await context.login.openIMAP()
        do {
            let found = try await lookUp(session, since: since)
            await session.logout()
            return found
        } catch {
            await session.close()
            throw error
        }
    }

    private func lookUp(_ session: IMAPSession, since: Instant) async throws -> InSent {
        let folders = try await ServerFolders.look(session, context.settings) { _ in }
        guard let sent = folders.sent else { throw SentUnreadable(description: "there is no Sent folder to look in") }
        do {
            let names = try await SentIdentifiers.read(session, in: sent, since: since)
            return (names, sent.name)
        } catch let error as TransportError where error.isRefusal {
            throw SentUnreadable(description: "Sent cannot be read: \(error)")
        }
    }
}

/// Sent cannot tell us anything, and will not by waiting.
private struct SentUnreadable: Error, CustomStringConvertible {
    let description: String
}
