import Correspondence
import Foundation
import Testing

@testable import Orders

@Suite("The forms of domain facts 7")
struct FormTests {
    @Test("each of fifteen headers is recognised and its row taken", arguments: Sample.forms.indices)
    func recognised(_ index: Int) throws {
        let reading = try Reading(Sample.file(Sample.forms[index]))
        #expect(reading.form == Sample.forms[index].form)
        #expect(reading.outcome == "1/0")
        #expect(reading.rows.first?.order.value == "302-1234567-7654321")
        #expect(reading.rows.first?.facts.isEmpty == false)
    }

    @Test("the unshipped report tells the promise as of its reporting date, and that the merchant ships")
    func unshipped() throws {
        let reading = try Reading(Sample.file(Sample.forms[0]))
        #expect(reading.value(.promisedShip) == "2026-10-05T19:59:59.000Z")
        #expect(reading.value(.fulfilledBy) == "merchant")
        #expect(reading.rows[0].facts.allSatisfy { $0.at.iso8601 == "2026-10-02T08:00:00.000Z" })
        #expect(reading.rows[0].orderItem?.quantity == 2)
    }

    @Test("the unshipped report tells who the buyer is, a business, and that a part was sent")
    func buyer() throws {
        let reading = try Reading(Sample.file(Sample.forms[1]))
        #expect(reading.value(.buyerAddress) == "w04abc@marketplace.amazon.de")
        #expect(reading.value(.buyerName) == "Dana Reyes")
        #expect(reading.value(.partlyShipped) == "2026-10-02T08:00:00.000Z")
        #expect(try Reading(Sample.file(Sample.forms[0])).value(.business) == "true")
    }

    @Test("the seller's own files tell what a carrier says, who cancelled, and that money went back")
    func sellers() throws {
        let events = try Reading(Sample.file(Sample.forms[12]))
        #expect(events.value(.addressProblem) == "2026-10-06T00:00:00.000Z")
        #expect(events.value(.trackingSeen) == "2026-10-06T00:00:00.000Z")
        #expect(events.value(.delivered) == nil)
        #expect(try Reading(Sample.file(Sample.forms[13])).value(.cancelledBy) == "seller")
        #expect(try Reading(Sample.file(Sample.forms[14])).value(.refunded) == "2026-10-05T00:00:00.000Z")
    }

    @Test("the returns report tells request, refund and arrival, and no claim where it says N")
    func returns() throws {
        let reading = try Reading(Sample.file(Sample.forms[5]))
        #expect(reading.value(.returnRequested) == "2026-10-10T00:00:00.000Z")
        #expect(reading.value(.returned) == "2026-10-15T00:00:00.000Z")
        #expect(reading.value(.refunded) != nil)
        #expect(reading.value(.claimed) == nil)
    }

    @Test("the shipments report tells carrier, tracking and the estimate")
    func shipments() throws {
        let reading = try Reading(Sample.file(Sample.forms[6]))
        #expect(reading.value(.tracking) == "JJD0001")
        #expect(reading.value(.carrier) == "DHL")
        #expect(reading.value(.estimatedDelivery) == "2026-10-06T20:00:00.000Z")
        #expect(reading.value(.fulfilledBy) == "amazon")
        #expect(reading.value(.site) == "amazon.de")
    }

    @Test("the table of forms names the line that is wrong")
    func wrongTable() {
        #expect(throws: FormTableError(line: 2, problem: "`  order-id nonsense` is no line of a form")) {
            try ReportForm.parse("form a\n  order-id nonsense\n")
        }
    }

    @Test(
        "dates of reports",
        arguments: [
            ("2025-07-30T08:34:47+00:00", "2025-07-30T08:34:47.000Z"),
            ("2025-07-30T08:34:47-08:00", "2025-07-30T16:34:47.000Z"),
            ("2025-07-30T08:34:47+09:00", "2025-07-29T23:34:47.000Z"),
            ("2025-07-30T08:34:47.123Z", "2025-07-30T08:34:47.000Z"), ("10-Jul-2025", "2025-07-10T00:00:00.000Z"),
            ("2025-07-30 08:34:47 UTC", "2025-07-30T08:34:47.000Z"), ("2024-02-29", "2024-02-29T00:00:00.000Z"),
            ("30.07.2025 08:34:47 CEST", "2025-07-30T06:34:47.000Z"), ("2025/07/30", "2025-07-30T00:00:00.000Z"),
        ])
    func dates(_ text: String, _ expected: String) { #expect(ReportDate.parse(text)?.iso8601 == expected) }

    @Test(
        "what is no date",
        arguments: ["", "07/30/2025", "2025-02-29", "2025-13-01", "soon", "2025-07-30T25:00:00Z", "2025-07-30 a", "--"])
    func noDates(_ text: String) { #expect(ReportDate.parse(text) == nil) }
}
