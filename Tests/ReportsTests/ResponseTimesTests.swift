import Correspondence
import Ledger
import Testing

@testable import Reports

@Suite("Response times")
struct ResponseTimesTests {
    private func answer(after hours: Int64, deadline: Int64 = 23) -> AnsweredMail {
        AnsweredMail(
            kind: .inquiry, clockStart: Instant(milliseconds: 0), sentAt: Instant(milliseconds: hours * 3_600_000),
            deadline: Instant(milliseconds: deadline * 3_600_000))
    }

    @Test("late is over 24 hours, not at 24; the seller's own window is counted apart")
    func late() {
        let times = ResponseTimes([answer(after: 2), answer(after: 24), answer(after: 25), answer(after: 23)])
        #expect(times.answers == 4)
        #expect(times.late == 1)
        #expect(times.outsideWindow == 2)
        #expect(times.average == .seconds(74 * 3600 / 4))
        #expect(times.longest == .seconds(25 * 3600))
    }

    @Test("without answers there is no average")
    func none() {
        let times = ResponseTimes([])
        #expect(times.answers == 0 && times.average == nil && times.longest == nil)
    }
}
