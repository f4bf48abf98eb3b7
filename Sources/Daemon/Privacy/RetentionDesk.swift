import Configuration
import Correspondence
import Ledger

/// Lets go of what has been kept long enough (`[retention]`), a little at a time, so that nothing else waits for it.
struct RetentionDesk: Sendable {
    let retention: Configuration.Retention
    let ledger: any Ledger
    let clock: any WallClock

    /// Until cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                while try await step() { try await Task.sleep(for: .milliseconds(50)) }
            } catch is CancellationError {
                return
            } catch {
                LastResort.tell("retention: \(error)")
            }
            try? await clock.sleep(until: clock.now + .seconds(3600))
        }
    }

    /// Whether there may be more.
    func step() async throws -> Bool {
        let now = clock.now
        let done = try await ledger.expire(
            mailsBefore: retention.mails.map { now - $0 }, personalBefore: retention.personalData.map { now - $0 },
            at: now)
        return done != Forgotten()
    }
}
