import Correspondence
import Ledger

/// Carries out a person's word on what a mail is: the right template is chosen anew, under the new kind's rules.
struct Corrector: Sendable {
    let context: MailboxContext

    /// - Parameters:
    ///   - message: the ledger's key of a mail of this mailbox.
    ///   - kind: `nil`: no seller answers it.
    ///   - person: who, and where.
    func correct(_ message: Int64, to kind: Kind?, by person: String) async throws(LedgerError) -> CorrectionOutcome {
        let now = context.clock.now
        let decider = Decider(context: context, readings: [:], now: now)
        let outcome = try await context.ledger.correct(message, to: kind, by: person, at: now) { mail, facts in
            decider.decideAnew(mail, facts)
        }
        context.dispatchNudge()
        context.watcherNudge()
        return outcome
    }
}

extension Decider {
    /// What becomes of a mail that the ledger has, with the classification that it has now.
    func decideAnew(_ mail: StoredMessage, _ facts: ConversationFacts) -> Verdict {
        guard let buyer = mail.buyer else {
            return Verdict(decision: Decision(.hold, because: "no buyer wrote it"))
        }
        let understanding = Understanding(
            recognition: .buyer(buyer), because: mail.because, site: mail.site, orderIDs: mail.orderIDs,
            asins: mail.asins, language: mail.language, text: mail.words,
            authenticationFailure: mail.authenticationFailure)
        let record = IntakeRecord(
            position: mail.position ?? Position(mailbox: mail.mailbox, folder: "", uidValidity: 0, uid: 0), raw: [],
            messageID: mail.messageID, references: mail.references, subject: mail.subject, arrived: mail.arrived,
            clockStart: mail.clockStart, flags: mail.flags, understanding: understanding, problem: mail.problem)
        let (decision, reply) = decide(record, understanding, mail.classification, facts)
        return Verdict(classification: mail.classification, decision: decision, reply: reply)
    }
}
