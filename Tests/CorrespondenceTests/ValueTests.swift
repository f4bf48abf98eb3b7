import Foundation
import Testing

@testable import Correspondence

@Suite("Values that cannot be wrong")
struct ValueTests {
    @Test("an order number is 3-7-7 digits or the merchant form, and nothing around it")
    func orders() {
        for good in ["111-2233445-6677889", "S01-3718414-0463502"] { #expect(OrderID(good)?.value == good) }
        for bad in [
            "", "111-2233445-667788", "1112233445-6677889", "111-2233445-66778899", "X01-3718414-0463502",
            "111-22334٤5-6677889", " 111-2233445-6677889",
        ] {
            #expect(OrderID(bad) == nil, "\(bad)")
        }
    }

    @Test("an address that passes cannot break out of a header or an SMTP command")
    func addresses() {
        #expect(EmailAddress("a+case@Marketplace.Amazon.DE")?.description == "a+case@marketplace.amazon.de")
        for bad in [
            "", "a", "@b", "a@", "a b@c", "a@b\r\nBcc: x@y", "a<b@c", "a@b>", "a\u{0}@b", "a@b@c", "\"a\"@b", "a,b@c",
        ] {
            #expect(EmailAddress(bad) == nil, "\(bad.debugDescription)")
        }
        #expect(EmailAddress("w0455ph9mvtwg42@marketplace.amazon.it")?.masked == "w04…@marketplace.amazon.it")
    }

    @Test(
        "durations are read and written back",
        arguments: [("90s", "1m30s"), ("15m", "15m"), ("23h", "23h"), ("7d", "7d"), ("1h30m", "1h30m"), ("0s", "0s")])
    func durations(text: String, written: String) throws {
        #expect(DurationText.write(try #require(DurationText.parse(text))) == written)
    }

    @Test(
        "what is no duration is refused",
        arguments: ["", "15", "m", "-1s", "1.5h", "1x", "99999999999999999999s", "1m ", "200000d"])
    func notDurations(text: String) { #expect(DurationText.parse(text) == nil) }

    @Test("a time is written and read back to the millisecond")
    func instants() {
        let instant = Instant(milliseconds: 1_790_847_000_123)
        #expect(instant.iso8601 == "2026-10-01T09:30:00.123Z")
        #expect(Instant(iso8601: instant.iso8601) == instant)
        #expect(Instant(iso8601: "2026-10-01T11:30:00+02:00") == Instant(milliseconds: 1_790_847_000_000))
        #expect(Instant(iso8601: "yesterday") == nil)
    }

    @Test("claim leads over problem over return over inquiry")
    func kinds() { #expect(Kind.allCases.sorted().map(\.rawValue) == ["inquiry", "return", "problem", "claim"]) }
}
