import Correspondence
import Foundation
import Testing

@testable import Orders

@Suite("The seller's own lists")
struct SellersListTests {
    private static func delays(_ text: String) throws -> DelayList {
        try DelayList(SellersList(Array(text.utf8), file: "delays.csv"), file: "delays.csv")
    }

    private static func order(_ id: String, _ skus: String...) -> KnownOrder {
        KnownOrder(
            id: OrderID(id)!, facts: [], items: skus.map { OrderItem(id: $0, sku: $0) }, seen: Instant(milliseconds: 0))
    }

    @Test("an order's own row beats that of its goods; of several goods the latest day counts, never last")
    func delays() throws {
        let list = try Self.delays(
            """
            SKU;Order ID;Date;Reason DE;reason_en;note
            LAMP;;2026-10-16;der Lieferant liefert später;the supplier is late;x
            SHADE;;20-Oct-2026;;;
            PIPE;;never;;;
            LAMP;302-1234567-7654321;2026-10-12;;;
            """)
        #expect(list.count == 4)
        let lamp = try #require(list.delay(of: Self.order("302-1111111-1111111", "LAMP")))
        #expect(lamp.date?.iso8601 == "2026-10-16T12:00:00.000Z")
        #expect(lamp.reasons == ["de": "der Lieferant liefert später", "en": "the supplier is late"])
        let own = list.delay(of: Self.order("302-1234567-7654321", "LAMP"))
        #expect(own?.date?.iso8601 == "2026-10-12T12:00:00.000Z")
        let both = list.delay(of: Self.order("302-1111111-1111111", "LAMP", "SHADE"))
        #expect(both?.date?.iso8601 == "2026-10-20T12:00:00.000Z")
        let never = try #require(list.delay(of: Self.order("302-1111111-1111111", "PIPE", "LAMP")))
        #expect(never.date == nil)
        #expect(list.delay(of: Self.order("302-1111111-1111111", "OTHER")) == nil)
    }

    @Test(
        "what is wrong with a list is told with its line",
        arguments: [
            ("date,sku\nsoon,LAMP\n", "delays.csv:2: \"soon\" is no day; write one such as 2026-10-16, or never"),
            ("date,sku\n2026-10-16,\n", "delays.csv:2: names neither an order nor an SKU"),
            ("date,order_id\nnever,302\n", "delays.csv:2: \"302\" is no order number"),
            (
                "day,sku\n",
                "delays.csv:1: needs the columns date and order_id or sku, and has [\"day\", \"sku\"]"
            ), ("", "delays.csv: is empty"),
            ("date,sku\n2026-10-16,\"LAMP\n", "delays.csv:2: a quote opens and never closes"),
        ])
    func wrong(_ text: String, _ words: String) throws {
        do {
            _ = try Self.delays(text)
            Issue.record("it was taken")
        } catch let error as ListError { #expect(error.description == words) }
    }

    @Test("the do-not-contact list bars orders and buyers, whatever the case")
    func barred() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("barred-\(UUID().uuidString).txt")
        try "# asked on the phone\n302-1234567-7654321\n W04ABC@marketplace.amazon.de # Ruth\n\n"
            .write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let list = try DoNotContactList(file: file.path)
        let (ruth, max) = (
            try #require(EmailAddress("w04abc@marketplace.amazon.de")),
            try #require(EmailAddress("m11@marketplace.amazon.de"))
        )
        let (own, other) = (OrderID("302-1234567-7654321")!, OrderID("302-1111111-1111111")!)
        #expect(list.bars(own, alias: max.description, address: max))
        #expect(list.bars(other, alias: ruth.description, address: ruth))
        #expect(!list.bars(other, alias: max.description, address: max))
        try "nobody\n".write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: ListError.self) { try DoNotContactList(file: file.path) }
    }
}
