/// The values that a template may name; the README prints this table.
public enum TemplateVariable: String, CaseIterable, Sendable, Hashable {
    case buyerName = "buyer_name"
    case shopName = "shop_name"
    case orderID = "order_id"
    case siteName = "site_name"
    case answerBy = "answer_by"
    case matter
    case returnAddress = "return_address"
    case returnDays = "return_days"
    case items
    case deliveryDate = "delivery_date"
    case shippedOn = "shipped_on"
    case deliveredOn = "delivered_on"
    case refundedOn = "refunded_on"
    case returnUntil = "return_until"
    case carrier, tracking
    case size, fits
    case sparePart = "spare_part"
    case manual, warranty
    case reason
    case newDate = "new_date"

    public var meaning: String {
        switch self {
        case .buyerName: "the buyer's name as the marketplace gives it; absent where it gives none"
        case .shopName: "`name` of the mailbox; absent where it has none, since a reply must not show an address"
        case .orderID: "the order that the mail is about; absent before an order"
        case .siteName: "the marketplace's site, as people call it"
        case .answerBy: "a date within your `hours`, at least a day ahead, in the buyer's language"
        case .matter: "what the mail is about, in the buyer's language: your question, your return, …"
        case .returnAddress:
            "the return address for the site's country, line by line; absent where `[returns]` has none"
        case .returnDays: "`returns.window_days`"
        case .items: "what was ordered, with quantities; absent where no report tells"
        case .deliveryDate: "the day by which the order was to arrive, promised or estimated"
        case .shippedOn: "the day of dispatch"
        case .deliveredOn: "the day of delivery"
        case .refundedOn: "the day on which money was given back"
        case .returnUntil: "the last day on which the order may be sent back"
        case .carrier: "who carries the parcel"
        case .tracking: "the parcel's tracking number"
        case .size: "of the goods, from `facts/*.toml`: their size"
        case .fits: "likewise: what they fit"
        case .sparePart: "likewise: the spare part, and how it is ordered"
        case .manual: "likewise: where the instructions are"
        case .warranty: "likewise: how long they are guaranteed"
        case .reason: "in a proactive mail: the seller's words for what happened"
        case .newDate: "in a proactive mail: the new day of delivery"
        }
    }

    public var example: String {
        switch self {
        case .buyerName: "Dana Reyes"
        case .shopName: "Shop Example"
        case .orderID: "111-2233445-6677889"
        case .siteName: "Amazon.de"
        case .answerBy: "8 October 2026"
        case .matter: "your question"
        case .returnAddress: "Shop Example, Lagerstr. 1, 10115 Berlin"
        case .returnDays: "30"
        case .items: "2 × A lamp"
        case .deliveryDate: "12 October 2026"
        case .shippedOn: "7 October 2026"
        case .deliveredOn: "10 October 2026"
        case .refundedOn: "9 October 2026"
        case .returnUntil: "9 November 2026"
        case .carrier: "DHL"
        case .tracking: "00340434161094015902"
        case .size: "40 × 20 cm"
        case .fits: "E27 bulbs"
        case .sparePart: "shade 2, item 4711"
        case .manual: "in the parcel, on the last page"
        case .warranty: "two years"
        case .reason: "the supplier delivers late"
        case .newDate: "16 October 2026"
        }
    }
}
