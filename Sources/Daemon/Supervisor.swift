import Classifier
import Configuration
import Correspondence
import Foundation
import Ledger
import Marketplace
import Templates
import Transport

/// Starts and stops what works on each mailbox, and carries changes of the configuration into it.
actor Supervisor {
    private let path: String
    private let version: String
    private let ledger: any Ledger
    private let clock: any WallClock
    private let network: NetworkThread
    private let outside: @Sendable (Event) -> Void
    private let live = LiveState()
    private let started: Instant
    private var configuration: Configuration
    /// The seller's own marketplace profiles in force.
    private var ownProfiles: [String: String] = [:]
    private var services: [MailboxService] = []
    /// The classifier in force, by its file, date and digest.
    private var model = ""
    private var isReloading = false
    private var desk: Task<Void, Never>?
    /// Wakes the desk of proactive mail: something new is known of orders.
    private let ordersNudge = Nudge()
    /// What the clock and the seller's people need beside the mailboxes' own work.
    private var clerks: [Task<Void, Never>] = []

    /// - Parameter outside: takes the events that the store cannot.
    init(
        path: String, version: String, configuration: Configuration, ledger: any Ledger, clock: any WallClock,
        network: NetworkThread, outside: @escaping @Sendable (Event) -> Void
    ) {
        self.path = path
        self.version = version
        self.configuration = configuration
        self.ledger = ledger
        self.clock = clock
        self.network = network
        self.outside = outside
        started = clock.now
    }

    func start() async throws {
        let profiles = try MarketplaceProfiles.load(beside: path)
        let model = try ModelInForce.load(configuration)
        let contexts = try makeContexts(configuration, profiles, model)
        self.model = model.description
        ownProfiles = profiles.own
        openDesk()
        try await ledger.append([
            .daemonStarted(
                at: clock.now, version: version, store: configuration.storePath,
                mailboxes: configuration.mailboxes.map(\.key), paused: ledger.isPaused,
                loosened: configuration.guidelines.loosened)
        ])
        await begin(contexts)
    }

    /// SIGHUP: the new configuration, or the old one and an error.
    ///
    /// - Returns: why the new one is refused; `nil` where it is in force.
    @discardableResult
    func reload() async -> String? {
        // Two at once would leave services of both running.
        guard !isReloading else { return "a reload is under way" }
        isReloading = true
        defer { isReloading = false }
        Notify.reloading()
        defer { Notify.ready(live.summary) }
        let fresh: Configuration
        let profiles: MarketplaceProfiles
        let contexts: [MailboxContext]
        let freshModel: ModelInForce
        do {
            fresh = try Configuration.load(path, profiles: ["amazon"])
            guard fresh.storePath == configuration.storePath, fresh.log == configuration.log else {
                throw ReloadRefused(description: "store and [log] cannot change while the daemon runs; restart it")
            }
            profiles = try MarketplaceProfiles.load(beside: path)
            freshModel = try ModelInForce.load(fresh)
            contexts = try makeContexts(fresh, profiles, freshModel)
        } catch {
            let errors = "\(error)".split(separator: "\n").map(String.init)
            live.note(error: "config.rejected \(errors.first ?? "")", at: clock.now)
            live.set(refusal: errors.first ?? "")
            Notify.status(live.summary)
            await append(.configRejected(at: clock.now, errors: errors))
            return errors.joined(separator: "\n")
        }
        var changed = Self.changes(from: configuration, to: fresh)
        if profiles.own != ownProfiles { changed.append("marketplaces") }
        if freshModel.description != model { changed.append("model") }
        await stopServices()
        configuration = fresh
        ownProfiles = profiles.own
        model = freshModel.description
        live.set(refusal: nil)
        await append(.daemonReloaded(at: clock.now, changed: changed, model: model))
        await begin(contexts)
        return nil
    }

    /// SIGTERM: finishes what is in flight.
    func stop(because reason: String) async {
        Notify.stopping()
        await stopServices()
        await append(.daemonStopped(at: clock.now, reason: reason))
    }

    /// A sign of life runs through the I/O thread, each mailbox's schedule and the ledger's writer: a timer alone would
    /// lie. A store that fails is alive all the same and tells so; one that hangs is not.
    func isAlive() async -> Bool {
        guard await network.isAlive() else { return false }
        let stuck = live.stuck(longerThan: Self.longestLook)
        guard stuck.isEmpty else {
            LastResort.tell("watchdog: nothing has been looked at in \(stuck.joined(separator: ", ")) for too long")
            return false
        }
        await ledger.signOfLife()
        return true
    }

    /// A look comes each half minute; a store of millions of rows, on a slow disk, may take a while.
    private static let longestLook = Duration.seconds(240)

    /// The wall clock is not what it was: whatever waits looks again.
    func clockChanged(_ change: ClockChange) async {
        await append(.clockChanged(at: clock.now, jump: change.jump, slept: change.sleep))
        nudgeAll()
    }

    var summary: String { live.summary }

    func status() async throws -> DaemonStatus {
        var status = try await StatusReport.make(
            ledger, configuration: configuration, running: true, version: version, started: started, live: live,
            now: clock.now)
        status.model = model
        return status
    }

    /// What the command line asks over the control socket.
    func answer(_ request: ControlRequest) async -> ControlResponse {
        let own = URL(fileURLWithPath: path).standardizedFileURL.path
        let isMeant =
            request.store == configuration.storePath || request.command == .reload && request.configuration == own
        guard isMeant else {
            return ControlResponse(done: false, message: ControlClient.otherStore)
        }
        do {
            switch request.command {
            case .status:
                return ControlResponse(done: true, message: "", status: try await status())
            case .pause, .resume:
                let pause = request.command == .pause
                try await ledger.setPaused(pause, by: "replyd \(request.command.rawValue)", at: clock.now)
                nudgeAll()
                return ControlResponse(
                    done: true, message: pause ? "paused: nothing is sent until replyd resume" : "resumed")
            case .pauseProactive, .resumeProactive:
                let words = try await ProactivePause.perform(
                    request.command, configuration.mailboxes.map(\.key), in: ledger, now: clock.now)
                nudgeAll()
                return ControlResponse(done: true, message: words)
            case .reload:
                let refusal = await reload()
                return ControlResponse(done: refusal == nil, message: refusal ?? "reloaded")
            case .forget:
                guard let wish = request.forget else { return ControlResponse(done: false, message: "whom?") }
                return await Forgetting.perform(wish, in: ledger, now: clock.now)
            case .correct:
                guard let wish = request.correction else { return ControlResponse(done: false, message: "which mail?") }
                return try await correct(wish)
            case .release, .drop, .closeTask:
                guard let id = request.reply else { return ControlResponse(done: false, message: "which reply?") }
                defer { nudgeAll() }
                let wish: ReleaseWish =
                    switch request.command {
                    case .drop: .drop
                    case .closeTask: .task
                    default: .send
                    }
                return await Releasing.perform(id, wish, in: ledger, now: clock.now)
            }
        } catch {
            return ControlResponse(done: false, message: "\(error)")
        }
    }

    /// `inspect --correct`, also for the command without a daemon, where no service runs.
    private func correct(_ wish: CorrectionWish) async throws -> ControlResponse {
        let contexts =
            services.isEmpty
            ? try makeContexts(
                configuration, MarketplaceProfiles.load(beside: path), ModelInForce.load(configuration))
            : services.map(\.context)
        return await Correcting.perform(wish, in: ledger) { mail in
            guard let context = contexts.first(where: { $0.name == mail.mailbox }) else { return nil }
            return try await Corrector(context: context)
                .correct(mail.key, to: Kind(rawValue: wish.label), by: "replyd inspect --correct")
        }
    }

    private func nudgeAll() {
        ordersNudge()
        for service in services {
            service.context.dispatchNudge()
            service.context.watcherNudge()
        }
    }

    /// What waits follows the rules of now before anything goes out.
    private func begin(_ contexts: [MailboxContext]) async {
        for context in contexts {
            do { try await Replanning.run(context) } catch { context.storeFailed(error) }
        }
        services = contexts.map(MailboxService.init)
        clerks = contexts.map { context in Task { await Timekeeper(context: context).run() } }
        let retention = RetentionDesk(retention: configuration.retention, ledger: ledger, clock: clock)
        clerks.append(Task { await retention.run() })
        let proactive = ProactiveDesk(contexts)
        clerks.append(Task { await proactive.run() })
        clerks += DigestDesk.all(contexts).map { desk in Task { await desk.run() } }
        clerks += Alerter.all(contexts).map { alerter in Task { await alerter.run() } }
    }

    private func openDesk() {
        desk = OrderDesk(configuration, ledger: ledger, clock: clock, live: live, imported: ordersNudge).map { desk in
            Task { await desk.run() }
        }
    }

    private func stopServices() async {
        desk?.cancel()
        await desk?.value
        desk = nil
        for clerk in clerks { clerk.cancel() }
        await withTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { await service.stop(grace: .seconds(8)) } }
        }
        services = []
        for clerk in clerks { await clerk.value }
        clerks = []
    }

    private func makeContexts(
        _ configuration: Configuration, _ profiles: MarketplaceProfiles, _ model: ModelInForce
    ) throws -> [MailboxContext] {
        let templates = try TemplateLibrary.load(configuration.templates)
        return configuration.mailboxes.map { mailbox in
            MailboxContext(
                settings: mailbox, configuration: configuration,
                reader: MailReader(recogniser: Recogniser(mailbox, profiles), classifier: model.classifier),
                templates: templates, lists: SellersLists(mailbox.proactive), ledger: ledger, clock: clock,
                login: MailServerLogin(
                    mailbox: mailbox, network: network,
                    credentialsDirectory: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
                    store: configuration.storePath),
                live: live, outside: outside, dispatchNudge: Nudge(), watcherNudge: Nudge(),
                ordersNudge: ordersNudge)
        }
    }

    private func append(_ event: Event) async {
        do { try await ledger.append([event]) } catch {
            LastResort.tell("store.failed \(error)")
            outside(.storeFailed(at: clock.now, mailbox: nil, reason: "\(error)"))
        }
    }

    private static func changes(from old: Configuration, to new: Configuration) -> [String] {
        var changed: [String] = []
        for mailbox in new.mailboxes {
            guard let before = old.mailbox(mailbox.key) else {
                changed.append("mailboxes.\(mailbox.key) added"); continue
            }
            if before != mailbox { changed.append("mailboxes.\(mailbox.key)") }
        }
        changed += old.mailboxes.filter { new.mailbox($0.key) == nil }.map { "mailboxes.\($0.key) removed" }
        if old.templates != new.templates { changed.append("templates") }
        if old.language != new.language { changed.append("language") }
        return changed
    }
}

private struct ReloadRefused: Error, CustomStringConvertible {
    let description: String
}
