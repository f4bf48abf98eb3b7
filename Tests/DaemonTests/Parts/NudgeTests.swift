import Testing

@testable import Daemon

@Suite("A nudge")
struct NudgeTests {
    @Test("given before anybody waits, it is not lost; two are one")
    func before() async {
        let nudge = Nudge()
        nudge()
        nudge()
        await nudge.wait()
        let second = Task { await nudge.wait() }
        second.cancel()
        await second.value
    }

    @Test("a wait that was cancelled leaves the next wait waiting, and a nudge still wakes it")
    func afterCancellation() async throws {
        let nudge = Nudge()
        for _ in 0..<100 {
            let cancelled = Task { await nudge.wait() }
            cancelled.cancel()
            await cancelled.value
        }
        // Nothing was nudged: the sleep must win this race, not the wait.
        let winner = Winner()
        try await race {
            try await Task.sleep(for: .milliseconds(50))
            await winner.take("sleep")
        } _: {
            await nudge.wait()
            if !Task.isCancelled { await winner.take("nudge") }
        }
        #expect(await winner.name == "sleep")
        let woken = Task { await nudge.wait() }
        nudge()
        await woken.value
    }

    private actor Winner {
        private(set) var name: String?
        func take(_ name: String) { if self.name == nil { self.name = name } }
    }
}
