import Testing

@testable import Daemon

@Suite("Back-off")
struct BackoffTests {
    @Test("after a refused password never sooner than a minute, whatever the jitter")
    func refused() {
        var backoff = Backoff()
        for attempt in 0..<12 {
            let wait = backoff.next(after: .refused, jitter: Double(attempt % 2))
            #expect(wait >= .seconds(60))
            #expect(wait <= .seconds(3600 * 3 / 2))
        }
    }

    @Test("waits double, are bounded, and jitter only lengthens them")
    func doubling() {
        var steady = Backoff()
        #expect(
            (0..<5).map { _ in steady.next(after: .network, jitter: 0) } == [
                .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16),
            ])
        var long = Backoff(failures: 60)
        #expect(long.next(after: .network, jitter: 0) == .seconds(300))
        var shaken = Backoff()
        #expect(shaken.next(after: .network, jitter: 1) == .milliseconds(1500))
    }
}
