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
        var found = Seen(names: [], folder: "")
        var trouble: String?
        do { found = try await identifiers(since: Self.oldest(rows) ?? now) } catch let unreadable as Unreadable {
            trouble = unreadable.description
        }
        for row in rows { try await settle(row, found: found, trouble: trouble, at: now) }
    }

    enum Place: Hashable {
        case nowhere
        case found(String)
        case unknown(String)
    }

    /// Where a mail of ours with this Message-ID lies, whenever it went out. Throws where the server is away.
    func find(_ messageID: String) async throws -> Place {
        let session = try await context.login.openIMAP()
        do {
            let folders = try await ServerFolders.look(session, context.settings) { _ in }
            guard let sent = folders.sent else {
                await session.logout()
                return .unknown("there is no Sent folder to look in")
            }
            _ = try await session.select(sent, readOnly: true)
            var found = false
            for header in ["Message-ID", "X-Replyd-Reply"] where !found {
                found = try await !session.search(.header(header, contains: messageID)).isEmpty
            }
            await session.logout()
            return found ? .found(sent.name) : .nowhere
        } catch let error as TransportError where error.isRefusal {
            await session.logout()
            return .unknown("\(error)")
        } catch {
            await session.close()
            throw error
        }
    }

    private func settle(_ row: Reply, found: Seen, trouble: String?, at now: Instant) async throws {
        let ledger = context.ledger
        if let id = row.messageID, found.names.contains(id) {
            try await ledger.resolveAmbiguous(row.id, .found(where: found.folder), at: now)
            context.watcherNudge()
            return
        }
        let sending = context.settings.sending
        // Not found proves nothing unless the copy must be there: the provider's own in Sent, or the Bcc.
        let mustBeThere = sending.confirm == .bcc || sending.confirm == .sent && context.settings.saveSent == .server
        let provesAbsence = trouble == nil && mustBeThere
        if provesAbsence, sending.whenUnsure == .send {
            return try await ledger.resolveAmbiguous(row.id, .sendAgain, at: now)
        }
        let unproven =
            provesAbsence ? "no copy is there, but when_unsure is hold" : "nothing proves whether it went out"
        try await ledger.resolveAmbiguous(
            row.id, .held(reason: "ambiguous: the server's answer was lost; \(trouble ?? unproven)"), at: now)
    }

    private static func oldest(_ rows: [Reply]) -> Instant? {
        rows.compactMap { row in
            if case .sending(let since) = row.state { since } else { nil }
        }.min()
    }

    private typealias Seen = (names: Set<String>, folder: String)

    private func identifiers(since: Instant) async throws -> Seen {
        guard context.settings.sending.confirm != .none else {
            throw Unreadable(description: "confirm is none, so nothing is looked up")
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

    /// In Sent, or where the Bcc copy arrives.
    private func lookUp(_ session: IMAPSession, since: Instant) async throws -> Seen {
        let folders = try await ServerFolders.look(session, context.settings) { _ in }
        let places = context.settings.sending.confirm == .bcc ? folders.inboxes : [folders.sent].compactMap { $0 }
        guard let first = places.first else { throw Unreadable(description: "there is no Sent folder to look in") }
        do {
            var names: Set<String> = []
            for place in places { names.formUnion(try await SentIdentifiers.read(session, in: place, since: since)) }
            return (names, first.name)
        } catch let error as TransportError where error.isRefusal {
            throw Unreadable(description: "\(first.name) cannot be read: \(error)")
        }
    }
}

/// The folder cannot tell us anything, and will not by waiting.
private struct Unreadable: Error, CustomStringConvertible {
    let description: String
}
