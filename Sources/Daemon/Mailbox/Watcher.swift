import Correspondence
import Foundation
import Ledger
import Transport

/// Watches the inboxes of one mailbox: reads what is new, waits for more, and files what was sent.
///
/// One connection does it all. What ends it (a lost server, a refused login, a store that cannot write) is told, and
/// after a back-off a new one goes on where the ledger says that the old one got to.
struct Watcher: Sendable {
    let context: MailboxContext
    let intake: Intake
    let filer: Filer
    private let people: SentWatch
    private let commands: CommandFolders
    private let current = OpenSession()

    init(context: MailboxContext, intake: Intake, filer: Filer) {
        self.context = context
        self.intake = intake
        self.filer = filer
        people = SentWatch(context: context)
        commands = CommandFolders(context: context)
    }

    /// Closes the connection under whatever is being done: a server that says nothing must not hold up the end.
    func cutOff() async { await current.session?.close() }

    /// Until cancelled.
    func run() async {
        var backoff = Backoff()
        var lastTold: String?
        while !Task.isCancelled {
            context.live.set(.connecting, mailbox: context.name)
            do {
                try await connectAndWatch {
                    backoff = Backoff()
                    lastTold = nil
                }
            } catch {
                if Task.isCancelled { break }
                let trouble = MailboxTrouble(error)
                await tell(trouble, unless: &lastTold)
                let wait = backoff.next(after: trouble.cause)
                try? await context.clock.sleep(until: context.clock.now + wait)
            }
        }
    }

    private func connectAndWatch(_ connected: () -> Void) async throws {
        let session = try await context.login.openIMAP()
        await current.set(session)
        do {
            let folders = try await openFolders(session)
            context.live.set(.connected, mailbox: context.name)
            try await watch(session, folders, connected)
        } catch {
            await session.close()
            throw error
        }
        await session.logout()
    }

    private func openFolders(_ session: IMAPSession) async throws -> ServerFolders {
        var missing: [String] = []
        let folders = try await ServerFolders.look(session, context.settings) { missing.append($0) }
        let event = Event.mailboxConnected(
            at: context.clock.now, mailbox: context.name, server: session.endpoint.description,
            sent: folders.sent?.name, drafts: folders.drafts?.name, missing: missing)
        await context.record([event])
        return folders
    }

    /// Files what was sent, reads what is new in each inbox, and waits; until cancelled or an error.
    ///
    /// In this order, and the first inbox last: it stays open from its reading to its IDLE, so that whatever arrives in
    /// between is news. A folder opened anew would count it as known.
    ///
    /// - Parameter works: called once all of it has been done: only then is the connection known to be of use.
    private func watch(_ session: IMAPSession, _ folders: ServerFolders, _ works: () -> Void) async throws {
        var (inboxesAreRead, hasFiled) = (false, false)
        while !Task.isCancelled {
            // A mail must be known to be marked, as after a renumbering; an answer is best understood when the mail that it
            // answers is known.
            if inboxesAreRead {
                try await filer.run(session, folders: folders, afresh: !hasFiled)
                hasFiled = true
                try await people.look(session, folders, .sparing)
                try await commands.obey(session, folders)
                try await OwnDrafts(context: context).takeBack(session)
                try await JunkWatch(context: context).look(session, folders)
            }
            for inbox in folders.inboxes.reversed() {
                try await intake.catchUp(session, folder: inbox)
                try await lookAtFlags(session, folder: inbox)
            }
            works()
            context.live.progressed(context.name, at: context.clock.now)
            guard inboxesAreRead else {
                inboxesAreRead = true
                continue
            }
            try await wait(session, folders)
        }
    }

    /// What people did to mails whose replies wait: a mail marked `\\Answered` is no longer answered by itself.
    private func lookAtFlags(_ session: IMAPSession, folder: FolderName) async throws {
        guard let validity = await session.selected?.uidValidity.value else { return }
        let watched = try await context.ledger.watchedMails(context.name, folder.name).filter {
            $0.uidValidity == validity
        }
        guard !watched.isEmpty else { return }
        let flags = try await session.fetchFlags(UIDSet(watched.compactMap { UID($0.uid) }))
        for mail in watched {
            guard let now = UID(mail.uid).flatMap({ flags[$0] })?.map(\.name).sorted(), now != mail.flags else {
                continue
            }
            try await context.ledger.setFlags(mail.message, now)
        }
    }

    /// Until the server tells of something, something is to be filed, or `poll` is over.
    private func wait(_ session: IMAPSession, _ folders: ServerFolders) async throws {
        // Other inboxes and Sent are looked at each `poll`. A single one has IDLE; five minutes show a connection that is
        // dead.
        let alone = folders.inboxes.count == 1 && folders.sentByPeople.isEmpty
        var limit = alone ? .seconds(300) : context.settings.poll
        if let draft = try await context.ledger.nextDue(mailboxes: [context.name], drafts: true) {
            limit = min(limit, max(draft - context.clock.now, .milliseconds(20)))
        }
        let idles = await session.has("IDLE")
        try await race { [limit] in
            if idles {
                _ = try await session.idle(for: limit)
            } else {
                try await context.clock.sleep(until: context.clock.now + context.settings.poll)
            }
        } _: {
            await context.watcherNudge.wait()
        }
        if !idles { try await session.noop() }
        _ = await session.takeNews()
    }

    /// The same trouble is told once, not at each attempt.
    private func tell(_ trouble: MailboxTrouble, unless lastTold: inout String?) async {
        context.live.set(trouble.cause == .refused ? .refused : .lost, mailbox: context.name)
        context.live.note(error: "\(context.name): \(trouble.words)", at: context.clock.now)
        guard trouble.words != lastTold else { return }
        lastTold = trouble.words
        if trouble.isStore {
            context.storeFailed(trouble.error)
            return
        }
        await context.record([trouble.event(at: context.clock.now, mailbox: context.name)])
    }
}

/// The connection that a watcher has open now.
private actor OpenSession {
    private(set) var session: IMAPSession?

    func set(_ session: IMAPSession) { self.session = session }
}

/// Why a connection ended, and how long that asks to wait.
struct MailboxTrouble {
    let error: any Error

    init(_ error: any Error) { self.error = error }

    var words: String { "\(error)" }

    func event(at time: Instant, mailbox: String) -> Event {
        cause == .refused
            ? .loginRefused(at: time, mailbox: mailbox, reason: words)
            : .mailboxLost(at: time, mailbox: mailbox, reason: words)
    }

    /// The store itself; not a step that came too late, which is nobody's fault and looked at again.
    var isStore: Bool {
        guard let error = error as? LedgerError else { return false }
        if case .illegalTransition = error.kind { return false }
        return true
    }

    var cause: Backoff.Cause {
        guard let transport = error as? TransportError else { return error is LoginTrouble ? .refused : .network }
        switch transport.kind {
        case .loginRefused(_, let refusal):
            return refusal == .unavailable || refusal == .limit ? .busy : .refused
        // A certificate is not mended in a second; a handshake that broke off may be.
        case .tlsFailure(let failure, _): return failure == .handshake ? .network : .busy
        default: return .network
        }
    }
}
