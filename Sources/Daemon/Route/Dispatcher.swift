import Correspondence
import Foundation
import Ledger
import Synchronization
import Transport

/// Sends what is due in one mailbox, one reply after the other, over one SMTP connection: the second half of the route.
final class Dispatcher: Sendable {
    private let context: MailboxContext
    private let outbound: any Courier
    /// `nil` in a simulation, where nobody else is at work.
    private let people: PeopleLook?
    private let stopping = Mutex(false)

    init(context: MailboxContext) {
        self.context = context
        outbound = Outbound(login: context.login)
        people = PeopleLook(context: context)
    }

    /// Sends nothing over the network, and asks no server.
    init(simulating context: MailboxContext, courier: any Courier) {
        self.context = context
        outbound = courier
        people = nil
    }

    /// Ends `run` after the reply in flight.
    func stop() {
        stopping.withLock { $0 = true }
        context.dispatchNudge()
    }

    /// Gives the reply in flight up: the next start looks up what became of it.
    func cutOff() async {
        await outbound.cut()
        await people?.close()
    }

    func run() async {
        let lookup = SentLookup(context: context)
        var trouble = Trouble()
        while !isStopping {
            do {
                try await lookup.settleAmbiguous()
                let handled = try await sendDue()
                trouble = Trouble()
                if handled == 0 { try await wait(until: nextWork()) }
            } catch {
                if isStopping { break }
                await tell(error, &trouble)
                await rest(until: context.clock.now + trouble.backoff.next(after: MailboxTrouble(error).cause))
            }
        }
        await outbound.close()
        await people?.close()
    }

    private var isStopping: Bool { stopping.withLock { $0 } || Task.isCancelled }

    /// How many replies were taken in hand. Throws where there is no connection: nothing was begun then.
    func sendDue() async throws -> Int {
        guard try await !context.ledger.isPaused else { return 0 }
        let limits = SendingLimits(context: context)
        let due = try await context.ledger.due(
            at: context.clock.now, limit: 50, mailboxes: [context.name], drafts: false)
        var handled = 0
        var blind: (any Error)?
        for reply in due where !isStopping {
            let now = context.clock.now
            if let limit = try await limits.reached(at: now) {
                try await limits.putOff(limit, at: now)
                break
            }
            if try await limits.putOffForBuyer(reply, at: now) {
                handled += 1
                continue
            }
            if let people, reply.releasedBy == nil {
                do { if blind == nil { try await people.look() } } catch { blind = error }
                // Those that are urgent may stand behind it.
                if let blind, await !mayGoUnseen(reply, blind) { continue }
            }
            guard try await handle(reply) else { break }
            handled += 1
        }
        if let blind { throw blind }
        return handled
    }

    /// What cannot be found out about people holds up a reply until its guard time, not longer.
    private func mayGoUnseen(_ reply: Reply, _ trouble: any Error) async -> Bool {
        // Nobody waits for what nobody asked for.
        guard reply.campaign == nil else { return false }
        let now = context.clock.now
        guard StillWanted.guardTime(reply, context.settings.rules(reply.kind)) <= now else { return false }
        await context.record([
            .replyUnchecked(
                at: now, mailbox: context.name, reply: reply.id, order: reply.order, kind: reply.kind,
                reason: "\(trouble)")
        ])
        return true
    }

    /// What happens to one reply that is due.
    ///
    /// - Returns: false where none can go out now: paused, or as many are under way as may be.
    private func handle(_ reply: Reply) async throws -> Bool {
        // A person's answer may have ended it a moment ago.
        guard try await context.ledger.reply(reply.id)?.state == .scheduled else { return true }
        let prepared = try await context.prepare(reply) { mail in
            StillWanted.objection(
                to: reply, flags: mail.flags, draft: await people?.draft(for: mail),
                rules: context.settings.rules(reply.kind), now: context.clock.now)
        }
        guard let prepared else { return true }
        if reply.campaign != nil, try await wentOutBeforeRestore(prepared, reply) { return true }
        return try await send(prepared, as: reply)
    }

    /// A store that was restored does not know what went out after its backup. What nobody asked for must not go out
    /// twice: its Message-ID is the same in every store, so that Sent can tell.
    ///
    /// - Returns: false where it may go out; else its row is closed, or held where Sent cannot tell.
    private func wentOutBeforeRestore(_ prepared: PreparedReply, _ reply: Reply) async throws -> Bool {
        guard people != nil, try await context.ledger.restoredAt != nil else { return false }
        let now = context.clock.now
        switch try await SentLookup(context: context).find(prepared.messageID) {
        case .nowhere: return false
        case .found(let folder):
            let reason = "it went out before the store was restored: found in \(folder)"
            try await context.ledger.closeForGood(reply.id, because: reason, at: now)
        case .unknown(let why):
            try await context.ledger.hold(
                reply.id, because: "the store was restored, and Sent cannot tell whether it went out: \(why)", at: now)
        }
        return true
    }

    /// Intent committed, SMTP, result committed.
    private func send(_ prepared: PreparedReply, as reply: Reply) async throws -> Bool {
        let ledger = context.ledger
        try await outbound.connect()
        let permit = try await ledger.beginSending(
            reply.id, messageID: prepared.messageID, mail: prepared.bytes, inFlight: context.settings.sending.inFlight,
            at: context.clock.now)
        switch permit {
        case .granted: break
        case .refused(.notScheduled): return true
        case .refused(.paused), .refused(.inFlight): return false
        }
        let outcome = await outbound.send(prepared.envelope, prepared.bytes)
        let now = context.clock.now
        switch outcome {
        case .accepted(let answer):
            try await ledger.finish(reply.id, .sent(receipt: answer.lastLine), at: now)
            context.watcherNudge()
        case .refused(let answer, let permanent, _) where permanent:
            try await ledger.finish(reply.id, .failed(reason: answer.description), at: now)
        case .refused(let answer, _, _):
            try await ledger.finish(
                reply.id, .refusedForNow(answer: answer.description, retryAt: retry(reply)), at: now)
        case .notSent(let error):
            // What no server would take is for a person; what a connection lost comes again.
            switch error.kind {
            case .tooBig, .unacceptable, .unsupported:
                try await ledger.finish(reply.id, .failed(reason: error.description), at: now)
            default:
                try await ledger.finish(reply.id, .notSent(reason: error.description, retryAt: retry(reply)), at: now)
            }
        case .ambiguous(let error):
            try await ledger.noteAmbiguous(reply.id, because: error.description, at: now)
        }
        return true
    }

    private func retry(_ reply: Reply) -> Instant {
        var backoff = Backoff(failures: reply.attempts)
        return context.clock.now + backoff.next(after: .busy)
    }

    private func nextWork() async throws -> Instant {
        let now = context.clock.now
        var wake = now + .seconds(60)
        let isFull =
            try await context.ledger.ambiguous().count { $0.mailbox == context.name }
            >= context.settings.sending.inFlight
        if try await !context.ledger.isPaused, !isFull,
            let due = try await context.ledger.nextDue(mailboxes: [context.name], drafts: false)
        {
            wake = min(wake, due)
        }
        for row in try await context.ledger.ambiguous() where row.mailbox == context.name {
            if case .sending(let since) = row.state { wake = min(wake, since + context.settings.sending.settle) }
        }
        return max(wake, now + .milliseconds(20))
    }

    /// After trouble nothing but the end cuts the wait short: new mail must not bring a refused password back sooner.
    private func rest(until wake: Instant) async {
        while !isStopping, context.clock.now < wake { try? await wait(until: wake) }
    }

    private func wait(until wake: Instant) async throws {
        try await race {
            try await self.context.clock.sleep(until: wake)
        } _: {
            await self.context.dispatchNudge.wait()
        }
    }

    /// The last trouble told, so that the same one is told once.
    private struct Trouble {
        var backoff = Backoff()
        var told: String?
    }

    private func tell(_ error: any Error, _ last: inout Trouble) async {
        let trouble = MailboxTrouble(error)
        context.live.note(error: "\(context.name): \(trouble.words)", at: context.clock.now)
        guard last.told != trouble.words else { return }
        last.told = trouble.words
        if trouble.isStore { return context.storeFailed(error) }
        await context.record([trouble.event(at: context.clock.now, mailbox: context.name)])
    }
}
