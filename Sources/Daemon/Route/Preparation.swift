import Correspondence
import MIME
import Ledger

extension MailboxContext {
    /// The finished mail of an outbox row; `nil` where there can be none now: the row is then held, or waits, with the
    /// reason.
    ///
    /// - Parameter objection: why the reply is not wanted, or not yet, given the mail that it answers.
    func prepare(
        _ reply: Reply, objection: (StoredMessage) async -> Objection? = { _ in nil }
    ) async throws -> PreparedReply? {
        guard let mail = try await ledger.message(reply.message) else {
            try await ledger.hold(reply.id, because: "the mail that it answers is not in the store", at: clock.now)
            return nil
        }
        switch await objection(mail) {
        case nil: break
        case .hold(let reason):
            try await ledger.hold(reply.id, because: reason, at: clock.now)
            return nil
        case .wait(let instant, let reason):
            try await ledger.reschedule(
                reply.id, due: instant, deadline: reply.deadline, because: reason, at: clock.now)
            return nil
        }
        let order = if let id = reply.order { try await ledger.order(id) } else { KnownOrder?.none }
        guard try await isStillWanted(reply, order) else { return nil }
        guard let reply = try await withTemplateOfNow(reply, mail, order) else { return nil }
        let prepared: PreparedReply
        do {
            let files = try await attachments(reply)
            prepared = try ReplyComposer(context: self, order: order, attachments: files).prepare(reply, to: mail)
        } catch let trouble as AttachmentFiles.Trouble {
            try await ledger.hold(reply.id, because: trouble.description, at: clock.now)
            return nil
        } catch let error as ReplyRefusal {
            if case .guidelines(let rules) = error {
                await record([.guidelinesBlocked(at: clock.now, reply: reply, rules: rules)])
            }
            try await ledger.hold(reply.id, because: error.description, at: clock.now)
            return nil
        }
        if let day = prepared.promise { try await ledger.notePromise(reply.id, until: day, at: clock.now) }
        return prepared
    }

    /// A mail that nobody asked for goes out only where all that is known at this moment still wants it; else its row
    /// ends, and the order is thought of again. What a person released goes out.
    private func isStillWanted(_ reply: Reply, _ order: KnownOrder?) async throws -> Bool {
        guard let campaign = reply.campaign, reply.releasedBy == nil else { return true }
        guard let order else {
            try await ledger.supersede(reply.id, because: "nothing is known of the order any more", at: clock.now)
            return false
        }
        switch try await proactiveVerdict(campaign, order) {
        case .write(let due, _) where due > clock.now:
            try await ledger.reschedule(
                reply.id, due: due, deadline: reply.deadline, because: "no sending hour", at: clock.now)
            return false
        case .write: return true
        case .later(_, let reason), .never(let reason):
            try await ledger.supersede(reply.id, because: "no longer wanted: \(reason.words)", at: clock.now)
            return false
        }
    }

    private func attachments(_ reply: Reply) async throws -> [OutgoingMail.File] {
        let files = AttachmentFiles(folder: configuration.attachments)
        var found: [OutgoingMail.File] = []
        for kind in templates.attachments(reply.template, language: reply.language) {
            found.append(try await files.file(kind, of: reply.order))
        }
        return found
    }

    /// The order may have moved on since the reply was planned: what it says must be true when it goes out. What a person
    /// released stays as it is.
    ///
    /// - Returns: `nil` where no template fits any more: it is held, with the reason.
    private func withTemplateOfNow(
        _ reply: Reply, _ mail: StoredMessage, _ order: KnownOrder?
    ) async throws -> Reply? {
        guard reply.releasedBy == nil, !reply.isHolding, let understanding = mail.understanding,
            let classification = mail.classification
        else { return reply }
        let choice = ReplyChoice.choose(
            classification, reply.kind, for: understanding, buyerName: mail.buyer?.name, order: order,
            in: sight(at: clock.now))
        guard let template = choice.template else {
            try await ledger.hold(reply.id, because: choice.why, at: clock.now)
            return nil
        }
        guard template != reply.template else { return reply }
        guard !choice.onlyDraft || reply.action == .draft else {
            try await ledger.hold(
                reply.id, because: "the facts have changed: \(choice.why), which goes no further than Drafts",
                at: clock.now)
            return nil
        }
        try await ledger.changeTemplate(
            reply.id, to: template, because: "the facts have changed: \(choice.why)", at: clock.now)
        return try await ledger.reply(reply.id)
    }
}
