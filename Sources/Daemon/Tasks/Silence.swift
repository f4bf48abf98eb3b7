import Correspondence
import Ledger

/// A mailbox that is connected and yet gives nothing: told once, until it speaks again.
struct Silence: Sendable {
    let context: MailboxContext

    func look(at now: Instant) async throws {
        let connected = context.live.connection(context.name) == .connected
        let found = connected ? try await reason(now) : nil
        context.live.set(silent: found?.words, mailbox: context.name)
        let about = "mailbox \(context.name)"
        guard let found else {
            if connected, try await context.ledger.told(about: about, what: Self.what) != nil {
                try await context.ledger.untell(about: about, what: Self.what)
            }
            return
        }
        try await context.ledger.tell(
            [
                (
                    about, Self.what,
                    .mailboxSilent(at: now, mailbox: context.name, since: found.since, reason: found.words)
                )
            ], at: now)
    }

    private static let what = "silent"

    private func reason(_ now: Instant) async throws -> (since: Instant, words: String)? {
        let rhythm = max(context.settings.poll, .seconds(300))
        if let last = context.live.progress(context.name),
            now - last > SilenceRule.longestWithoutAnswer(rhythm: rhythm)
        {
            return (last, "connected, but the server has answered nothing for \(DurationText.write(now - last))")
        }
        // The usual case first: there was some lately.
        guard try await context.ledger.countMails(context.name, alias: nil, since: now - SilenceRule.shortest) == 0
        else {
            return nil
        }
        let arrivals = try await context.ledger.arrivals(context.name, since: now - .seconds(28 * 86_400))
        guard let last = arrivals.last, let limit = SilenceRule.longestWithoutMail(arrivals), now - last > limit else {
            return nil
        }
        return (
            last,
            "no mail for \(DurationText.write(now - last)), where \(DurationText.write(limit / 2)) was the longest pause: "
                + "see whether the marketplace still delivers to \(context.settings.address)"
        )
    }
}
