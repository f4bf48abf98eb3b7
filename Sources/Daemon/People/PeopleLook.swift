import Correspondence
import Foundation
import Ledger
import MIME
import Transport

/// Looks, just before a reply goes out, whether a person has answered or begins to: over a connection of its own, which
/// stays open while replies go out one after the other.
actor PeopleLook {
    private let context: MailboxContext
    private let watch: SentWatch
    private var open: (session: IMAPSession, folders: ServerFolders)?
    private var lastLook: ContinuousClock.Instant?
    private var drafts: [PersonsAnswer] = []

    init(context: MailboxContext) {
        self.context = context
        watch = SentWatch(context: context)
    }

    /// Records what people have sent by now. A look is good for half a second: replies that are due together share it.
    ///
    /// - Throws: where the server is away, or does not say what is in its folders.
    func look() async throws {
        if let lastLook, .now - lastLook < Self.goodFor { return }
        do {
            let begin = ContinuousClock.now
            let (session, folders) = try await connection()
            try await watch.look(session, folders, .sure)
            try await lookAtDrafts(session, folders)
            lastLook = begin
        } catch {
            await close()
            throw error
        }
    }

    /// The draft of a person's, as of the last look, that is for the buyer of `mail` and begun after it came.
    func draft(for mail: StoredMessage) -> String? {
        let begun = drafts.first { draft in
            if let id = mail.messageID, draft.references.contains(id) { return true }
            guard let buyer = mail.buyer else { return false }
            return draft.alias == buyer.alias && draft.at >= mail.clockStart
        }
        return begun?.place
    }

    func close() async {
        await open?.session.close()
        open = nil
        lastLook = nil
        drafts = []
    }

    private func connection() async throws -> (IMAPSession, ServerFolders) {
        if let open { return open }
        let session = try await context.login.openIMAP()
        do {
            let folders = try await ServerFolders.look(session, context.settings) { _ in }
            open = (session, folders)
            return (session, folders)
        } catch {
            await session.close()
            throw error
        }
    }

    /// Drafts are few and change while they are written: they are read anew each time, by their headers.
    private func lookAtDrafts(_ session: IMAPSession, _ folders: ServerFolders) async throws {
        drafts = []
        guard let folder = folders.drafts else { return }
        do { _ = try await session.select(folder, readOnly: true) } catch let error as TransportError
            where error.isRefusal
        { return }
        let recent = try await session.search(.since((context.clock.now - Self.draftsSince).date))
        guard !recent.isEmpty else { return }
        let names = SentMail.addressFields + ["Message-ID", "In-Reply-To", "References", "Date", "X-Replyd-Reply"]
        for (_, header) in try await session.fetchHeaders(UIDSet(recent.suffix(Self.mostDrafts)), names) {
            let mail = Mail.parse(header)
            let written = mail.date.map { Instant($0) } ?? context.clock.now
            let draft = SentMail.answer(
                mail, at: written, in: context.name, place: folder.name, context.reader.recogniser)
            guard let draft, draft.replydReply == nil else { continue }
            drafts.append(draft)
        }
    }

    private static let goodFor = Duration.milliseconds(500)
    private static let draftsSince = Duration.seconds(7 * 86_400)
    private static let mostDrafts = 500
}
