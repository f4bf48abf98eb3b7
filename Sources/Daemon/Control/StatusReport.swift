import Configuration
import Correspondence
import Ledger
import Reports

/// Puts the status together from the store, the configuration and, where a daemon runs, what it knows of itself.
enum StatusReport {
    static func make(
        _ ledger: any Ledger, configuration: Configuration, running: Bool, version: String, started: Instant?,
        live: LiveState?, now: Instant
    ) async throws -> DaemonStatus {
        let summary = try await ledger.summary(at: now)
        var times: [String: ResponseTimes] = [:]
        var stops: [String: ProactiveStop] = [:]
        for mailbox in configuration.mailboxes {
            stops[mailbox.key] = try await ledger.proactiveStop(mailbox.key)
            times[mailbox.key] = ResponseTimes(
                try await ledger.answeredMails(mailbox.key, since: now - .seconds(7 * 86_400)))
        }
        return DaemonStatus(
            running: running, version: version, store: configuration.storePath, paused: summary.paused,
            divertedTo: configuration.mailboxes.lazy.compactMap { $0.sending.divertTo?.description }.first,
            started: started,
            mailboxes: configuration.mailboxes.map { mailbox(summary, $0, live, times[$0.key], stops[$0.key]) },
            held: summary.held.map { waiting($0) }, due: summary.due.map { waiting($0) },
            tasks: try await ledger.openTasks(configuration.mailboxes.map(\.key)).prefix(50).map { task($0) },
            lastErrors: live?.errors ?? [],
            orderFacts: try await ledger.newestOrderFacts())
    }

    private static func mailbox(
        _ summary: LedgerSummary, _ settings: Configuration.Mailbox, _ live: LiveState?, _ times: ResponseTimes?,
        _ stop: ProactiveStop?
    )
        -> DaemonStatus.Mailbox
    {
        let counts = summary.mailboxes[settings.key] ?? LedgerSummary.Counts()
        return DaemonStatus.Mailbox(
            name: settings.key, address: settings.address.description,
            connection: live?.connection(settings.key)?.rawValue ?? "unknown",
            disconnectedSeconds: live?.away(settings.key).map { $0.inMilliseconds / 1000 }, lastMail: counts.lastMail,
            proactiveStopped: stop.map { "\($0.since.iso8601), \($0.reason)" },
            silent: live?.silent(settings.key),
            scheduled: counts.waiting, drafted: counts.drafts, held: counts.held, failed: counts.failed,
            ambiguous: counts.sending, overdue: counts.overdue, nextDue: counts.nextDue, answers: times?.answers ?? 0,
            late: times?.late ?? 0, averageResponse: times?.average.map { $0.inMilliseconds / 1000 })
    }

    private static func task(_ task: SellerTask) -> DaemonStatus.Task {
        DaemonStatus.Task(
            task: task.id, mailbox: task.mailbox, kind: task.kind.rawValue, order: task.order?.value, due: task.due,
            step: task.kind.step)
    }

    private static func waiting(_ reply: Reply) -> DaemonStatus.Waiting {
        var reason: String?
        switch reply.state {
        case .held(let why), .failed(let why), .bounced(let why): reason = why
        default: break
        }
        return DaemonStatus.Waiting(
            reply: reply.id, mailbox: reply.mailbox, kind: reply.kind.rawValue, order: reply.order?.value,
            state: reply.state.name, due: reply.due, deadline: reply.deadline, reason: reason)
    }
}
