import Correspondence
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
        let prepared: PreparedReply
        do {
            prepared = try ReplyComposer(context: self).prepare(reply, to: mail)
        } catch {
            if case .guidelines(let rules) = error {
                await record([.guidelinesBlocked(at: clock.now, reply: reply, rules: rules)])
            }
            try await ledger.hold(reply.id, because: error.description, at: clock.now)
            return nil
        }
        if let day = prepared.promise { try await ledger.notePromise(reply.id, until: day, at: clock.now) }
        return prepared
    }
}
