import Correspondence
import Ledger
import MIME
import Transport

/// Takes back drafts of ours that are no longer wanted: a person answered, the buyer wrote again, the reply was dropped.
/// One that a person has changed is theirs and is never touched.
struct OwnDrafts: Sendable {
    let context: MailboxContext

    func takeBack(_ session: IMAPSession) async throws {
        for draft in try await context.ledger.staleDrafts(context.name) {
            do {
                let kept = try await remove(draft, session)
                try await context.ledger.draftSettled(draft.reply.id, kept: kept, at: context.clock.now)
            } catch let error as TransportError where error.isRefusal {
                try await context.ledger.draftSettled(draft.reply.id, kept: "\(error)", at: context.clock.now)
            }
        }
    }

    /// - Returns: why it stays; `nil`: it is gone.
    private func remove(_ draft: StaleDraft, _ session: IMAPSession) async throws -> String? {
        guard let id = draft.reply.messageID else { return nil }
        _ = try await session.select(FolderName(draft.folder))
        let found = try await session.search(.header("Message-ID", contains: id))
        guard !found.isEmpty else { return nil }
        let mine = Found()
        _ = try await session.fetch(UIDSet(found)) { batch in
            for message in batch {
                guard case .whole(let bytes) = message.content else { continue }
                await mine.add(message.uid, isOurs: Digest(of: bytes) == draft.digest)
            }
        }
        let (ours, others) = (await mine.ours, await mine.others)
        if !ours.isEmpty, try await !session.remove(UIDSet(ours)) {
            return "the server cannot remove single mails (UIDPLUS): remove it yourself"
        }
        return others > 0 ? "a person changed it" : nil
    }

    private actor Found {
        private(set) var ours: [UID] = []
        private(set) var others = 0

        func add(_ uid: UID, isOurs: Bool) { if isOurs { ours.append(uid) } else { others += 1 } }
    }
}
