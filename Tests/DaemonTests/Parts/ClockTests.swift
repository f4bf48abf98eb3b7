import Correspondence
import Testing

@testable import Daemon

@Suite("A clock that is set, and a machine that sleeps")
struct ClockTests {
    private let start = ClockReading(wall: Instant(milliseconds: 1_790_000_000_000), running: .zero, awake: .zero)

    private func change(wall: Int, running: Int, awake: Int) -> ClockChange {
        ClockChange(
            from: start,
            to: ClockReading(wall: start.wall + .seconds(wall), running: .seconds(running), awake: .seconds(awake)))
    }

    @Test("an even clock, and one nudged by a time server, are nothing")
    func nothing() {
        #expect(change(wall: 10, running: 10, awake: 10) == change(wall: 15, running: 10, awake: 10))
        #expect(change(wall: 10, running: 10, awake: 10).jump == nil)
    }

    @Test("a jump has its direction; sleep alone is no jump")
    func told() {
        #expect(change(wall: 86_410, running: 10, awake: 10).jump == .seconds(86_400))
        #expect(change(wall: -86_390, running: 10, awake: 10).jump == .seconds(-86_400))
        #expect(change(wall: 3610, running: 3610, awake: 10).jump == nil)
        #expect(change(wall: 3610, running: 3610, awake: 10).sleep == .seconds(3600))
    }

    @Test("a server's clock that is ahead is told once an hour, also after our own was set back")
    func server() {
        let live = LiveState()
        let now = start.wall
        #expect(live.futureArrival([now + .seconds(200)], now: now) == nil)
        #expect(live.futureArrival([now, now + .seconds(4000)], now: now) == now + .seconds(4000))
        #expect(live.futureArrival([now + .seconds(9000)], now: now + .seconds(60)) == nil)
        #expect(live.futureArrival([now], now: now - .seconds(86_400)) == now)
    }
}
