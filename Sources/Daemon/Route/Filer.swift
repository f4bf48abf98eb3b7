import Correspondence
import Foundation
import Ledger
import Transport

/// The IMAP side of what was done: drafts, the copy in Sent, `\Answered`. Flags are for people's eyes; the ledger is the
/// truth and remembers what is still to be filed over restarts.
struct Filer: Sendable {
    let context: MailboxContext

    /// Files what waits. The session may have any folder open; the caller opens its own again.
    ///
    /// - Parameter afresh: an earlier connection, or an earlier life, may have made copies without learning of it.
    func run(_ session: IMAPSession, folders: ServerFolders, afresh: Bool) async throws {
        try await saveDrafts(session, folders)
        let work = try await context.ledger.pendingFilings(context.name)
        guard !work.isEmpty else { return }
        var problem = try await copyToSent(work, session, folders, afresh: afresh)
        for (reply, words) in try await markAnswered(work, session) where problem[reply] == nil {
            problem[reply] = words
        }
        for item in work {
            try await context.ledger.filed(item.reply.id, problem: problem[item.reply.id], at: context.clock.now)
        }
    }

    /// Why a copy could not be filed, by reply: the reply itself went out all the same.
    private func copyToSent(
        _ work: [Filing], _ session: IMAPSession, _ folders: ServerFolders, afresh: Bool
    ) async throws -> [Int64: String] {
        guard await appends(session) else { return [:] }
        var problems: [Int64: String] = [:]
        // What was found there has its copy.
        let mayBeThere = work.contains { item in
            if case .sent(_, let receipt) = item.reply.state { receipt.hasPrefix("found in ") } else { false }
        }
        let known = afresh || mayBeThere ? try await alreadyCopied(work, session, folders.sent) : []
        for item in work {
            guard let mail = try await context.ledger.replyMail(item.reply.id), case .sent(let at, _) = item.reply.state
            else { continue }
            guard let folder = folders.sent else {
                problems[item.reply.id] = "there is no Sent folder: set sent, or save_sent = \"none\""
                continue
            }
            if let id = item.reply.messageID, known.contains(id) { continue }
            do { _ = try await session.append(mail, to: folder, flags: [.seen], date: at.date) } catch let error
                as TransportError where error.isRefusal
            {
                problems[item.reply.id] = error.description
            }
        }
        return problems
    }

    private func alreadyCopied(
        _ work: [Filing], _ session: IMAPSession, _ sent: FolderName?
    ) async throws -> Set<String> {
        let times = work.compactMap { item in if case .sent(let at, _) = item.reply.state { at } else { nil } }
        guard let sent, let oldest = times.min() else { return [] }
        do { return try await SentIdentifiers.read(session, in: sent, since: oldest) } catch let error
            as TransportError where error.isRefusal
        {
            return []
        }
    }

    /// Once, and never again if a person clears it (design section 3).
    ///
    /// - Returns: why a flag could not be set, by reply; a mailbox that refuses flags is read all the same.
    private func markAnswered(_ work: [Filing], _ session: IMAPSession) async throws -> [Int64: String] {
        var problems: [Int64: String] = [:]
        // A mail that only got the word that somebody looks into it still waits for people.
        let placed = work.filter { !$0.reply.isHolding }.compactMap { item in
            item.position.map { (reply: item.reply.id, position: $0) }
        }
        for (folder, items) in Dictionary(grouping: placed, by: \.position.folder) {
            do {
                let selected = try await session.select(FolderName(folder))
                let here = items.filter { $0.position.uidValidity == selected.uidValidity.value }
                let uids = here.compactMap { UID($0.position.uid) }
                if !uids.isEmpty { try await session.store(UIDSet(uids), .add([.answered])) }
            } catch let error as TransportError where error.isRefusal {
                for item in items { problems[item.reply] = "\\Answered could not be set: \(error)" }
            }
        }
        return problems
    }

    // MARK: Drafts

    private func saveDrafts(_ session: IMAPSession, _ folders: ServerFolders) async throws {
        let due = try await context.ledger.due(
            at: context.clock.now, limit: 50, mailboxes: [context.name], drafts: true)
        for reply in due { try await saveDraft(reply, session, folders) }
    }

    private func saveDraft(_ reply: Reply, _ session: IMAPSession, _ folders: ServerFolders) async throws {
        let ledger = context.ledger
        let now = context.clock.now
        guard let folder = folders.drafts else {
            return try await ledger.hold(reply.id, because: "there is no Drafts folder: set drafts", at: now)
        }
        guard let prepared = try await context.prepare(reply) else { return }
        do {
            // A crash between the copy and the commit must not leave a second draft.
            if try await !isThere(prepared.messageID, in: folder, session) {
                _ = try await session.append(prepared.bytes, to: folder, flags: [.draft], date: now.date)
            }
            try await ledger.drafted(
                reply.id, folder: folder.name, messageID: prepared.messageID, digest: Digest(of: prepared.bytes),
                at: now)
        } catch let error as TransportError where error.isRefusal {
            try await ledger.hold(reply.id, because: "the draft could not be saved: \(error)", at: now)
        }
    }

    private func isThere(_ messageID: String, in folder: FolderName, _ session: IMAPSession) async throws -> Bool {
        _ = try await session.select(folder, readOnly: true)
        return try await !session.search(.header("Message-ID", contains: messageID)).isEmpty
    }

    /// Whether we file sent mail ourselves: as configured, or, with `auto`, unless the provider is known to do it.
    private func appends(_ session: IMAPSession) async -> Bool {
        switch context.settings.saveSent {
        case .append: true
        case .server, .none: false
        case .auto: !(await SavesSent.byItself(session, host: context.settings.smtp.host))
        }
    }
}

/// Providers that file what goes over their SMTP server in Sent by themselves.
enum SavesSent {
    static func byItself(_ session: IMAPSession, host: String) async -> Bool {
        if await session.has("X-GM-EXT-1") { return true }
        return hosts.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    private static let hosts = ["gmail.com", "googlemail.com", "office365.com", "outlook.com"]
}

extension TransportError {
    /// The server said no, for good, and the session goes on. Anything else, a "not now" included, is tried again.
    var isRefusal: Bool {
        if case .serverRefused = kind { return !isTransient }
        return false
    }
}
