import Correspondence
import Foundation

@testable import Orders

/// What reading a whole file gives.
struct Reading {
    var form = ""
    var encoding = ReportEncoding.utf8
    var rows: [OrderRow] = []
    var problems: [RowProblem] = []

    init(_ bytes: [UInt8], piece: Int = 1000) throws {
        var rest = bytes[...]
        var report = try Report(forms: .init(try ReportForm.shipped()), otherwise: Instant(milliseconds: 0)) {
            let next = Array(rest.prefix(piece))
            rest = rest.dropFirst(piece)
            return next
        }
        form = report.form.name
        encoding = report.encoding
        while let row = try report.next() {
            switch row {
            case .taken(let row): rows.append(row)
            case .rejected(let problem): problems.append(problem)
            }
        }
    }

    init(_ text: String, piece: Int = 1000) throws { try self.init(Array(text.utf8), piece: piece) }

    /// `taken/rejected`, and where the first rejected row is wrong: `2/1 line 3 promise-date`.
    var outcome: String {
        let first = problems.first.map { " line \($0.line)" + ($0.column.map { " \($0)" } ?? "") } ?? ""
        return "\(rows.count)/\(problems.count)\(first)"
    }

    func value(_ name: OrderFactName, row: Int = 0) -> String? {
        rows.indices.contains(row) ? rows[row].facts.first { $0.name == name }?.value : nil
    }
}

/// The column lists of domain facts 7, and rows to go with them.
enum Sample {
    static let ship = """
        recipient-name ship-address-1 ship-address-2 ship-address-3 ship-city ship-state ship-postal-code ship-country
        """
    static let forms: [(columns: String, separator: String, form: String)] = [
        (
            "order-id order-item-id purchase-date payments-date reporting-date promise-date days-past-promise "
                + "buyer-email buyer-phone-number sku product-name quantity-purchased quantity-shipped "
                + "quantity-to-ship ship-service-level \(ship) is-business-order is-prime", "\t", "unshipped"
        ),
        (
            "order-id order-item-id purchase-date payments-date reporting-date promise-date days-past-promise "
                + "buyer-email buyer-name sku product-name quantity-purchased quantity-shipped quantity-to-ship "
                + "\(ship) is-iba verge-of-cancellation verge-of-lateShipment", "\t", "unshipped"
        ),
        (
            "order-id order-item-id purchase-date payments-date buyer-email buyer-name sku product-name "
                + "quantity-purchased currency item-price \(ship) delivery-start-date delivery-end-date sales-channel "
                + "is-business-order", "\t", "orders"
        ),
        (
            "order-id order-item-id purchase-date payments-date buyer-email sku item-name quantity-purchased "
                + "\(ship)", "\t", "orders"
        ),
        (
            "order-id order-item-id purchase-date payments-date sku product-name quantity-purchased \(ship) "
                + "earliest-ship-date latest-ship-date earliest-delivery-date latest-delivery-date", "\t", "orders"
        ),
        (
            "Order_ID Order_date Return_request_date Return_request_status Amazon_RMA_ID Label_type Return_carrier "
                + "Tracking_ID A-to-Z_Claim Is_prime ASIN Merchant_SKU Item_Name Return_quantity Return_Reason "
                + "In_policy Return_delivery_date Order_Amount Order_quantity Refunded_Amount", ",", "fbm_returns"
        ),
        (
            "amazon-order-id merchant-order-id shipment-id shipment-item-id amazon-order-item-id purchase-date "
                + "payments-date shipment-date reporting-date buyer-email sku product-name quantity-shipped \(ship) "
                + "carrier tracking-number estimated-arrival-date fulfillment-center-id fulfillment-channel "
                + "sales-channel", "\t", "fba_shipments"
        ),
        (
            "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel "
                + "sales-channel sku asin product-name item-status quantity", "\t", "all_orders"
        ),
        (
            "order-id order-item-id quantity ship-date carrier-code carrier-name tracking-number", "\t",
            "shipping_confirmation"
        ),
        (
            "return-date order-id sku asin fnsku product-name quantity fulfillment-center-id detailed-disposition "
                + "reason status", "\t", "fba_returns"
        ),
        (
            "settlement-id transaction-type order-id marketplace-name amount posted-date order-item-code sku", "\t",
            "settlement"
        ),
        ("order-id delivered-date carrier tracking-number", ";", "deliveries"),
        ("order-id carrier-event event-date carrier tracking-number", ",", "carrier_events"),
        ("order-id cancel-date", ",", "cancellations"), ("order-id refund-date", ",", "refunds"),
    ]

    static let values = [
        "order-id": "302-1234567-7654321", "amazon-order-id": "302-1234567-7654321", "order_id": "302-1234567-7654321",
        "purchase-date": "2026-10-01T08:00:00+00:00", "payments-date": "2026-10-01T08:05:00+00:00",
        "order_date": "01-Oct-2026", "reporting-date": "2026-10-02T08:00:00+00:00",
        "promise-date": "2026-10-05T21:59:59+02:00", "days-past-promise": "-2", "quantity-purchased": "2",
        "quantity-shipped": "2", "quantity-to-ship": "2", "quantity": "2", "order_quantity": "2",
        "return_request_date": "10-Oct-2026", "return_delivery_date": "15-Oct-2026", "a-to-z_claim": "N",
        "refunded_amount": "19.90", "shipment-date": "2026-10-03T09:00:00+00:00",
        "estimated-arrival-date": "2026-10-06T20:00:00+00:00", "last-updated-date": "2026-10-04T10:00:00+00:00",
        "order-status": "Shipped", "fulfillment-channel": "Amazon", "sales-channel": "Amazon.de",
        "ship-date": "2026-10-03", "return-date": "2026-10-20T10:00:00+00:00", "transaction-type": "Refund",
        "posted-date": "2026-10-21 10:00:00 UTC", "delivered-date": "2026-10-07", "carrier": "DHL",
        "tracking-number": "JJD0001", "latest-delivery-date": "2026-10-09T21:59:59Z",
        "delivery-end-date": "2026-10-09T21:59:59Z", "latest-ship-date": "2026-10-05T21:59:59Z", "sku": "LAMP-1",
        "carrier-event": "address_problem", "event-date": "2026-10-06", "cancel-date": "2026-10-04",
        "refund-date": "2026-10-05", "buyer-email": "w04abc@marketplace.amazon.de", "buyer-name": "Dana Reyes",
        "is-business-order": "true",
        "order-item-id": "11112222333344", "product-name": "Lamp",
    ]

    static func file(_ form: (columns: String, separator: String, form: String)) -> String {
        let columns = form.columns.split(whereSeparator: { " \n".contains($0) }).map(String.init)
        let head = columns.map { $0.replacingOccurrences(of: "_", with: " ") }.joined(separator: form.separator)
        let row = columns.map { values[$0.lowercased()] ?? "" }.joined(separator: form.separator)
        return head + "\n" + row + "\n"
    }
}
