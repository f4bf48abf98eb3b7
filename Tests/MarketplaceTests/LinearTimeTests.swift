import Foundation
import MIME
import Testing

@testable import Marketplace

/// The processor time of this thread counts, not the clock's, and only ratios are judged: neither other work on the
/// machine nor its speed matters.
///
/// `REPLYD_LINEAR=5` measures at 5 MB against 1 MB, `REPLYD_LINEAR=25` at 25 against 5, best with `-c release`. Without it
/// each form gets as large as it must be to be measured, up to 1 MB against 5.
@Suite("The time for one mail grows no faster than the mail", .serialized)
struct LinearTimeTests {
    @Test("of the nastiest forms", arguments: HostileMail.all)
    func linear(_ form: HostileMail) throws {
        let recogniser = try Make.recogniser()
        var size = Self.first
        var cost = Self.cost(form, size, recogniser)
        while Self.asked == nil, cost < Self.measurable, size < Self.most {
            size = min(size * 4, Self.most)
            cost = Self.cost(form, size, recogniser)
        }
        // Where the second look is dear too, it is no accident of the machine.
        var ratio = Double.infinity
        for _ in 0..<3 where ratio > Self.mostRatio {
            let larger = Self.cost(form, size * Self.factor, recogniser)
            ratio = min(ratio, larger / max(cost, Self.measurable))
        }
        #expect(
            ratio <= Self.mostRatio, "\(size) bytes: \(cost) s, \(Self.factor) times as much: \(ratio) times as dear")
    }

    /// Seconds of this thread for reading one mail and telling what it is.
    private static func cost(_ form: HostileMail, _ size: Int, _ recogniser: Recogniser) -> Double {
        let bytes = form.make(size)
        let start = clock_gettime_nsec()
        let mail = Mail.parse(bytes)
        _ = recogniser.understand(mail)
        _ = mail.ownWords()
        return Double(clock_gettime_nsec() - start) / 1e9
    }

    private static func clock_gettime_nsec() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static let asked = ProcessInfo.processInfo.environment["REPLYD_LINEAR"].flatMap(Int.init)
    private static let factor = 5
    private static let first = asked.map { $0 * 1_000_000 / factor } ?? 10_000
    private static let most = 1_000_000
    private static let measurable = 0.005
    /// Five times the mail may cost eight times as much: a quadratic reader would cost 25 times.
    private static let mostRatio = 8.0
}
