import Configuration
import Correspondence
import Foundation
import Ledger

/// Tells the people of one mailbox at once what cannot wait: by mail, and by a program of theirs.
///
/// It reads the ledger's events behind everybody else and keeps its place in the store, so that a restart forgets none. What
/// goes wrong here is logged and never holds up a reply.
struct Alerter: Sendable {
    let context: MailboxContext
    let postman: Postman

    init(_ context: MailboxContext, courier: (any Courier)? = nil) {
        self.context = context
        postman = Postman(context: context, courier: courier)
    }

    private var alerts: Configuration.Alerts { context.settings.alerts }
    private var ledger: any Ledger { context.ledger }

    /// `nil` where nobody wants any.
    static func all(_ contexts: [MailboxContext]) -> [Alerter] {
        contexts.filter { !$0.settings.alerts.mail.isEmpty || !$0.settings.alerts.command.isEmpty }
            .map { Alerter($0) }
    }

    /// Until cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            if !alerts.mail.isEmpty { group.addTask { await follow("alerts.mail", mail) } }
            if !alerts.command.isEmpty { group.addTask { await follow("alerts.command", command) } }
        }
    }

    // MARK: Following the ledger

    /// - Parameter tell: `false` where it must be tried again later.
    private func follow(_ way: String, _ tell: @Sendable ([NumberedEvent]) async throws -> Bool) async {
        let commits = ledger.commits()
        let wake = Nudge()
        let listening = Task { for await _ in commits { wake() } }
        defer { listening.cancel() }
        var told: String?
        while !Task.isCancelled {
            do {
                while try await catchUp("\(way) \(context.name)", tell) {}
                told = nil
            } catch {
                if Task.isCancelled { break }
                if told != "\(error)" { context.storeFailed(error) }
                told = "\(error)"
            }
            try? await race {
                try await Task.sleep(for: .seconds(60))
            } _: {
                await wake.wait()
                // What comes together goes out together.
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// - Returns: whether there may be more.
    func catchUp(_ place: String, _ tell: ([NumberedEvent]) async throws -> Bool) async throws -> Bool {
        let position = try await ledger.logPosition(place)
        let events = try await ledger.events(after: position, limit: 500)
        guard let last = events.last else { return false }
        // What a new reader finds of the past is no news.
        let oldest = context.clock.now - (position == 0 ? .seconds(600) : .seconds(86_400))
        let urgent = events.filter { numbered in
            numbered.event.map { $0.mailbox == context.name && $0.time >= oldest && Urgent.is($0) } ?? false
        }
        if !urgent.isEmpty, try await !tell(urgent) { return false }
        try await ledger.setLogPosition(place, to: last.number)
        return true
    }

    // MARK: Ways

    func command(_ events: [NumberedEvent]) async throws -> Bool {
        let line = LogLine(format: .json, plain: true)
        for numbered in events {
            guard let event = numbered.event else { continue }
            do {
                try await AlertCommand(words: alerts.command).run(line.line(event, number: numbered.number))
            } catch {
                try Task.checkCancellation()
                context.live.note(error: "alert command: \(error)", at: context.clock.now)
                await context.record([
                    .alertCommandFailed(
                        at: context.clock.now, command: alerts.command[0], event: event.name.rawValue,
                        reason: "\(error)")
                ])
            }
        }
        return true
    }

    func mail(_ events: [NumberedEvent]) async throws -> Bool {
        guard let first = events.first else { return true }
        let now = context.clock.now
        // The same mail after a crash has the same Message-ID.
        let id = OwnMailID.make(
            "alert", slot: first.number, store: ledger.storeID, domain: context.settings.address.domain)
        let bulletin = try await AlertBulletin.make(events, context)
        let outcome = await postman.send(bulletin.bulletin, subject: bulletin.subject, id: id, to: alerts.mail)
        func event(_ name: EventName, _ words: String) -> Event {
            .ownMail(name, at: now, mailbox: context.name, messageID: id, to: alerts.mail, words: words)
        }
        switch outcome {
        case .sent(let receipt):
            await context.record([event(.alertSent, receipt)])
            return true
        case .notNow(let words):
            context.live.note(error: "alert: \(words)", at: now)
            try await ledger.tell([(id, "alert.failed", event(.alertFailed, words))], at: now)
            return false
        case .refused(let words), .unknown(let words):
            await context.record([event(.alertFailed, words)])
            return true
        }
    }
}

/// Which events cannot wait for the next digest.
enum Urgent {
    static func `is`(_ event: Event) -> Bool {
        // A matter that no program may answer.
        if event.name == .messageClassified { return event.fields["matters"] != nil }
        return words[event.name] != nil
    }

    static let words: [EventName: String] = [
        .deadlineNear: "A deadline is near, and nothing answers by itself", .deadlineMissed: "A deadline has passed",
        .taskDue: "A task is due soon", .promiseDue: "A promised day is near",
        .mailboxSilent: "A mailbox is silent", .mailboxFlood: "A flood of mail",
        .messageClassified: "A matter for a person, never answered by a program", .replyBounced: "A reply came back",
        .limitReached: "A limit is reached", .loginRefused: "A server refuses the password",
        .proactiveStopped: "No mail is written unasked any more",
    ]
}
