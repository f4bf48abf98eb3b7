import Correspondence
import Foundation
import Ledger
import Synchronization
import Transport

/// Sends what is due in one mailbox, one reply after the other, over one SMTP connection: the second half of the route.
final class Dispatcher: Sendable {
    private let context: MailboxContext
    private let outbound: any Courier
    private let stopping = Mutex(false)

    /// - Parameter courier: `nil`: the mailbox's SMTP server.
    init(context: MailboxContext, courier: (any Courier)? = nil) {
        self.context = context
        outbound = courier ?? Outbound(login: context.login)
    }

    /// Ends `run` after the reply in flight.
    func stop() {
        stopping.withLock { $0 = true }
        context.dispatchNudge()
    }

    /// Gives the reply in flight up: the next start looks up what became of it.
    func cutOff() async { await outbound.cut() }

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
    }

    private var isStopping: Bool { stopping.withLock { $0 } || Task.isCancelled }

    /// How many replies were taken in hand. Throws where there is no connection: nothing was begun then.
    func sendDue() async throws -> Int {
        guard try await !context.ledger.isPaused else { return 0 }
        let limits = SendingLimits(context: context)
        let due = try await context.ledger.due(
            at: context.clock.now, limit: 50, mailboxes: [context.name], drafts: false)
        var handled = 0
        for reply in due where !isStopping {
            if let limit = try await limits.reached(at: context.clock.now) {
                try await limits.putOff(limit, at: context.clock.now)
                break
            }
            if try await !limits.putOffForBuyer(reply, at: context.clock.now), try await !handle(reply) { break }
            handled += 1
        }
        return handled
    }

    /// What happens to one reply that is due.
    ///
    /// - Returns: false where none can go out now: paused, or as many are under way as may be.
    private func handle(_ reply: Reply) async throws -> Bool {
        guard let prepared = try await context.prepare(reply, objection: { noLongerWanted(reply, $0) }) else {
            return true
        }
        return try await send(prepared, as: reply)
    }

    /// Why it must not go out by itself any more; `nil` where it may.
    private func noLongerWanted(_ reply: Reply, _ mail: StoredMessage) -> String? {
        if reply.releasedBy != nil { return nil }
        if reply.deadline < context.clock.now, context.settings.rules(reply.kind).whenLate == .hold {
            return "the deadline has passed, and when_late is hold"
        }
        if mail.flags.contains(where: { $0.lowercased() == "\\answered" }) {
            return
                "a person marked the mail \\Answered, but no answer of theirs is known: see whether the buyer has one"
        }
        return nil
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
