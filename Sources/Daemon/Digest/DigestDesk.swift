import Configuration
import Correspondence
import Ledger

/// Sends the digest of some mailboxes at its hours, each hour's once: over restarts, crashes and a clock that is set.
struct DigestDesk: Sendable {
    /// The mailboxes that it tells of; the first one sends it.
    let contexts: [MailboxContext]
    let digest: Configuration.Digest
    let schedule: DigestSchedule
    let postman: Postman

    /// Mailboxes with the same digest and the same clock share one.
    static func all(_ contexts: [MailboxContext]) -> [DigestDesk] {
        var desks: [DigestDesk] = []
        for context in contexts {
            guard let digest = context.settings.digest, !digest.to.isEmpty else { continue }
            let schedule = DigestSchedule(at: digest.at, timeZone: context.settings.windows.window.hours.timeZone)
            if let index = desks.firstIndex(where: { $0.digest == digest && $0.schedule == schedule }) {
                desks[index] = DigestDesk(desks[index].contexts + [context], digest, schedule)
            } else {
                desks.append(DigestDesk([context], digest, schedule))
            }
        }
        return desks
    }

    init(
        _ contexts: [MailboxContext], _ digest: Configuration.Digest, _ schedule: DigestSchedule,
        courier: (any Courier)? = nil
    ) {
        self.contexts = contexts
        self.digest = digest
        self.schedule = schedule
        postman = Postman(context: contexts[0], courier: courier)
    }

    private var first: MailboxContext { contexts[0] }
    private var ledger: any Ledger { first.ledger }
    private var receivers: String {
        digest.to.map(\.description).joined(separator: " ") + " (" + contexts.map(\.name).joined(separator: " ") + ")"
    }

    /// Until cancelled.
    func run() async {
        var told: String?
        while !Task.isCancelled {
            do {
                try await sendDue()
                told = nil
            } catch {
                if Task.isCancelled { break }
                if told != "\(error)" { first.storeFailed(error) }
                told = "\(error)"
            }
            let now = first.clock.now
            // At least each minute: a clock may be set, and "not now" is asked again.
            let wait = schedule.next(after: now).map { $0 - now } ?? .seconds(60)
            try? await Task.sleep(for: max(.milliseconds(20), min(wait, .seconds(60))))
        }
    }

    /// Sends the digest whose hour has come, unless that was done.
    func sendDue() async throws {
        let now = first.clock.now
        let last = try await ledger.lastOwnMail(.digest, to: receivers, at: now)
        try await giveUpUnfinished(now)
        guard let slot = schedule.last(notAfter: now), slot > last.slot || (slot == last.slot && last.state == .again)
        else { return }
        let content = try await DigestContent.gather(contexts, since: last.lastEvent, now: now)
        var mail = OwnMail(
            .digest, receivers: receivers, slot: slot,
            messageID: OwnMailID.make(
                "digest", slot: slot.milliseconds, store: ledger.storeID, domain: first.settings.address.domain),
            mailbox: first.name, state: .sending, lastEvent: content.lastEvent)
        if content.bulletin.isEmpty, digest.whenEmpty == .skip {
            mail.state = .skipped
            return try await ledger.finishOwnMail(mail, nil, at: now)
        }
        guard try await ledger.beginOwnMail(mail, at: now) else { return }
        let outcome = await postman.send(content.bulletin, subject: content.subject, id: mail.messageID, to: digest.to)
        try await finish(mail, outcome, last)
    }

    private func finish(_ mail: OwnMail, _ outcome: Postman.Outcome, _ last: OwnMail) async throws {
        var mail = mail
        let name: EventName
        switch outcome {
        case .sent(let words): (mail.state, mail.detail, name) = (.sent, words, .digestSent)
        case .notNow(let words): (mail.state, mail.detail, name) = (.again, words, .digestFailed)
        case .refused(let words): (mail.state, mail.detail, name) = (.failed, words, .digestFailed)
        case .unknown(let words): (mail.state, mail.detail, name) = (.unknown, words, .digestFailed)
        }
        // What a digest did not bring, the next one tells.
        if mail.state != .sent { mail.lastEvent = last.lastEvent }
        // "Not now" is told once for an hour.
        let repeats = mail.state == .again && last.slot == mail.slot && last.state == .again
        let now = first.clock.now
        let event = Event.ownMail(
            name, at: now, mailbox: first.name, messageID: mail.messageID, to: digest.to, words: mail.detail)
        try await ledger.finishOwnMail(mail, repeats ? nil : event, at: now)
    }

    /// A crash between the first byte and the answer: nobody knows, and never two for one hour.
    private func giveUpUnfinished(_ now: Instant) async throws {
        for var mail in try await ledger.unfinishedOwnMails(.digest, to: receivers) {
            mail.state = .unknown
            mail.detail = "replyd ended while it was being sent: it may have arrived or not"
            try await ledger.finishOwnMail(
                mail,
                .ownMail(
                    .digestFailed, at: now, mailbox: first.name, messageID: mail.messageID, to: digest.to,
                    words: mail.detail), at: now)
        }
    }
}
