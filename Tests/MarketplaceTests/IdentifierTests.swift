import Testing

@testable import Marketplace

@Suite("Order and item numbers")
struct IdentifierTests {
    @Test(
        "Order numbers stand alone",
        arguments: [
            ("(Order: 111-2233445-6677889)", ["111-2233445-6677889"]),
            ("# 402-9109041-7321988:", ["402-9109041-7321988"]),
            ("S01-3718414-0463502", ["S01-3718414-0463502"]), ("x111-2233445-6677889", []),
            ("111-2233445-66778890", []),
            ("9-111-2233445-6677889", []), ("111-2233445-6677889-1", []), ("+49 111-2233445", []),
            ("orderId=111-2233445-6677889&x", ["111-2233445-6677889"]),
            ("zu 111-2233445-6677889ß", ["111-2233445-6677889"]),
            ("111-2233445-6677889 111-2233445-6677889", ["111-2233445-6677889"]), ("", []), ("111-", []),
        ])
    func orders(_ text: String, _ orders: [String]) {
        #expect(IdentifierScan.orders(in: text).map(\.value) == orders)
    }

    @Test(
        "Item numbers begin with B0, or are introduced",
        arguments: [
            ("[ASIN: B0AAAA1111]", ["B0AAAA1111"]), ("https://x.example/dp/0306406152?x", ["0306406152"]),
            ("ASIN: 0306406152", ["0306406152"]), ("0306406152", []), ("b0aaaa1111", []), ("B0AAAA11112", []),
            ("XB0AAAA1111", []), ("B0", []),
        ])
    func items(_ text: String, _ items: [String]) {
        #expect(IdentifierScan.items(in: text).map(\.value) == items)
    }
}
