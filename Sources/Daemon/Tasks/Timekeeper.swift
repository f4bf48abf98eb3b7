import Configuration
import Correspondence
import Ledger

/// What the clock alone makes happen in one mailbox: deadlines that come near or pass, reminders, holding answers, and what
/// is odd about the mail itself: none, or a flood.
struct Timekeeper: Sendable {
    let context: MailboxContext

    private var ledger: any Ledger { context.ledger }
    private var name: String { context.name }

    /// Until cancelled.
    func run() async {
        var told: String?
        while !Task.isCancelled {
            do {
                try await look()
                told = nil
            } catch {
                if Task.isCancelled { break }
                if told != "\(error)" { context.storeFailed(error) }
                told = "\(error)"
            }
            context.live.beat(name)
            // By the clock that nobody sets: a wall clock put back must not hold up the next look.
            try? await Task.sleep(for: max(.seconds(1), min(context.settings.poll, .seconds(30))))
        }
    }

    /// One look at the clock.
    func look() async throws {
        let now = context.clock.now
        try await tellDeadlines(now)
        try await ledger.remindOfTasks(name, at: now)
        try await HoldingAnswers(context: context).schedule(at: now)
        try await Silence(context: context).look(at: now)
        try await tellFlood(now)
    }

    // MARK: Deadlines

    private func tellDeadlines(_ now: Instant) async throws {
        let oldest = now - .seconds(7 * 86_400)
        let before = context.settings.alerts.before
        let windows = [Policy.marketplaceClock] + Kind.allCases.map { context.settings.rules($0).window.replyWithin }
        let (shortest, longest) = (windows.min() ?? .zero, windows.max() ?? .zero)
        // What came in later cannot be due yet, whatever its kind.
        let missed = try await ledger.openMails(
            name, startedIn: oldest...max(oldest, now - shortest), notTold: "missed", limit: Self.most)
        try await ledger.tell(
            missed.compactMap { mail in
                let deadline = deadline(mail)
                guard deadline <= now else { return nil }
                return (
                    "mail \(mail.message)", "missed",
                    .deadlineMissed(mail, deadline: deadline, goesOut: mail.goesOut, at: now)
                )
            }, at: now)
        let near = try await ledger.openMails(
            name, startedIn: (now - longest)...max(now - longest, now - shortest + before), notTold: "near",
            limit: Self.most)
        try await ledger.tell(
            near.compactMap { mail in
                let deadline = deadline(mail)
                guard now < deadline, deadline - before <= now else { return nil }
                // What goes out by itself in time needs nobody.
                if let goesOut = mail.goesOut, goesOut <= deadline { return nil }
                return (
                    "mail \(mail.message)", "near",
                    .deadlineNear(mail, deadline: deadline, goesOut: mail.goesOut, at: now)
                )
            }, at: now)
    }

    private func deadline(_ mail: OpenMail) -> Instant {
        mail.clockStart + (mail.kind.map { context.settings.rules($0).window.replyWithin } ?? Policy.marketplaceClock)
    }

    private static let most = 5000

    // MARK: Floods

    /// More mails within an hour than this are told of, at most once an hour.
    private static let flood = (ofMailbox: 2000, ofBuyer: 100)

    private func tellFlood(_ now: Instant) async throws {
        let hour = Duration.seconds(3600)
        let mails = try await ledger.countMails(name, alias: nil, since: now - hour)
        guard mails >= Self.flood.ofBuyer else { return }
        let slot = now.milliseconds / hour.inMilliseconds
        var events: [(about: String, what: String, event: Event)] = []
        if mails >= Self.flood.ofMailbox {
            events.append(
                (
                    "mailbox \(name)", "flood \(slot)",
                    .mailboxFlood(at: now, mailbox: name, mails: mails, within: hour, alias: nil)
                ))
        }
        if let busiest = try await ledger.busiestBuyer(name, since: now - hour), busiest.mails >= Self.flood.ofBuyer {
            events.append(
                (
                    "mailbox \(name)", "flood of \(busiest.alias) \(slot)",
                    .mailboxFlood(at: now, mailbox: name, mails: busiest.mails, within: hour, alias: busiest.alias)
                ))
        }
        try await ledger.tell(events, at: now)
    }
}
